//! Dates as people give them: three boxes, or one text in one of the usual orders.

use chrono::NaiveDate;

use super::problem::Wrong;
use crate::form::day::{Day, month_number};
use crate::form::field::DateLimits;
use crate::form::given::Given;

/// The date that was given, within its limits.
pub(super) fn date(limits: DateLimits, given: &Given, today: NaiveDate) -> Result<NaiveDate, Wrong> {
    let date = match given {
        Given::Date(boxes) => of_boxes(&boxes.day, &boxes.month, &boxes.year)?,
        Given::Text(text) => of_text(text, today)?,
        _ => return Err(Wrong::Type),
    };
    let resolve = |day: Option<Day>| day.and_then(|day| Some((day, day.resolve(today)?)));
    if let Some((day, _)) = resolve(limits.from).filter(|(_, from)| date < *from) {
        return Err(Wrong::BeforeDay(day));
    }
    if let Some((day, _)) = resolve(limits.to).filter(|(_, to)| date > *to) {
        return Err(Wrong::AfterDay(day));
    }
    Ok(date)
}

/// `2026-11-23`, `23/11/2026`, `23.11.2026`, `23 November 2026`, or counted from today as in [`Day`].
fn of_text(text: &str, today: NaiveDate) -> Result<NaiveDate, Wrong> {
    let text = text.trim();
    if let Some(date) = text.parse::<Day>().ok().and_then(|day| day.resolve(today)) {
        return Ok(date);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ', ',']).filter(|part| !part.is_empty()).take(4).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 && month_number(year).is_none() => of_boxes(day, month, year),
        [day, month, year] => of_boxes(day, month, year),
        _ => Err(Wrong::NotADate),
    }
}

fn of_boxes(day: &str, month: &str, year: &str) -> Result<NaiveDate, Wrong> {
    let blank: Vec<&'static str> = [("day", day), ("month", month), ("year", year)]
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| name)
        .collect();
    if !blank.is_empty() {
        return Err(Wrong::IncompleteDate(blank));
    }
    let (day, year) = (day.trim(), year.trim());
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(year) && year.len() != 4 {
        return Err(Wrong::YearDigits);
    }
    if !digits(year) || !digits(day) || day.len() > 2 {
        return Err(Wrong::NotADate);
    }
    let (day, year) = (day.parse().map_err(|_| Wrong::NotADate)?, year.parse().map_err(|_| Wrong::NotADate)?);
    let month = month_number(month).ok_or(Wrong::NotADate)?;
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| year > 0).ok_or(Wrong::NotADate)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::form::day::parse_iso;
    use crate::form::given::DateBoxes;

    fn read(given: &Given) -> Result<NaiveDate, Wrong> {
        date(DateLimits::default(), given, parse_iso("2026-11-23").unwrap())
    }

    fn boxes(day: &str, month: &str, year: &str) -> Given {
        Given::Date(DateBoxes { day: day.into(), month: month.into(), year: year.into() })
    }

    #[test]
    fn every_usual_way_to_write_a_date_is_read() {
        let expected = parse_iso("1957-03-24").unwrap();
        for text in
            ["1957-03-24", "24/03/1957", "24/3/1957", "24.3.1957", "24 March 1957", "24 mar 1957", " 24-03-1957 "]
        {
            assert_eq!(read(&text.into()), Ok(expected), "{text}");
        }
        assert_eq!(read(&boxes("24", "3", "1957")), Ok(expected));
        assert_eq!(read(&boxes(" 24 ", "March", "1957 ")), Ok(expected));
    }

    #[test]
    fn each_slip_is_told_apart() {
        for (given, wrong) in [
            (boxes("", "3", "1957"), Wrong::IncompleteDate(vec!["day"])),
            (boxes("24", " ", ""), Wrong::IncompleteDate(vec!["month", "year"])),
            (boxes("24", "3", "57"), Wrong::YearDigits),
            (boxes("24", "3", "19570"), Wrong::YearDigits),
            (boxes("29", "2", "1957"), Wrong::NotADate),
            (boxes("24", "13", "1957"), Wrong::NotADate),
            (boxes("x", "3", "1957"), Wrong::NotADate),
            (boxes("24", "3", "195x"), Wrong::NotADate),
            (boxes("1", "1", "0000"), Wrong::NotADate),
            (boxes("24", "3", "٢٠٢٦"), Wrong::NotADate),
            ("yesterday".into(), Wrong::NotADate),
            ("1957-03-24T00:00".into(), Wrong::NotADate),
            (Given::YesNo(true), Wrong::Type),
        ] {
            assert_eq!(read(&given), Err(wrong));
        }
    }
}
