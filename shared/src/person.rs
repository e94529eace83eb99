//! What is said of a person besides names and numbers: sex, status, and the key names are searched by.

use std::str::FromStr;

use crate::latin::fold;
use crate::text_enum::{UnknownText, canonical_from_str, text_enum};

text_enum! {
    /// Administrative sex, the values of FHIR R4 `administrative-gender`.
    pub enum Sex ("sex") {
        Female => "female",
        Male => "male",
        Other => "other",
        Unknown => "unknown",
    }
}

text_enum! {
    /// Whether a patient may be written to: only active ones are.
    pub enum PatientStatus ("status") {
        Active => "active",
        Deceased => "deceased",
        /// No longer with the practice.
        Left => "left",
        /// Processing restricted at the patient's wish (UK GDPR, article 18).
        Restricted => "restricted",
    }
}

canonical_from_str!(PatientStatus);

/// Understands the words, their first letters, and the codes 0, 1, 2, 9 of the NHS Data Dictionary
/// (`PERSON STATED GENDER CODE`); nothing at all is unknown.
impl FromStr for Sex {
    type Err = UnknownText;
    fn from_str(text: &str) -> Result<Self, UnknownText> {
        match text.trim().to_ascii_lowercase().as_str() {
            "f" | "2" | "woman" => Ok(Self::Female),
            "m" | "1" | "man" => Ok(Self::Male),
            "o" | "9" | "x" | "indeterminate" | "non-binary" => Ok(Self::Other),
            "" | "u" | "0" | "not known" => Ok(Self::Unknown),
            other => Self::from_canonical(other),
        }
    }
}

/// The key a patient is sorted and prefix-searched by: family name first, both folded.
pub fn name_key(family: &str, given: &str) -> String {
    fold(&format!("{family} {given}"))
}

/// What a typed search text is compared with a [`name_key`] as: `Smith, J` finds `smith jane`.
pub fn search_key(typed: &str) -> String {
    fold(typed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sex_is_read_from_words_letters_and_nhs_codes() {
        for (text, sex) in [
            ("F", Sex::Female),
            ("male", Sex::Male),
            (" Female ", Sex::Female),
            ("1", Sex::Male),
            ("9", Sex::Other),
            ("", Sex::Unknown),
        ] {
            assert_eq!(text.parse(), Ok(sex), "{text}");
        }
        let error = "nonsense".parse::<Sex>().unwrap_err();
        assert_eq!(error.to_string(), "sex must be one of: female, male, other, unknown");
    }

    #[test]
    fn a_typed_name_is_a_prefix_of_the_key() {
        let key = name_key("O'Brien", "Zoë");
        assert_eq!(key, "obrien zoe");
        assert!(key.starts_with(&search_key("O’Brien, Z")));
    }
}
