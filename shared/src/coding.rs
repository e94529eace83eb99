//! Coded conditions: code systems, codes, and the items of the `conditions` column.

use std::borrow::Cow;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text_enum::{UnknownText, text_enum};

text_enum! {
    /// Where a code comes from.
    pub enum CodeSystem ("code system") {
        SnomedCt => "snomed",
        Icd10 => "icd10",
        /// Read codes version 2, used in the UK until 2018.
        Read => "read",
        /// A code of the practice's own.
        Local => "local",
    }
}

impl CodeSystem {
    /// The system's URI, as FHIR R4 names it where it does.
    pub const fn uri(self) -> &'static str {
        match self {
            Self::SnomedCt => "http://snomed.info/sct",
            Self::Icd10 => "http://hl7.org/fhir/sid/icd-10",
            Self::Read => "http://read.info/readv2",
            Self::Local => "urn:recall:local",
        }
    }

    /// The name a person knows it by.
    pub const fn title(self) -> &'static str {
        match self {
            Self::SnomedCt => "SNOMED CT",
            Self::Icd10 => "ICD-10",
            Self::Read => "Read",
            Self::Local => "Local",
        }
    }

    /// One spelling for each code, so that equal codes are equal texts: ICD-10 in capitals with the dot after the
    /// third character (`j459` → `J45.9`), anything else trimmed (Read codes tell cases apart).
    pub fn normalise(self, code: &str) -> Cow<'_, str> {
        let code = code.trim();
        if self != Self::Icd10 {
            return Cow::Borrowed(code);
        }
        let mut usual = code.to_ascii_uppercase();
        if usual.len() > 3 && usual.is_ascii() && !usual.contains(['.', '-']) {
            usual.insert(3, '.');
        }
        Cow::Owned(usual)
    }
}

/// Understands the URI, the short name and the title, whatever their case.
impl FromStr for CodeSystem {
    type Err = UnknownText;
    fn from_str(text: &str) -> Result<Self, UnknownText> {
        let text = text.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|system| {
                text.trim_end_matches('/').eq_ignore_ascii_case(system.uri())
                    || text.eq_ignore_ascii_case(system.title())
            })
            .map_or_else(|| Self::from_canonical(text), Ok)
    }
}

/// A code of a system, with the words it stands for (empty where the source gave none).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Coding {
    pub system: CodeSystem,
    pub code: String,
    pub term: String,
}

/// One item of the `conditions` column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConditionItem {
    /// `system|code|term` or `system|code`.
    Coded(Coding),
    /// A code or a term alone, for a code set to recognise.
    Bare(String),
}

/// Why an item of the `conditions` column cannot be read. Never holds the item.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConditionItemError {
    #[error("a condition is empty")]
    Empty,
    #[error("a condition has no code after its system; write system|code|term")]
    NoCode,
    #[error("a condition's code system is not known: {0}, or the URI of one")]
    System(UnknownText),
}

impl FromStr for ConditionItem {
    type Err = ConditionItemError;
    fn from_str(text: &str) -> Result<Self, ConditionItemError> {
        let text = text.trim();
        let mut parts = text.splitn(3, '|').map(str::trim);
        match (parts.next(), parts.next(), parts.next()) {
            (None | Some(""), None, _) => Err(ConditionItemError::Empty),
            (Some(bare), None, _) => Ok(Self::Bare(bare.to_owned())),
            (_, Some(""), _) => Err(ConditionItemError::NoCode),
            (system, Some(code), term) => {
                let system: CodeSystem = system.unwrap_or_default().parse().map_err(ConditionItemError::System)?;
                Ok(Self::Coded(Coding {
                    system,
                    code: system.normalise(code).into_owned(),
                    term: term.unwrap_or_default().to_owned(),
                }))
            }
        }
    }
}

/// Reads the whole `conditions` column: items separated by `;`, empty ones left out.
pub fn parse_conditions(column: &str) -> Result<Vec<ConditionItem>, ConditionItemError> {
    column.split(';').map(str::trim).filter(|item| !item.is_empty()).map(str::parse).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_system_is_known_by_uri_name_and_title() {
        for text in ["http://snomed.info/sct", "HTTP://snomed.info/SCT/", "snomed", "SNOMED CT"] {
            assert_eq!(text.parse(), Ok(CodeSystem::SnomedCt), "{text}");
        }
        for &system in CodeSystem::ALL {
            assert_eq!(system.uri().parse(), Ok(system));
            assert_eq!(system.as_str().parse(), Ok(system));
            assert_eq!(system.title().parse(), Ok(system));
        }
        assert!("loinc".parse::<CodeSystem>().is_err());
    }

    #[test]
    fn a_condition_item_is_coded_or_bare() {
        let coding = Coding { system: CodeSystem::SnomedCt, code: "195967001".into(), term: "Asthma".into() };
        assert_eq!("http://snomed.info/sct|195967001|Asthma".parse(), Ok(ConditionItem::Coded(coding)));
        assert_eq!(" asthma ".parse(), Ok(ConditionItem::Bare("asthma".into())));
        let coding = Coding { system: CodeSystem::Icd10, code: "J45.9".into(), term: String::new() };
        assert_eq!("ICD10|j459".parse(), Ok(ConditionItem::Coded(coding)));
        assert_eq!("".parse::<ConditionItem>(), Err(ConditionItemError::Empty));
        assert_eq!("snomed||Asthma".parse::<ConditionItem>(), Err(ConditionItemError::NoCode));
        assert!(matches!("x|1".parse::<ConditionItem>(), Err(ConditionItemError::System(_))));
        assert!(matches!("|1".parse::<ConditionItem>(), Err(ConditionItemError::System(_))));
    }

    #[test]
    fn a_column_holds_several() {
        assert_eq!(parse_conditions("asthma; snomed|13645005|COPD ;").unwrap().len(), 2);
        assert_eq!(parse_conditions("").unwrap(), []);
    }
}
