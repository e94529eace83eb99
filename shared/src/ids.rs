//! Typed ids: a number in the database, `patient-123` everywhere a person or a program sees it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// Why a text is not the id that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdError {
    /// The id of another kind of thing, such as a campaign's where a patient's is wanted.
    #[error("this is the id of a {found}; the id of a {expected} looks like {expected}-123")]
    WrongKind { expected: &'static str, found: &'static str },
    /// No id at all.
    #[error("this is not an id; the id of a {expected} looks like {expected}-123")]
    Malformed { expected: &'static str },
}

macro_rules! ids {
    ($( $(#[$meta:meta])* $name:ident => $kind:literal, )+) => {
        /// The kinds of all ids, the part of the text before the number.
        pub const KINDS: &[&str] = &[ $( $kind, )+ ];

        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(i64);

            impl $name {
                /// The part of the text before the number.
                pub const KIND: &'static str = $kind;

                /// The number in the database.
                pub const fn get(self) -> i64 {
                    self.0
                }
            }

            impl From<i64> for $name {
                fn from(number: i64) -> Self {
                    Self(number)
                }
            }

            impl From<$name> for i64 {
                fn from(id: $name) -> Self {
                    id.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, concat!($kind, "-{}"), self.0)
                }
            }

            impl FromStr for $name {
                type Err = IdError;
                fn from_str(text: &str) -> Result<Self, IdError> {
                    number_of($kind, text).map(Self)
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                    text.parse().map_err(de::Error::custom)
                }
            }
        )+
    };
}

ids! {
    /// A person in the practice's database.
    PatientId => "patient",
    /// One uploaded file and what became of it.
    ImportId => "import",
    /// A campaign.
    CampaignId => "campaign",
    /// One patient in one campaign.
    RecipientId => "recipient",
    /// One channel of one wave to one recipient.
    MessageId => "message",
    /// A saved report.
    ReportId => "report",
    /// One frozen run of a report.
    ReportRunId => "report-run",
    /// An encrypted copy of everything.
    SnapshotId => "snapshot",
    /// A member of staff who signs in.
    UserId => "user",
    /// An external system with client credentials.
    ApiClientId => "client",
    /// A named list of codes.
    CodeSetId => "code-set",
    /// A text to start from.
    SavedTemplateId => "saved-template",
    /// One link of the audit chain.
    AuditEventId => "audit-event",
    /// A contact point that must not be used.
    SuppressionId => "suppression",
    /// One piece of queued work.
    JobId => "job",
    /// A form with all its versions.
    FormId => "form",
    /// One published version of a form.
    FormVersionId => "form-version",
    /// What somebody answered to a form.
    FormResponseId => "form-response",
}

/// Only the canonical text is an id, so that equal ids are equal texts: no sign, no leading zero, no spaces.
fn number_of(expected: &'static str, text: &str) -> Result<i64, IdError> {
    let malformed = IdError::Malformed { expected };
    let Some((kind, digits)) = text.rsplit_once('-') else {
        return Err(malformed);
    };
    if kind != expected {
        return Err(match KINDS.iter().copied().find(|known| *known == kind) {
            Some(found) => IdError::WrongKind { expected, found },
            None => malformed,
        });
    }
    let canonical = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    match digits.parse() {
        Ok(number) if canonical => Ok(number),
        _ => Err(malformed),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_reads_as_its_kind_and_number() {
        assert_eq!(ReportRunId::from(7).to_string(), "report-run-7");
        assert_eq!("report-run-7".parse(), Ok(ReportRunId::from(7)));
        assert_eq!(serde_json::to_string(&PatientId::from(3)).unwrap(), "\"patient-3\"");
    }

    #[test]
    fn an_id_of_another_kind_is_named() {
        let error = "campaign-5".parse::<PatientId>().unwrap_err();
        assert_eq!(error, IdError::WrongKind { expected: "patient", found: "campaign" });
        assert!("report-5".parse::<ReportRunId>().is_err());
        assert!("report-run-5".parse::<ReportId>().is_err());
    }

    #[test]
    fn only_the_canonical_text_is_an_id() {
        for text in [
            "",
            "5",
            "patient",
            "patient-",
            "patient-+5",
            "patient-05",
            "patient--5",
            "Patient-5",
            " patient-5",
            "patient-9223372036854775808",
        ] {
            assert!(text.parse::<PatientId>().is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_id_survives_text_and_json(number in 0..=i64::MAX) {
            let id = AuditEventId::from(number);
            prop_assert_eq!(id.to_string().parse::<AuditEventId>(), Ok(id));
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(serde_json::from_str::<AuditEventId>(&json).unwrap(), id);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = text.parse::<PatientId>();
        }
    }
}
