//! Mappings: which column is which, for files that are not canonical. Written in TOML; `docs/mappings` has examples.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fields::Field;
use crate::domain::{Error, Result};

/// A mapping as written. Where `columns` is empty, columns are recognised by their headers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// The system the file comes from; `local_id` is unique within it.
    pub source: Option<String>,
    /// The column, or columns to be joined, of each field.
    pub columns: BTreeMap<Field, Columns>,
    /// What a field is in every row whose columns are empty.
    pub constants: BTreeMap<Field, String>,
    /// Formats of dates as `strftime` has them, tried before ISO 8601 and dd/mm/yyyy.
    pub date_formats: Vec<String>,
    /// The system of codes that stand alone.
    pub code_system: Option<String>,
    /// A column that is filled when the patient has died, as a date of death.
    pub deceased_when_filled: Option<String>,
    /// A second file with one row a condition.
    pub conditions: Option<ConditionsFile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    One(String),
    Many(Vec<String>),
}

impl Columns {
    pub fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

/// A file with one row a condition, and its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionsFile {
    /// Its name; it lies beside the file of patients.
    pub file: String,
    /// The column that holds the patient's `local_id`.
    pub patient: String,
    pub code: String,
    pub system: Option<String>,
    pub term: Option<String>,
    pub onset: Option<String>,
    pub abatement: Option<String>,
}

impl Mapping {
    /// Reads a mapping; the error says where it is wrong.
    pub fn parse(text: &str) -> Result<Self> {
        let mapping: Self = toml::from_str(text)
            .map_err(|error| wrong(format!("The mapping is wrong: {}", error.to_string().trim())))?;
        if let Some(system) = &mapping.code_system {
            system
                .parse::<shared::coding::CodeSystem>()
                .map_err(|error| wrong(format!("The mapping's code_system is wrong: {error}.")))?;
        }
        for format in &mapping.date_formats {
            if chrono::format::StrftimeItems::new(format).any(|item| item == chrono::format::Item::Error) {
                return Err(wrong(format!("The mapping's date format {format:?} is not one of strftime.")));
            }
        }
        Ok(mapping)
    }
}

fn wrong(message: String) -> Error {
    Error::invalid("mapping", message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mapping_says_where_it_is_wrong() {
        let mapping =
            Mapping::parse("source = \"emis\"\n[columns]\nlocal_id = \"Id\"\naddress = [\"A\", \"B\"]").unwrap();
        assert_eq!(mapping.columns[&Field::Address].names(), ["A", "B"]);
        let error = Mapping::parse("[columns]\nlocal_idd = \"Id\"").unwrap_err().to_string();
        assert!(error.contains("local_idd") && error.contains("line 2"), "{error}");
        assert!(Mapping::parse("date_formats = [\"%Q\"]").is_err());
        assert!(Mapping::parse("code_system = \"guess\"").is_err());
    }

    #[test]
    fn the_shipped_mappings_are_right() {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/mappings/synthea.toml"));
        assert_eq!(Mapping::parse(text).unwrap().conditions.unwrap().code, "CODE");
    }
}
