//! Days of the practice, which lives by the clocks of Europe/London.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Europe::London;
use entity::time::Timestamp;

/// The day it is in London at `at`.
pub fn of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&London).date_naive()
}

/// When a day begins in London. Clocks change at 01:00 there, so every midnight comes exactly once.
pub fn start(day: NaiveDate) -> Timestamp {
    let midnight = day.and_time(NaiveTime::MIN);
    midnight.and_local_timezone(London).earliest().map_or_else(|| midnight.and_utc(), |at| at.to_utc()).into()
}

/// When a day ends in London: the first instant of the next one.
pub fn end(day: NaiveDate) -> Timestamp {
    start(day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_summer_day_begins_an_hour_earlier() {
        let winter: NaiveDate = "2026-11-22".parse().unwrap();
        let summer: NaiveDate = "2026-07-01".parse().unwrap();
        assert_eq!(start(winter).to_utc().to_rfc3339(), "2026-11-22T00:00:00+00:00");
        assert_eq!(start(summer).to_utc().to_rfc3339(), "2026-06-30T23:00:00+00:00");
        assert_eq!(of(start(summer).to_utc()), summer);
    }

    #[test]
    fn the_day_the_clocks_go_back_has_25_hours() {
        let day: NaiveDate = "2026-10-25".parse().unwrap();
        assert_eq!(end(day).0 - start(day).0, 25 * 3_600_000);
    }
}
