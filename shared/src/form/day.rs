//! Days in a form: fixed ones, ones counted from today, and dates as people type them.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

const FARTHEST: i32 = 100_000; // days, weeks, months or years from today; no limit is meant to be farther

/// The months as they are written in English.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day as a limit or a default: `2026-11-23`, `today`, `today+30d`, `today-16y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    On(NaiveDate),
    /// So many units after today, before it where negative.
    FromToday {
        count: i32,
        unit: DayUnit,
    },
}

/// What days are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayUnit {
    Days,
    Weeks,
    Months,
    Years,
}

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a day is written 2026-11-23, today, today+30d or today-16y (d days, w weeks, m months, y years)")]
pub struct DayError;

impl Day {
    /// Today itself.
    pub const TODAY: Self = Self::FromToday { count: 0, unit: DayUnit::Days };

    /// The day it is when today is `today`; none far outside the calendar.
    pub fn resolve(self, today: NaiveDate) -> Option<NaiveDate> {
        let Self::FromToday { count, unit } = self else {
            let Self::On(date) = self else { return None };
            return Some(date);
        };
        let size = count.unsigned_abs();
        let days = |size: u64| {
            if count < 0 { today.checked_sub_days(Days::new(size)) } else { today.checked_add_days(Days::new(size)) }
        };
        let months = |size: u32| {
            let months = Months::new(size);
            if count < 0 { today.checked_sub_months(months) } else { today.checked_add_months(months) }
        };
        match unit {
            DayUnit::Days => days(u64::from(size)),
            DayUnit::Weeks => days(u64::from(size) * 7),
            DayUnit::Months => months(size),
            DayUnit::Years => months(size.checked_mul(12)?),
        }
    }
}

impl FromStr for Day {
    type Err = DayError;
    fn from_str(text: &str) -> Result<Self, DayError> {
        let Some(offset) = text.strip_prefix("today") else {
            return parse_iso(text).map(Self::On).ok_or(DayError);
        };
        if offset.is_empty() {
            return Ok(Self::TODAY);
        }
        let (unit, number) =
            [('d', DayUnit::Days), ('w', DayUnit::Weeks), ('m', DayUnit::Months), ('y', DayUnit::Years)]
                .into_iter()
                .find_map(|(letter, unit)| Some((unit, offset.strip_suffix(letter)?)))
                .ok_or(DayError)?;
        let digits = number.strip_prefix(['+', '-']).ok_or(DayError)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(DayError);
        }
        match number.parse::<i32>() {
            Ok(0) => Ok(Self::TODAY),
            Ok(count) if count.abs() <= FARTHEST => Ok(Self::FromToday { count, unit }),
            _ => Err(DayError),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => f.write_str(&iso(*date)),
            Self::FromToday { count: 0, .. } => f.write_str("today"),
            Self::FromToday { count, unit } => {
                let letter = match unit {
                    DayUnit::Days => 'd',
                    DayUnit::Weeks => 'w',
                    DayUnit::Months => 'm',
                    DayUnit::Years => 'y',
                };
                write!(f, "today{count:+}{letter}")
            }
        }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A day: `2026-11-23`, `today`, `today+30d` or `today-16y` (d days, w weeks, m months, y years).",
            "type": "string",
            "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|today([+-][0-9]{1,6}[dwmy])?)$"
        })
    }
}

/// `2026-11-23`.
pub fn iso(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Reads exactly `2026-11-23`.
pub fn parse_iso(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    NaiveDate::from_ymd_opt(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
}

/// `23 November 2026`.
pub fn in_words(date: NaiveDate) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// The number of a month written as a number, a name or the first three letters of one.
pub fn month_number(text: &str) -> Option<u32> {
    let text = text.trim();
    if !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|month| (1..=12).contains(month));
    }
    let named = |name: &&str| {
        text.eq_ignore_ascii_case(name)
            || (text.len() >= 3 && name.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text)))
    };
    let index = MONTHS.iter().position(named)?;
    u32::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        parse_iso(text).unwrap()
    }

    #[test]
    fn days_are_fixed_or_counted_from_today() {
        let today = date("2026-11-23");
        for (text, day) in [
            ("2026-01-31", "2026-01-31"),
            ("today", "2026-11-23"),
            ("today+30d", "2026-12-23"),
            ("today-1w", "2026-11-16"),
            ("today+3m", "2027-02-23"),
            ("today-16y", "2010-11-23"),
        ] {
            let parsed: Day = text.parse().unwrap();
            assert_eq!(parsed.resolve(today), Some(date(day)), "{text}");
            assert_eq!(parsed.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["", "tomorrow", "2026-02-30", "26-01-01", "today+", "today+d", "today5d", "today+-5d", "today+5h"]
        {
            assert_eq!(text.parse::<Day>(), Err(DayError), "{text}");
        }
        assert_eq!("today+100001d".parse::<Day>(), Err(DayError));
    }

    #[test]
    fn a_month_has_a_number_and_a_name() {
        for (text, month) in [("1", 1), ("01", 1), ("March", 3), ("mar", 3), ("SEPT", 9), (" dec ", 12)] {
            assert_eq!(month_number(text), Some(month), "{text}");
        }
        for text in ["", "0", "13", "001", "ma", "marchy", "é"] {
            assert_eq!(month_number(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_reads_as_people_write_it() {
        assert_eq!(in_words(date("2026-11-03")), "3 November 2026");
        assert_eq!(iso(date("2026-11-03")), "2026-11-03");
        assert_eq!(parse_iso("2026-1-03"), None);
        assert_eq!(parse_iso("+026-01-03"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parsers_panic(text in "(today)?[-+0-9dwmyé]{0,12}") {
            if let Ok(day) = text.parse::<Day>() {
                let _ = day.resolve(date("2026-11-23"));
                prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
            }
            let _ = month_number(&text);
        }
    }
}
