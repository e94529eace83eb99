//! The NHS number: ten digits, the last a check digit by modulus 11.
//!
//! Source: NHS Data Dictionary, attribute `NHS NUMBER`. Numbers from 999 000 0000 on are kept for tests.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// An NHS number with a right check digit. `Debug` hides it, so that it reaches no log by accident.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NhsNumber(u64);

/// Why a text is no NHS number. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NhsNumberError {
    #[error("an NHS number has 10 digits, this has {digits}")]
    Length { digits: usize },
    #[error("an NHS number has only digits, spaces and hyphens; character {position} is another")]
    Character { position: usize },
    #[error("the check digit of this NHS number is wrong; look for a mistyped or swapped digit")]
    CheckDigit,
}

impl NhsNumber {
    /// Reads ten digits, with any spaces and hyphens between them.
    pub fn parse(text: &str) -> Result<Self, NhsNumberError> {
        let mut digits = 0;
        let mut number: u64 = 0;
        for (index, character) in text.trim().chars().enumerate() {
            match character.to_digit(10) {
                Some(digit) => {
                    digits += 1;
                    number = number.saturating_mul(10).saturating_add(u64::from(digit));
                }
                None if matches!(character, ' ' | '-' | '\u{a0}') => {}
                None => {
                    return Err(NhsNumberError::Character { position: index + 1 });
                }
            }
        }
        if digits != 10 {
            return Err(NhsNumberError::Length { digits });
        }
        if check_digit(number / 10) == Some(number % 10) { Ok(Self(number)) } else { Err(NhsNumberError::CheckDigit) }
    }

    /// The number with these first nine digits; none where the check digit would be 10, or the digits are more than nine.
    pub fn from_first_nine(first_nine: u32) -> Option<Self> {
        let first_nine = u64::from(first_nine);
        if first_nine > 999_999_999 {
            return None;
        }
        check_digit(first_nine).map(|check| Self(first_nine * 10 + check))
    }

    /// The ten digits without spaces, as stored and compared.
    pub fn digits(self) -> String {
        format!("{:010}", self.0)
    }
}

/// Digits weighted 10 down to 2, summed, taken from 11 modulo 11; 11 counts as 0 and 10 is no check digit.
fn check_digit(first_nine: u64) -> Option<u64> {
    let mut rest = first_nine;
    let mut sum = 0;
    for weight in 2..=10 {
        sum += rest % 10 * weight;
        rest /= 10;
    }
    match (11 - sum % 11) % 11 {
        10 => None,
        check => Some(check),
    }
}

impl FromStr for NhsNumber {
    type Err = NhsNumberError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Grouped as people read it: `999 123 4567`.
impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.0;
        write!(f, "{:03} {:03} {:04}", number / 10_000_000, number / 10_000 % 1000, number % 10_000)
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(hidden)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_example_is_accepted_with_and_without_spaces() {
        // The example of the NHS Data Dictionary and of many NHS forms.
        let number = NhsNumber::parse("943 476 5919").unwrap();
        assert_eq!(number.digits(), "9434765919");
        assert_eq!(NhsNumber::parse(" 943-476-5919 "), Ok(number));
        assert_eq!(NhsNumber::parse("9434765919"), Ok(number));
        assert_eq!(number.to_string(), "943 476 5919");
    }

    #[test]
    fn the_error_says_what_is_wrong() {
        assert_eq!(NhsNumber::parse("943476591"), Err(NhsNumberError::Length { digits: 9 }));
        assert_eq!(NhsNumber::parse(""), Err(NhsNumberError::Length { digits: 0 }));
        assert_eq!(NhsNumber::parse("943 476 591X"), Err(NhsNumberError::Character { position: 12 }));
        assert_eq!(NhsNumber::parse("9434765918"), Err(NhsNumberError::CheckDigit));
    }

    #[test]
    fn a_check_digit_of_ten_makes_no_number() {
        let without = (999_000_000..999_000_100).filter(|&nine| NhsNumber::from_first_nine(nine).is_none()).count();
        assert!((5..15).contains(&without), "about one in eleven, not {without}");
        assert_eq!(NhsNumber::from_first_nine(1_000_000_000), None);
    }

    #[test]
    fn debug_output_hides_the_number() {
        assert_eq!(format!("{:?}", NhsNumber::parse("9434765919").unwrap()), "NhsNumber(hidden)");
    }

    proptest! {
        #[test]
        fn every_made_number_reads_back(nine in 0..=999_999_999_u32) {
            if let Some(number) = NhsNumber::from_first_nine(nine) {
                prop_assert_eq!(NhsNumber::parse(&number.digits()), Ok(number));
                prop_assert_eq!(NhsNumber::parse(&number.to_string()), Ok(number));
            }
        }

        #[test]
        fn one_changed_digit_is_always_noticed(nine in 0..=999_999_999_u32, at in 0..10_usize, by in 1..10_u8) {
            if let Some(number) = NhsNumber::from_first_nine(nine) {
                let mut digits = number.digits().into_bytes();
                digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
                let changed = String::from_utf8(digits).unwrap();
                prop_assert_eq!(NhsNumber::parse(&changed), Err(NhsNumberError::CheckDigit));
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = NhsNumber::parse(&text);
        }
    }
}
