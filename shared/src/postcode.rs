//! UK postcodes in their usual form; foreign ones stay as they were written.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A UK postcode in capitals with one space: `SW1A 1AA`. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode(String);

/// A text that has not the shape of a UK postcode (BS 7666-0; Royal Mail Programmers' Guide to PAF).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a UK postcode looks like SW1A 1AA")]
pub struct PostcodeError;

impl Postcode {
    /// Reads a postcode in any case, with or without spaces. Checks the shape, not that it exists.
    pub fn parse(text: &str) -> Result<Self, PostcodeError> {
        let compact = comparison_key(text);
        if !compact.is_ascii() || !(5..=7).contains(&compact.len()) {
            return Err(PostcodeError);
        }
        let (outward, inward) = compact.split_at(compact.len() - 3);
        if is_outward(outward) && is_inward(inward) {
            Ok(Self(format!("{outward} {inward}")))
        } else {
            Err(PostcodeError)
        }
    }

    /// `SW1A 1AA`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The district: `SW1A`.
    pub fn outward(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }
}

/// The usual form of a UK postcode; any other text trimmed, in capitals, with single spaces.
pub fn normalise_lenient(text: &str) -> String {
    match Postcode::parse(text) {
        Ok(postcode) => postcode.0,
        Err(PostcodeError) => text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase(),
    }
}

/// A postcode or the beginning of one in capitals without spaces, the form in which prefixes are compared.
pub fn comparison_key(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_uppercase).collect()
}

fn shape(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            'A'..='Z' => 'A',
            '0'..='9' => '9',
            _ => '?',
        })
        .collect()
}

fn is_outward(outward: &str) -> bool {
    matches!(shape(outward).as_str(), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A") || outward == "GIR"
}

/// A digit and two letters, none of those easily misread.
fn is_inward(inward: &str) -> bool {
    shape(inward) == "9AA" && !inward.contains(['C', 'I', 'K', 'M', 'O', 'V'])
}

impl FromStr for Postcode {
    type Err = PostcodeError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Postcode(hidden)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_shape_gets_capitals_and_one_space() {
        for (text, usual) in [
            ("sw1a1aa", "SW1A 1AA"),
            ("M1  1ae", "M1 1AE"),
            (" b338th", "B33 8TH"),
            ("cr2 6xh", "CR2 6XH"),
            ("DN55 1PT", "DN55 1PT"),
            ("w1a 0ax", "W1A 0AX"),
            ("gir0aa", "GIR 0AA"),
        ] {
            assert_eq!(Postcode::parse(text).unwrap().as_str(), usual);
        }
        assert_eq!(Postcode::parse("SW1A 1AA").unwrap().outward(), "SW1A");
    }

    #[test]
    fn other_texts_are_no_uk_postcode() {
        for text in ["", "12345", "SW1A", "SW1A 1CA", "1SW 1AA", "ÄB1 1AA", "SW1A 1AAA"] {
            assert_eq!(Postcode::parse(text), Err(PostcodeError), "{text}");
        }
    }

    #[test]
    fn a_foreign_code_stays() {
        assert_eq!(normalise_lenient(" 02139-4307 "), "02139-4307");
        assert_eq!(normalise_lenient("d02  x285"), "D02 X285");
        assert_eq!(normalise_lenient("sw1a1aa"), "SW1A 1AA");
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(text in "[ a-zA-Z0-9-]{0,12}") {
            let once = normalise_lenient(&text);
            prop_assert_eq!(normalise_lenient(&once), once);
        }
    }
}
