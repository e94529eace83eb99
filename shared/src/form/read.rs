//! A form from its JSON text, with messages for people who wrote it by hand or got it from elsewhere.

use serde::Deserialize;
use thiserror::Error;

use super::schema::{FORMAT, FormSchema};

/// Bytes of a form's JSON; the largest allowed form with several languages takes about a third of it.
pub const LARGEST: usize = 2_000_000;

/// Why a text is no form.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    #[error("the form has {bytes} bytes and at most {LARGEST} are allowed; split it into several forms")]
    TooLarge { bytes: usize },
    #[error(
        "the form is of format {found} and this program knows up to {FORMAT}; use a newer Recall, or export it again"
    )]
    Format { found: u64 },
    #[error("this is a FHIR {kind}, not a form; bring a Questionnaire in with the FHIR import")]
    Fhir { kind: String },
    #[error("this is not a form: {reason}")]
    Shape { reason: String },
}

/// What is looked at before anything else.
#[derive(Deserialize)]
struct Head {
    format: Option<u64>,
    #[serde(rename = "resourceType")]
    resource_type: Option<String>,
}

impl FormSchema {
    /// Reads the JSON of a form. What is read has the right shape; [`super::check`] tells whether it makes sense.
    pub fn read(json: &str) -> Result<Self, ReadError> {
        if json.len() > LARGEST {
            return Err(ReadError::TooLarge { bytes: json.len() });
        }
        let shape = |error: serde_json::Error| ReadError::Shape { reason: error.to_string() };
        let head: Head = serde_json::from_str(json).map_err(shape)?;
        if let Some(kind) = head.resource_type {
            let kind = kind.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
            return Err(ReadError::Fhir { kind });
        }
        match head.format {
            Some(found) if found == 0 || found > u64::from(FORMAT) => Err(ReadError::Format { found }),
            _ => serde_json::from_str(json).map_err(shape),
        }
    }

    /// The JSON of the form, indented for people.
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_error_says_what_is_wrong_and_where() {
        let message = |json: &str| FormSchema::read(json).unwrap_err().to_string();
        assert!(message("").starts_with("this is not a form: EOF"), "{}", message(""));
        assert!(message("[]").contains("line 1 column"), "{}", message("[]"));
        assert!(message(r#"{"format":2}"#).contains("format 2 and this program knows up to 1"));
        assert!(message(r#"{"format":0}"#).contains("format 0"));
        assert!(message(r#"{"resourceType":"Questionnaire"}"#).contains("FHIR Questionnaire"));
        let unknown = r#"{"format":1,"kind":"consent","languages":["en"],"title":{"en":"T"},"pagess":[]}"#;
        assert!(message(unknown).contains("unknown field `pagess`"), "{}", message(unknown));
        let kind = r#"{"format":1,"kind":"survey","languages":["en"],"title":{"en":"T"},"pages":[]}"#;
        assert!(
            message(kind).contains("form kind must be one of: acknowledgement, booking-request"),
            "{}",
            message(kind)
        );
        let rule = format!(r#"{}{{"answered":"a"}}{}"#, r#"{"not":"#.repeat(1_000), "}".repeat(1_000));
        let pages = format!(r#"[{{"id":"p","showIf":{rule},"sections":[]}}]"#);
        let deep =
            format!(r#"{{"format":1,"kind":"consent","languages":["en"],"title":{{"en":"T"}},"pages":{pages}}}"#);
        assert!(message(&deep).contains("recursion limit"), "{}", message(&deep));
        assert!(message(&" ".repeat(LARGEST + 1)).contains("split it into several forms"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = FormSchema::read(&String::from_utf8_lossy(&bytes));
        }
    }
}
