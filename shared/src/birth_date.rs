//! Birth dates as practices write them, and the age they make on a day.

use chrono::{Datelike, Months, NaiveDate};
use thiserror::Error;

/// Nobody alive was born before; an earlier year is a slip of the pen or a spreadsheet's zero date.
pub const EARLIEST_YEAR: i32 = 1880;

/// Why a text is no birth date. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BirthDateError {
    #[error("a birth date is written 1957-03-24 or 24/03/1957")]
    Format,
    #[error("there is no such day in the calendar")]
    NoSuchDay,
    #[error("this birth date is in the future")]
    Future,
    #[error("this birth date is before {EARLIEST_YEAR}")]
    TooEarly,
}

/// Reads ISO 8601 (`1957-03-24`) or the British form (`24/03/1957`, `24/3/1957`).
pub fn parse_birth_date(text: &str, today: NaiveDate) -> Result<NaiveDate, BirthDateError> {
    let text = text.trim();
    let (year, month, day) = if text.contains('/') {
        let [day, month, year] = three_numbers(text, '/')?;
        (year, month, day)
    } else {
        let [year, month, day] = three_numbers(text, '-')?;
        (year, month, day)
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return Err(BirthDateError::Format);
    }
    let number = |digits: &str| digits.parse::<u32>().map_err(|_| BirthDateError::Format);
    let year = i32::try_from(number(year)?).map_err(|_| BirthDateError::Format)?;
    let date = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?).ok_or(BirthDateError::NoSuchDay)?;
    if date > today {
        Err(BirthDateError::Future)
    } else if year < EARLIEST_YEAR {
        Err(BirthDateError::TooEarly)
    } else {
        Ok(date)
    }
}

fn three_numbers(text: &str, separator: char) -> Result<[&str; 3], BirthDateError> {
    let mut parts = text.split(separator);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(first), Some(second), Some(third), None)
            if [first, second, third]
                .iter()
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) =>
        {
            Ok([first, second, third])
        }
        _ => Err(BirthDateError::Format),
    }
}

/// The same for a caller to whom days are ISO 8601 texts, as they are to a browser.
pub fn iso_birth_date(text: &str, today: &str) -> Result<String, BirthDateError> {
    let [year, month, day] = three_numbers(today, '-')?;
    let number = |digits: &str| digits.parse::<u32>().map_err(|_| BirthDateError::Format);
    let year = i32::try_from(number(year)?).map_err(|_| BirthDateError::Format)?;
    let today = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?).ok_or(BirthDateError::NoSuchDay)?;
    parse_birth_date(text, today).map(|date| date.to_string())
}

/// Completed years on a day; a birthday on 29 February is kept on 1 March in other years, as English law has it.
pub fn age_on(birth: NaiveDate, on: NaiveDate) -> i32 {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    on.year() - birth.year() - i32::from(!had_birthday)
}

/// The latest birth date of a person who has completed `age` years on a day:
/// `age_on(birth, on) >= age` exactly when `birth <= latest_birth_date(age, on)`. None far outside the calendar.
pub fn latest_birth_date(age: u32, on: NaiveDate) -> Option<NaiveDate> {
    on.checked_sub_months(Months::new(age.checked_mul(12)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_browser_gives_and_gets_texts() {
        assert_eq!(iso_birth_date("24/3/1957", "2026-11-23").unwrap(), "1957-03-24");
        assert_eq!(iso_birth_date("2026-11-24", "2026-11-23"), Err(BirthDateError::Future));
        assert_eq!(iso_birth_date("24/3/1957", "today"), Err(BirthDateError::Format));
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn both_forms_are_read() {
        let today = day(2026, 11, 22);
        for text in ["1957-03-24", "24/03/1957", "24/3/1957", " 1957-03-24 "] {
            assert_eq!(parse_birth_date(text, today), Ok(day(1957, 3, 24)), "{text}");
        }
    }

    #[test]
    fn the_error_says_what_is_wrong() {
        let today = day(2026, 11, 22);
        for (text, error) in [
            ("", BirthDateError::Format),
            ("24.03.1957", BirthDateError::Format),
            ("24/03/57", BirthDateError::Format),
            ("1957-03-24T00:00", BirthDateError::Format),
            ("29/02/1957", BirthDateError::NoSuchDay),
            ("03/24/1957", BirthDateError::NoSuchDay),
            ("2026-11-23", BirthDateError::Future),
            ("1879-12-31", BirthDateError::TooEarly),
        ] {
            assert_eq!(parse_birth_date(text, today), Err(error), "{text}");
        }
        assert!(parse_birth_date("2026-11-22", today).is_ok());
    }

    #[test]
    fn a_leap_day_birthday_is_kept_on_the_first_of_march() {
        assert_eq!(age_on(day(2008, 2, 29), day(2026, 2, 28)), 17);
        assert_eq!(age_on(day(2008, 2, 29), day(2026, 3, 1)), 18);
    }

    proptest! {
        #[test]
        fn the_latest_birth_date_agrees_with_the_age(born in 0..40_000_i64, on in 40_000..60_000_i64, age in 0..120_u32) {
            let start = day(1880, 1, 1);
            let birth = start + chrono::Duration::days(born);
            let on = start + chrono::Duration::days(on);
            let latest = latest_birth_date(age, on).unwrap();
            prop_assert_eq!(age_on(birth, on) >= i32::try_from(age).unwrap(), birth <= latest);
        }
    }
}
