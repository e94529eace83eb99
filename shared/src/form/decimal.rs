//! Numbers people type: exact, at most nine digits before the point and six after it.
//!
//! Fifteen digits pass through a JSON number (IEEE 754 binary64) and back unchanged.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// Digits after the point that are kept.
pub const PLACES: u8 = 6;
const DIGITS: usize = 9; // before the point
const UNIT: i64 = 1_000_000;
const LARGEST: i64 = 999_999_999_999_999; // nine digits and six places, below 2^53

/// An exact number in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecimalError {
    #[error("a number has only digits, a sign and one decimal point")]
    Format,
    #[error("a number has at most {DIGITS} digits before the point")]
    TooLarge,
    #[error("a number has at most {PLACES} digits after the point")]
    TooManyPlaces,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Reads `12`, `-3.5`, `+7`, `.5` and `1,250.75`, with spaces around ignored.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let text = text.trim();
        let (negative, digits) = match text.chars().next() {
            Some(sign @ ('-' | '−')) => (true, &text[sign.len_utf8()..]),
            Some('+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = without_separators(whole)?;
        if (whole.is_empty() && fraction.is_empty()) || !all_digits(&whole) || !all_digits(fraction) {
            return Err(DecimalError::Format);
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        if whole.len() > DIGITS {
            return Err(DecimalError::TooLarge);
        }
        if fraction.len() > usize::from(PLACES) {
            return Err(DecimalError::TooManyPlaces);
        }
        let padded = format!("{whole}{fraction:0<places$}", places = usize::from(PLACES));
        let millionths: i64 = padded.parse().map_err(|_| DecimalError::Format)?;
        Ok(Self(if negative { -millionths } else { millionths }))
    }

    /// In millionths: the exact number as an integer, as databases hold it.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The number of so many millionths; none beyond what a form's numbers can be.
    pub fn from_millionths(millionths: i64) -> Option<Self> {
        (millionths.unsigned_abs() <= LARGEST.unsigned_abs()).then_some(Self(millionths))
    }

    /// How many digits after the point are needed.
    pub fn places(self) -> u8 {
        let mut rest = self.0;
        let mut places = PLACES;
        while places > 0 && rest % 10 == 0 {
            rest /= 10;
            places -= 1;
        }
        places
    }

    /// The whole number, where it is one.
    pub fn whole(self) -> Option<i64> {
        (self.0 % UNIT == 0).then_some(self.0 / UNIT)
    }

    /// The sum, held at the ends of what can be told apart.
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0).clamp(-LARGEST, LARGEST))
    }
}

impl From<i32> for Decimal {
    fn from(whole: i32) -> Self {
        Self((i64::from(whole) * UNIT).clamp(-LARGEST, LARGEST))
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Takes commas between groups of three away: `1,250` is 1250, and `1,5` is no number.
fn without_separators(whole: &str) -> Result<String, DecimalError> {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return Err(DecimalError::Format);
        }
        joined.push_str(group);
    }
    Ok(joined)
}

impl FromStr for Decimal {
    type Err = DecimalError;
    fn from_str(text: &str) -> Result<Self, DecimalError> {
        Self::parse(text)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let (whole, fraction) = (size / UNIT.unsigned_abs(), size % UNIT.unsigned_abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        if fraction == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let fraction = format!("{fraction:06}");
            write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
        }
    }
}

impl TryFrom<f64> for Decimal {
    type Error = DecimalError;
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "bounded below 2^53 just before")]
    fn try_from(number: f64) -> Result<Self, DecimalError> {
        let millionths = (number * UNIT as f64).round();
        if !(-(LARGEST as f64)..=LARGEST as f64).contains(&millionths) {
            return Err(DecimalError::TooLarge);
        }
        let decimal = Self(millionths as i64);
        if decimal.to_f64().to_bits() == (number + 0.0).to_bits() {
            Ok(decimal)
        } else {
            Err(DecimalError::TooManyPlaces)
        }
    }
}

impl Decimal {
    /// The nearest binary number, from which the exact one can be read back.
    #[allow(clippy::cast_precision_loss, reason = "both are below 2^53")]
    fn to_f64(self) -> f64 {
        self.0 as f64 / UNIT as f64
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.whole() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.to_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer)?.try_into().map_err(de::Error::custom)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A number with at most nine digits before the point and six after it.",
            "type": "number",
            "minimum": -999_999_999.999_999,
            "maximum": 999_999_999.999_999
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, shown) in [
            ("12", "12"),
            (" -3.50 ", "-3.5"),
            ("−1", "-1"),
            ("+7", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1,250.75", "1250.75"),
            ("000012", "12"),
            ("-0", "0"),
            ("999,999,999.999999", "999999999.999999"),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn the_error_says_what_is_wrong() {
        for text in ["", ".", "-", "1,5", ",500", "1,2500", "1.2.3", "1e3", "0x1", "twelve", "1 000", "--1", "٣"] {
            assert_eq!(Decimal::parse(text), Err(DecimalError::Format), "{text}");
        }
        assert_eq!(Decimal::parse("1000000000"), Err(DecimalError::TooLarge));
        assert_eq!(Decimal::parse("0.1234567"), Err(DecimalError::TooManyPlaces));
    }

    #[test]
    fn json_is_a_plain_number() {
        for json in ["12", "-3.5", "0.1", "999999999.999999"] {
            let number: Decimal = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), json);
        }
        for json in ["1e300", "1000000000", "0.0000001", "\"1\""] {
            assert!(serde_json::from_str::<Decimal>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn places_are_those_needed() {
        for (text, places) in [("12", 0), ("1.50", 1), ("0.000001", 6), ("0", 0)] {
            assert_eq!(Decimal::parse(text).unwrap().places(), places, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_survives_text_and_json(millionths in -LARGEST..=LARGEST) {
            let number = Decimal(millionths);
            prop_assert_eq!(Decimal::parse(&number.to_string()), Ok(number));
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<Decimal>(&json).unwrap(), number);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "[-+0-9.,e −]{0,20}") {
            let _ = Decimal::parse(&text);
        }
    }
}
