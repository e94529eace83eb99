//! Days and hours of the practice, which are those of Europe/London wherever the browser is.
//!
//! Summer time begins on the last Sunday of March and ends on the last Sunday of October, both at 01:00 UTC
//! (Summer Time Act 1972, as amended by the Summer Time Order 2002).

use crate::api::scalars::DateTime;
use crate::text::date::{MONTHS, WEEKDAYS};

const MINUTES_OF_DAY: i64 = 24 * 60;
const SUMMER: i64 = 60; // minutes that summer time is ahead of UTC
const SWITCH: i64 = 60; // minutes after midnight UTC at which the clocks change
const SUNDAY: i64 = 0;

/// A moment from a day as `2026-11-23` and a time as `08:00` in London; nothing where there is no such day or time.
/// Of an hour that comes twice the first is meant; an hour that is left out is taken as the one after it.
pub fn moment(day: &str, time: &str) -> Option<DateTime> {
    let wall = read_day(day)? * MINUTES_OF_DAY + read_time(time)?;
    let summer = wall - SUMMER;
    let utc = if is_summer(summer) { summer } else { wall };
    let (day, minute) = (utc.div_euclid(MINUTES_OF_DAY), utc.rem_euclid(MINUTES_OF_DAY));
    Some(DateTime(format!("{}T{:02}:{:02}:00Z", write_day(day), minute / 60, minute % 60)))
}

/// The day and the time in London as the fields of a form have them.
pub fn fields(moment: &DateTime) -> Option<(String, String)> {
    let (day, minute) = wall(moment)?;
    Some((write_day(day), format!("{:02}:{:02}", minute / 60, minute % 60)))
}

/// `Mon 23 Nov 2026, 08:00`
pub fn show(moment: &DateTime) -> String {
    wall(moment).map_or_else(
        || moment.0.clone(),
        |(day, minute)| format!("{}, {:02}:{:02}", show_day_number(day), minute / 60, minute % 60),
    )
}

/// `Mon 23 Nov 2026` of a day as `2026-11-23`.
pub fn show_day(day: &str) -> Option<String> {
    read_day(day).map(show_day_number)
}

/// The day so many days after the one of a moment given in milliseconds since 1970.
pub fn day_after(epoch_ms: f64, days: i32) -> String {
    let utc = minutes(epoch_ms);
    let wall = if is_summer(utc) { utc + SUMMER } else { utc };
    write_day(wall.div_euclid(MINUTES_OF_DAY) + i64::from(days))
}

/// The moment, to the minute, that many milliseconds after 1970 began.
pub fn utc(epoch_ms: f64) -> DateTime {
    let utc = minutes(epoch_ms);
    let (day, minute) = (utc.div_euclid(MINUTES_OF_DAY), utc.rem_euclid(MINUTES_OF_DAY));
    DateTime(format!("{}T{:02}:{:02}:00Z", write_day(day), minute / 60, minute % 60))
}

fn minutes(epoch_ms: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "minutes since 1970 are far below 2^53")]
    let minutes = (epoch_ms / 60_000.0).floor() as i64;
    minutes
}

/// Day since 1970 and minute of the day in London.
fn wall(moment: &DateTime) -> Option<(i64, i64)> {
    let (day, time) = moment.0.split_once('T')?;
    let utc = read_day(day)? * MINUTES_OF_DAY + read_time(time.get(..5)?)?;
    let wall = if is_summer(utc) { utc + SUMMER } else { utc };
    Some((wall.div_euclid(MINUTES_OF_DAY), wall.rem_euclid(MINUTES_OF_DAY)))
}

/// Whether it is summer time in London at this minute since 1970, UTC.
fn is_summer(utc: i64) -> bool {
    let (year, _, _) = date(utc.div_euclid(MINUTES_OF_DAY));
    let switch = |month| {
        let last = days(year, month, 31);
        (last - (weekday(last) - SUNDAY)) * MINUTES_OF_DAY + SWITCH
    };
    (switch(3)..switch(10)).contains(&utc)
}

/// 0 is Sunday. The first of January 1970 was a Thursday.
fn weekday(day: i64) -> i64 {
    (day + 4).rem_euclid(7)
}

pub fn read_day(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    let number = days(year, month, day);
    // What is no day, such as 30 February, does not come back as it went in.
    (date(number) == (year, month, day)).then_some(number)
}

pub fn write_day(day: i64) -> String {
    let (year, month, day) = date(day);
    format!("{year:04}-{month:02}-{day:02}")
}

fn show_day_number(number: i64) -> String {
    let (year, month, day) = date(number);
    let weekday = usize::try_from(weekday(number)).unwrap_or_default();
    let month = usize::try_from(month - 1).unwrap_or_default();
    format!("{} {day} {} {year}", WEEKDAYS[weekday % 7], MONTHS[month % 12])
}

fn read_time(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// Days since 1970 of a date of the Gregorian calendar, counted in years that begin in March, so that the leap day is
/// the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of days since 1970.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(day: &str, time: &str) -> Option<String> {
        moment(day, time).map(|moment| moment.0)
    }

    #[test]
    fn eight_in_winter_is_eight_utc_and_in_summer_seven() {
        assert_eq!(utc("2026-11-23", "08:00").as_deref(), Some("2026-11-23T08:00:00Z"));
        assert_eq!(utc("2026-07-01", "08:00").as_deref(), Some("2026-07-01T07:00:00Z"));
        assert_eq!(utc("2026-07-01", "00:30").as_deref(), Some("2026-06-30T23:30:00Z"));
    }

    #[test]
    fn the_clocks_change_on_the_last_sundays_of_march_and_october() {
        assert_eq!(utc("2026-03-29", "00:59").as_deref(), Some("2026-03-29T00:59:00Z"));
        assert_eq!(utc("2026-03-29", "02:00").as_deref(), Some("2026-03-29T01:00:00Z"));
        // This hour comes twice.
        assert_eq!(utc("2026-10-25", "01:30").as_deref(), Some("2026-10-25T00:30:00Z"));
        assert_eq!(utc("2026-10-25", "02:00").as_deref(), Some("2026-10-25T02:00:00Z"));
    }

    #[test]
    fn a_moment_reads_as_people_in_london_write_it() {
        assert_eq!(show(&DateTime("2026-11-23T08:00:00Z".into())), "Mon 23 Nov 2026, 08:00");
        assert_eq!(show(&DateTime("2026-06-30T23:30:00+00:00".into())), "Wed 1 Jul 2026, 00:30");
        assert_eq!(show(&DateTime("soon".into())), "soon");
    }

    #[test]
    fn a_moment_comes_back_as_it_went_in() {
        for (day, time) in [("2026-11-23", "08:00"), ("2028-02-29", "23:59"), ("2026-07-01", "00:00")] {
            let there = moment(day, time).unwrap();
            assert_eq!(fields(&there), Some((day.to_owned(), time.to_owned())));
        }
    }

    #[test]
    fn what_is_no_day_or_time_is_nothing() {
        assert_eq!(moment("2026-02-30", "08:00"), None);
        assert_eq!(moment("2026-13-01", "08:00"), None);
        assert_eq!(moment("2026-11-23", "24:00"), None);
        assert_eq!(moment("", ""), None);
    }

    #[test]
    fn days_are_counted_in_london() {
        // 2026-06-30T23:30Z is already July in London.
        assert_eq!(day_after(1_782_862_200_000.0, 0), "2026-07-01");
        assert_eq!(day_after(1_782_862_200_000.0, 31), "2026-08-01");
    }
}
