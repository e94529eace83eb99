//! The hours at which messages may leave, by the clocks of Europe/London: windows, bank holidays, closed days.

use std::time::Duration;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Europe::London;
use shared::{
    bank_holidays::is_bank_holiday,
    plan::{TimeOfDay, Window},
};

/// A window that does not open within this many days never does.
const LOOKED_AHEAD: usize = 400;

/// A window with the days on which the practice is closed besides the bank holidays.
#[derive(Clone, Copy, Debug)]
pub struct Hours<'a> {
    pub window: Option<&'a Window>,
    pub closed_days: &'a [NaiveDate],
}

impl Hours<'_> {
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        let local = at.with_timezone(&London).naive_local();
        self.window.is_none_or(|window| window.contains(local, self.is_holiday(local.date())))
    }

    /// When it is open next: at once where it is open; never where no day fits.
    pub fn opens_at(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.is_open(at) {
            return Some(at);
        }
        let window = self.window?;
        let today = at.with_timezone(&London).date_naive();
        let days = today.iter_days().take(LOOKED_AHEAD);
        let openings = days
            .filter(|day| window.opens_on(day.weekday(), self.is_holiday(*day)))
            .map(|day| instant(day, window.from));
        openings.into_iter().find(|opening| *opening > at)
    }

    /// When it closes, where it is open and closes at all.
    pub fn closes_at(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let window = self.window.filter(|_| self.is_open(at))?;
        Some(instant(at.with_timezone(&London).date_naive(), window.until))
    }

    /// When so much open time has passed after `at`.
    pub fn after(&self, at: DateTime<Utc>, open_time: Duration) -> Option<DateTime<Utc>> {
        let mut left = TimeDelta::from_std(open_time).ok()?;
        let mut at = self.opens_at(at)?;
        for _ in 0..LOOKED_AHEAD {
            let Some(closes) = self.closes_at(at) else { return at.checked_add_signed(left) };
            if at + left <= closes {
                return Some(at + left);
            }
            left -= closes - at;
            at = self.opens_at(closes)?;
        }
        None
    }

    fn is_holiday(&self, day: NaiveDate) -> bool {
        is_bank_holiday(day) || self.closed_days.contains(&day)
    }
}

/// A local time as an instant. One that the change of the clocks skips counts an hour later; of one that comes twice
/// the first counts.
fn instant(day: NaiveDate, time: TimeOfDay) -> DateTime<Utc> {
    let minutes = TimeDelta::minutes(i64::from(time.minutes()));
    let midnight = if time.minutes() == 24 * 60 { day.checked_add_days(Days::new(1)) } else { Some(day) };
    let midnight = midnight.unwrap_or(day).and_time(chrono::NaiveTime::MIN);
    let local: NaiveDateTime = if time.minutes() == 24 * 60 { midnight } else { midnight + minutes };
    let exact = |local: NaiveDateTime| local.and_local_timezone(London).earliest().map(|at| at.to_utc());
    exact(local).or_else(|| exact(local + TimeDelta::hours(1))).unwrap_or_else(|| local.and_utc())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::plan::Day;

    use super::*;

    fn office() -> Window {
        Window {
            days: Day::ALL[..5].to_vec(),
            from: "09:00".parse().unwrap(),
            until: "17:00".parse().unwrap(),
            on_bank_holidays: false,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_window_follows_the_clocks_of_london() {
        let window = office();
        let hours = Hours { window: Some(&window), closed_days: &[] };
        assert!(hours.is_open(at("2026-07-01T08:00:00Z")), "nine o'clock in summer");
        assert!(!hours.is_open(at("2026-12-01T08:00:00Z")));
        assert_eq!(hours.opens_at(at("2026-12-01T08:00:00Z")), Some(at("2026-12-01T09:00:00Z")));
    }

    #[test]
    fn it_stays_closed_over_the_weekend_bank_holidays_and_closed_days() {
        let window = office();
        let closed = ["2026-12-29".parse().unwrap()];
        let hours = Hours { window: Some(&window), closed_days: &closed };
        // Christmas is a Friday; Monday takes the place of Boxing Day; Tuesday is closed.
        assert_eq!(hours.opens_at(at("2026-12-24T17:00:00Z")), Some(at("2026-12-30T09:00:00Z")));
        let open_on_holidays = Window { on_bank_holidays: true, ..office() };
        let hours = Hours { window: Some(&open_on_holidays), closed_days: &closed };
        assert_eq!(hours.opens_at(at("2026-12-24T17:00:00Z")), Some(at("2026-12-25T09:00:00Z")));
    }

    #[test]
    fn only_open_time_counts() {
        let window = office();
        let hours = Hours { window: Some(&window), closed_days: &[] };
        let friday = at("2026-11-20T16:00:00Z");
        assert_eq!(hours.after(friday, Duration::from_hours(1)), Some(at("2026-11-20T17:00:00Z")));
        assert_eq!(hours.after(friday, Duration::from_hours(10)), Some(at("2026-11-24T10:00:00Z")));
        let always = Hours { window: None, closed_days: &[] };
        assert_eq!(always.after(friday, Duration::from_hours(10)), Some(at("2026-11-21T02:00:00Z")));
    }
}
