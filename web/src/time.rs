//! Moments and days as people write them, in the time zone of the browser.

use js_sys::Date as JsDate;

use crate::api::scalars::{Date, DateTime};
use crate::text;

/// Milliseconds since 1970, or nothing when the text is no moment.
pub fn epoch_ms(moment: &DateTime) -> Option<f64> {
    let ms = JsDate::parse(&moment.0);
    (!ms.is_nan()).then_some(ms)
}

/// The browser's clock. Only for what concerns the browser: every other time comes from the server.
pub fn now_ms() -> f64 {
    JsDate::now()
}

/// The hour on the wall, 0 to 23.
pub fn hour_now() -> u32 {
    JsDate::new_0().get_hours()
}

/// Today on the wall calendar, as ISO 8601.
pub fn today() -> String {
    let today = JsDate::new_0();
    format!("{:04}-{:02}-{:02}", today.get_full_year(), today.get_month() + 1, today.get_date())
}

/// Completed years from a day to another.
pub fn years(from: &Date, to: &Date) -> Option<u32> {
    let (from_year, from_month, from_day) = parts(from)?;
    let (year, month, day) = parts(to)?;
    let had_birthday = (month, day) >= (from_month, from_day);
    year.checked_sub(from_year)?.checked_sub(u32::from(!had_birthday))
}

/// `Mon 23 Nov 2026, 08:00`
pub fn moment(moment: &DateTime) -> String {
    match epoch_ms(moment) {
        Some(ms) => {
            let local = JsDate::new(&ms.into());
            format!(
                "{} {} {} {}, {:02}:{:02}",
                text::date::WEEKDAYS[local.get_day() as usize % 7],
                local.get_date(),
                text::date::MONTHS[local.get_month() as usize % 12],
                local.get_full_year(),
                local.get_hours(),
                local.get_minutes()
            )
        }
        None => moment.0.clone(),
    }
}

/// `3 Apr 1951`
pub fn day(date: &Date) -> String {
    parts(date)
        .map_or_else(|| date.0.clone(), |(year, month, day)| format!("{day} {} {year}", text::date::MONTHS[month - 1]))
}

/// `3 Apr`, for the axis of a chart whose year goes without saying.
pub fn short_day(date: &Date) -> String {
    parts(date).map_or_else(|| date.0.clone(), |(_, month, day)| format!("{day} {}", text::date::MONTHS[month - 1]))
}

/// When a day begins on the wall here, so many days later; nothing for what is no day.
pub fn start_of(date: &Date, days_later: i32) -> Option<DateTime> {
    let (year, month, day) = parts(date)?;
    let day = i32::try_from(day).ok()? + days_later;
    let start = JsDate::new_with_year_month_day(year, i32::try_from(month).ok()? - 1, day);
    (!start.get_time().is_nan()).then(|| DateTime(String::from(start.to_iso_string())))
}

/// Year, month 1 to 12, day.
fn parts(date: &Date) -> Option<(u32, usize, u32)> {
    let mut parts = date.0.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    (1..=12).contains(&month).then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_date_reads_as_people_write_it() {
        assert_eq!(day(&Date("1951-04-03".into())), "3 Apr 1951");
        assert_eq!(short_day(&Date("2026-11-23".into())), "23 Nov");
    }

    #[test]
    fn a_year_is_completed_on_the_birthday() {
        let years_on = |day: &str| years(&Date("1951-04-03".into()), &Date(day.into()));
        assert_eq!(years_on("2026-04-02"), Some(74));
        assert_eq!(years_on("2026-04-03"), Some(75));
        assert_eq!(years_on("1951-04-02"), None);
    }

    #[test]
    fn what_is_no_date_is_shown_as_it_came() {
        assert_eq!(day(&Date("1951-13-03".into())), "1951-13-03");
        assert_eq!(day(&Date("unknown".into())), "unknown");
    }
}
