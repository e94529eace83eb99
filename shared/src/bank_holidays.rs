//! Bank holidays of England and Wales, worked out by the rules they follow.
//!
//! Sources: Banking and Financial Dealings Act 1971, schedule 1, and the dates the government lists at
//! <https://www.gov.uk/bank-holidays>. Days that are proclaimed once, as for a coronation, follow no rule and are
//! configured (`sending.closed_days`).

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The bank holidays of a year, in order; those on a weekend stand on the working day that takes their place.
pub fn england(year: i32) -> Vec<NaiveDate> {
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let mut holidays: Vec<NaiveDate> = Vec::with_capacity(8);
    if let Some(new_year) = date(1, 1) {
        holidays.push(first_working_day(new_year, &[]));
    }
    if let Some(easter) = easter(year) {
        holidays.extend(easter.checked_sub_days(Days::new(2)));
        holidays.extend(easter.checked_add_days(Days::new(1)));
    }
    holidays.extend(date(5, 1).and_then(first_monday));
    for (month, last) in [(5, 31), (8, 31)] {
        holidays.extend(date(month, last).and_then(last_monday));
    }
    if let (Some(christmas), Some(boxing)) = (date(12, 25), date(12, 26)) {
        // Whichever of the two falls on a weekend moves; the one that does not stays.
        let taken: Vec<NaiveDate> = [christmas, boxing].into_iter().filter(|day| is_working_day(*day)).collect();
        let christmas = if is_working_day(christmas) { christmas } else { first_working_day(christmas, &taken) };
        let taken: Vec<NaiveDate> = taken.into_iter().chain([christmas]).collect();
        let boxing = if is_working_day(boxing) { boxing } else { first_working_day(boxing, &taken) };
        holidays.extend([christmas, boxing]);
    }
    holidays.sort_unstable();
    holidays
}

/// Whether a day is one of them.
pub fn is_bank_holiday(day: NaiveDate) -> bool {
    england(day.year()).contains(&day)
}

fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn first_working_day(from: NaiveDate, taken: &[NaiveDate]) -> NaiveDate {
    from.iter_days().find(|day| is_working_day(*day) && !taken.contains(day)).unwrap_or(from)
}

fn first_monday(from: NaiveDate) -> Option<NaiveDate> {
    from.checked_add_days(Days::new(u64::from((7 - from.weekday().num_days_from_monday()) % 7)))
}

fn last_monday(until: NaiveDate) -> Option<NaiveDate> {
    until.checked_sub_days(Days::new(u64::from(until.weekday().num_days_from_monday())))
}

/// Easter Sunday of the Gregorian calendar, by the algorithm of New Scientist, 30 March 1961.
#[allow(clippy::many_single_char_names, reason = "the letters of the source")]
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = h + l - 7 * m;
    let month = (n + 90) / 25;
    let day = (n + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// As gov.uk lists them.
    const LISTED: &[(i32, &[(u32, u32)])] = &[
        (2024, &[(1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)]),
        (2025, &[(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)]),
        (2026, &[(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]),
        (2027, &[(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]),
        (2028, &[(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)]),
    ];

    #[test]
    fn the_rules_give_what_the_government_lists() {
        for (year, days) in LISTED {
            let listed: Vec<_> =
                days.iter().map(|&(month, day)| NaiveDate::from_ymd_opt(*year, month, day).unwrap()).collect();
            assert_eq!(england(*year), listed);
        }
    }

    #[test]
    fn christmas_on_a_sunday_moves_past_boxing_day() {
        let december = |day| NaiveDate::from_ymd_opt(2022, 12, day).unwrap();
        assert!(is_bank_holiday(december(26)) && is_bank_holiday(december(27)) && !is_bank_holiday(december(25)));
    }
}
