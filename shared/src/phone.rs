//! Phone numbers in E.164 (ITU-T), read as British unless they say otherwise.

use std::fmt;
use std::str::FromStr;

use phonenumber::{Mode, Type, country};
use thiserror::Error;

/// A phone number in E.164, such as `+447700900123`. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct E164Phone {
    text: String,
    mobile: bool,
}

/// Why a text is no phone number. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PhoneError {
    #[error("the phone number is empty")]
    Empty,
    #[error(
        "a phone number has only digits, spaces, brackets, dots, hyphens and a leading +; character {position} is another"
    )]
    Character { position: usize },
    #[error("there is no such phone number; write it as 07700 900123, or with + and the country's code")]
    NotANumber,
}

impl E164Phone {
    /// Reads a number as people write it: `07700 900123`, `+44 (0)7700 900123`, `0044…`, or of another country with `+`.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let compact = compact(text)?;
        if let Some(subscriber) = uk_mobile(&compact) {
            return Ok(Self { text: format!("+44{subscriber}"), mobile: true });
        }
        parse_any(&compact)
    }

    /// `+447700900123`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it can receive an SMS: a mobile number, or one of a country where they look like any other.
    pub fn is_mobile(&self) -> bool {
        self.mobile
    }

    /// As people in the UK write it: `07700 900123`; the international form for other countries.
    pub fn national(&self) -> String {
        if let Some(shown) = national_mobile(&self.text) {
            return shown;
        }
        let mode = if self.text.starts_with("+44") { Mode::National } else { Mode::International };
        phonenumber::parse(None, &self.text)
            .map_or_else(|_| self.text.clone(), |number| number.format().mode(mode).to_string())
    }
}

/// A British mobile number as people in the UK write it; none for any other. Without the world's numbering plans, which would
/// weigh too much in the browser.
pub fn national_mobile(text: &str) -> Option<String> {
    let subscriber = uk_mobile(text)?;
    Some(format!("0{} {}", &subscriber[..4], &subscriber[4..]))
}

/// Reads a number by its shape alone, as British unless it begins with `+`: for the browser, see [`check_shape`]. Whether a
/// number that is not British can receive an SMS is not known here; it is taken for one that can.
pub fn parse_by_shape(text: &str) -> Result<E164Phone, PhoneError> {
    check_shape(text)?;
    let compact = compact(text)?;
    if let Some(subscriber) = uk_mobile(&compact) {
        return Ok(E164Phone { text: format!("+44{subscriber}"), mobile: true });
    }
    let mobile = compact.starts_with('+') && !compact.starts_with("+44");
    let text = if compact.starts_with('+') { compact } else { format!("+44{}", compact.trim_start_matches('0')) };
    Ok(E164Phone { text, mobile })
}

/// Whether a text could be a phone number, by its characters and its length alone (E.164: at most 15 digits). For the
/// browser, which does without the world's numbering plans; the server knows them and decides.
pub fn check_shape(text: &str) -> Result<(), PhoneError> {
    let compact = compact(text)?;
    let digits = compact.trim_start_matches('+').len();
    if (7..=15).contains(&digits) { Ok(()) } else { Err(PhoneError::NotANumber) }
}

/// Digits with at most a leading `+`; `00` is written as `+` and the `(0)` after the British code is dropped.
fn compact(text: &str) -> Result<String, PhoneError> {
    let mut compact = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        match character {
            '0'..='9' => compact.push(character),
            '+' if compact.is_empty() => compact.push('+'),
            ' ' | '\u{a0}' | '\t' | '-' | '‐' | '‑' | '–' | '.' | '(' | ')' | '/' => {}
            _ => {
                return Err(PhoneError::Character { position: text[..index].chars().count() + 1 });
            }
        }
    }
    if compact.is_empty() || compact == "+" {
        return Err(PhoneError::Empty);
    }
    if let Some(international) = compact.strip_prefix("00") {
        compact = format!("+{international}");
    }
    if let Some(subscriber) = compact.strip_prefix("+440") {
        compact = format!("+44{subscriber}");
    }
    Ok(compact)
}

/// The ten digits after `+44` of a British mobile number (Ofcom's National Telephone Numbering Plan, part A: 071 to 075
/// and 077 to 079, and 07624 of the Isle of Man; 070 are personal numbers and 076 pagers). The drama range
/// 07700 900000 to 900999 is among them. A lost leading zero, as spreadsheets do it, is forgiven.
fn uk_mobile(compact: &str) -> Option<&str> {
    if !compact.is_ascii() {
        return None;
    }
    let subscriber = match compact.len() {
        13 => compact.strip_prefix("+44")?,
        12 => compact.strip_prefix("44")?,
        11 => compact.strip_prefix('0')?,
        10 => compact,
        _ => return None,
    };
    let digits = subscriber.as_bytes();
    let mobile =
        digits[0] == b'7' && (matches!(digits[1], b'1'..=b'5' | b'7'..=b'9') || subscriber.starts_with("7624"));
    mobile.then_some(subscriber)
}

/// The general path, by the metadata of libphonenumber.
fn parse_any(compact: &str) -> Result<E164Phone, PhoneError> {
    let number = phonenumber::parse(Some(country::GB), compact).map_err(|_| PhoneError::NotANumber)?;
    if !number.is_valid() {
        return Err(PhoneError::NotANumber);
    }
    let kind = number.number_type(&phonenumber::metadata::DATABASE);
    Ok(E164Phone {
        text: number.format().mode(Mode::E164).to_string(),
        mobile: matches!(kind, Type::Mobile | Type::FixedLineOrMobile),
    })
}

impl FromStr for E164Phone {
    type Err = PhoneError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for E164Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for E164Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("E164Phone(hidden)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_to_write_a_mobile_number_is_one_number() {
        for text in [
            "07700900123",
            "07700 900123",
            "+447700900123",
            "+44 (0)7700 900 123",
            "00447700900123",
            "447700900123",
            "7700900123",
            "(07700) 900-123",
        ] {
            let phone = E164Phone::parse(text).unwrap();
            assert_eq!(phone.as_str(), "+447700900123", "{text}");
            assert!(phone.is_mobile());
            assert_eq!(phone.national(), "07700 900123");
        }
    }

    #[test]
    fn a_landline_is_a_number_but_no_mobile() {
        let phone = E164Phone::parse("020 7946 0018").unwrap();
        assert_eq!(phone.as_str(), "+442079460018");
        assert!(!phone.is_mobile());
        assert_eq!(phone.national(), "020 7946 0018");
    }

    #[test]
    fn a_foreign_number_needs_its_code() {
        let phone = E164Phone::parse("+33 6 31 96 65 43").unwrap();
        assert_eq!(phone.as_str(), "+33631966543");
        assert!(phone.is_mobile());
        assert_eq!(phone.national(), "+33 6 31 96 65 43");
    }

    #[test]
    fn personal_numbers_and_pagers_are_not_mobile() {
        for text in ["07000 123456", "07640 123456"] {
            assert!(E164Phone::parse(text).is_ok_and(|phone| !phone.is_mobile()) || E164Phone::parse(text).is_err());
        }
        assert!(E164Phone::parse("07624 123456").unwrap().is_mobile());
    }

    #[test]
    fn the_shape_alone_finds_slips() {
        assert_eq!(check_shape("07700 900123"), Ok(()));
        assert_eq!(check_shape("+33 6 31 96 65 43"), Ok(()));
        assert_eq!(check_shape("07700 90O123"), Err(PhoneError::Character { position: 9 }));
        assert_eq!(check_shape("12345"), Err(PhoneError::NotANumber));
    }

    #[test]
    fn what_the_browser_reads_by_shape_is_what_the_server_reads() {
        for text in ["07700 900123", "+44 (0)7700 900 123", "020 7946 0018", "+33 6 31 96 65 43", "0033 631966543"] {
            let (quick, full) = (parse_by_shape(text).unwrap(), E164Phone::parse(text).unwrap());
            assert_eq!((quick.as_str(), quick.is_mobile()), (full.as_str(), full.is_mobile()), "{text}");
        }
        assert_eq!(parse_by_shape("12345"), Err(PhoneError::NotANumber));
    }

    #[test]
    fn the_error_says_what_is_wrong() {
        assert_eq!(E164Phone::parse("  "), Err(PhoneError::Empty));
        assert_eq!(E164Phone::parse("07700 90O123"), Err(PhoneError::Character { position: 9 }));
        for text in ["12", "0770090012", "077009001234", "7.7009E+09", "+999123456789"] {
            assert!(E164Phone::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_drama_range_reads_back_from_its_display(last in 0..1000_u32) {
            let phone = E164Phone::parse(&format!("07700 900{last:03}")).unwrap();
            prop_assert_eq!(E164Phone::parse(&phone.national()).unwrap(), phone.clone());
            prop_assert_eq!(E164Phone::parse(phone.as_str()).unwrap(), phone);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "[+0-9 ()]{0,20}") {
            if let Ok(phone) = E164Phone::parse(&text) {
                let _ = phone.national();
            }
        }
    }
}
