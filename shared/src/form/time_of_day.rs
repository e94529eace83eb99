//! Times of day: `14:30` on the 24-hour clock, read also as people type them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// Minutes since midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

/// A text that is no time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a time is written 14:30, 2:30pm or 2pm")]
pub struct TimeOfDayError;

impl TimeOfDay {
    /// A time by the 24-hour clock.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        (hour < 24 && minute < 60).then_some(Self(hour * 60 + minute))
    }

    /// `2:30pm`, `2pm`, as people in the UK say it.
    pub fn in_words(self) -> String {
        let (hour, minute) = (self.0 / 60, self.0 % 60);
        let half = if hour < 12 { "am" } else { "pm" };
        let shown = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
        if minute == 0 { format!("{shown}{half}") } else { format!("{shown}:{minute:02}{half}") }
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeOfDayError;
    fn from_str(text: &str) -> Result<Self, TimeOfDayError> {
        let text = text.trim().to_ascii_lowercase().replace('.', ":");
        let afternoon = [("am", false), ("pm", true), ("a:m:", false), ("p:m:", true)].into_iter().find_map(
            |(ending, afternoon)| text.strip_suffix(ending).map(|clock| (clock.trim().to_owned(), afternoon)),
        );
        let (clock, afternoon) = match afternoon {
            Some((clock, afternoon)) => (clock, Some(afternoon)),
            None => (text, None),
        };
        let (hour, minute) = match clock.split_once(':') {
            Some((hour, minute)) => (number(hour, 1)?, number(minute, 2)?),
            None if afternoon.is_some() => (number(&clock, 1)?, 0),
            None => return Err(TimeOfDayError),
        };
        let hour = match afternoon {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return Err(TimeOfDayError),
            Some(false) => hour % 12,
            Some(true) => hour % 12 + 12,
        };
        Self::new(hour, minute).ok_or(TimeOfDayError)
    }
}

fn number(digits: &str, shortest: usize) -> Result<u16, TimeOfDayError> {
    let right = (shortest..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if right { digits.parse().map_err(|_| TimeOfDayError) } else { Err(TimeOfDayError) }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for TimeOfDay {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TimeOfDay".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A time of day on the 24-hour clock, such as `14:30`.",
            "type": "string",
            "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        for (text, time) in [
            ("14:30", "14:30"),
            ("9:05", "09:05"),
            ("2:30pm", "14:30"),
            ("2.30 PM", "14:30"),
            ("2pm", "14:00"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
            ("9 a.m.", "09:00"),
        ] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), time, "{text}");
        }
        for text in ["", "14", "24:00", "12:60", "13pm", "0am", "1:2", "pm", "1:2:3", "half past two"] {
            assert_eq!(text.parse::<TimeOfDay>(), Err(TimeOfDayError), "{text}");
        }
    }

    #[test]
    fn a_time_reads_as_people_say_it() {
        for (text, words) in [("00:00", "12am"), ("09:05", "9:05am"), ("12:00", "12pm"), ("14:30", "2:30pm")] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().in_words(), words);
        }
    }

    proptest! {
        #[test]
        fn every_time_reads_back(minutes in 0..1440_u16) {
            let time = TimeOfDay(minutes);
            prop_assert_eq!(time.to_string().parse::<TimeOfDay>(), Ok(time));
            prop_assert_eq!(time.in_words().parse::<TimeOfDay>(), Ok(time));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "[0-9:. apmé]{0,12}") {
            let _ = text.parse::<TimeOfDay>();
        }
    }
}
