//! `chronic-respiratory-disease`, the code set that comes with the product.
//!
//! The clinical risk group "chronic respiratory disease" of the UK Green Book (Immunisation against
//! infectious disease, chapter 19, table 19.4): asthma, COPD with chronic bronchitis and emphysema,
//! bronchiectasis, cystic fibrosis, interstitial lung fibrosis, pneumoconiosis and bronchopulmonary
//! dysplasia. A short list of our own; practices load the national ones with `recall code-set import`.
//!
//! ICD-10 J40 (bronchitis, not specified as acute or chronic) is left out: nothing says that it is a
//! long-term condition, and an invitation to somebody who had a cough is worse than one too few.

use entity::{code_set, time::Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Deserialize;
use shared::coding::CodeSystem;

use super::store::{self, Entry};
use crate::{
    database::Database,
    domain::{Error, Result},
};

pub const CHRONIC_RESPIRATORY_DISEASE: &str = "chronic-respiratory-disease";

const TITLE: &str = "Chronic respiratory disease";
const VERSION: &str = "1"; // raise it with every change of the list
const SOURCE: &str = "UK Green Book, chapter 19: clinical risk groups; SNOMED CT and ICD-10";
const LIST: &str = include_str!("chronic_respiratory_disease.csv");

#[derive(Deserialize)]
struct Line {
    system: CodeSystem,
    code: String,
    code_until: Option<String>,
    term: String,
}

/// Brings the shipped code sets to this version of the product; does nothing where they are.
pub async fn ensure_shipped(database: &Database) -> Result<()> {
    let transaction = database.begin().await?;
    let known = code_set::Entity::find()
        .filter(code_set::Column::Name.eq(CHRONIC_RESPIRATORY_DISEASE))
        .one(&transaction)
        .await?;
    if known.as_ref().is_some_and(|set| set.version == VERSION) {
        return Ok(transaction.rollback().await?);
    }
    let now = database.statement(&format!("SELECT {} AS at", database.engine().now()), []);
    let now: i64 = match transaction.query_one_raw(now).await? {
        Some(row) => row.try_get("", "at")?,
        None => 0, // a SELECT without FROM always has a row
    };
    let set = code_set::ActiveModel {
        name: Set(CHRONIC_RESPIRATORY_DISEASE.to_owned()),
        title: Set(TITLE.to_owned()),
        version: Set(VERSION.to_owned()),
        source: Set(SOURCE.to_owned()),
        shipped: Set(true),
        created_at: Set(Timestamp(now)),
        ..Default::default()
    };
    store::replace(&transaction, known.map(|set| set.id), set, &shipped_entries()?).await?;
    transaction.commit().await?;
    Ok(())
}

fn shipped_entries() -> Result<Vec<Entry>> {
    csv::Reader::from_reader(LIST.as_bytes())
        .deserialize::<Line>()
        .map(|line| {
            let line = line.map_err(|error| Error::Internal(error.into()))?;
            Ok(Entry { system: line.system, code: line.code, code_until: line.code_until, term: line.term })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    // SNOMED CT identifiers end in a Verhoeff check digit (SNOMED CT Release File Specification, §6.3).
    fn is_snomed_id(id: &str) -> bool {
        const FLIP: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
        let multiply = |a: u32, b: u32| match (a < 5, b < 5) {
            (true, true) => (a + b) % 5,
            (true, false) => (a + b - 5) % 5 + 5,
            (false, true) => (a - 5 + 5 - b) % 5 + 5,
            (false, false) => (5 + a - b) % 5,
        };
        let check = id.chars().rev().enumerate().fold(0, |check, (position, digit)| {
            let flipped =
                (0..position % 8).fold(digit.to_digit(10).unwrap(), |digit, _| FLIP[usize::try_from(digit).unwrap()]);
            multiply(check, flipped)
        });
        check == 0
    }

    #[test]
    fn every_shipped_snomed_code_has_a_right_check_digit() {
        let entries = shipped_entries().unwrap();
        assert!(entries.len() > 40);
        for entry in entries.iter().filter(|entry| entry.system == CodeSystem::SnomedCt) {
            assert!(is_snomed_id(&entry.code), "{}", entry.code);
        }
        assert!(!is_snomed_id("195967002"), "one digit changed");
    }

    #[test]
    fn acute_and_unspecified_bronchitis_are_not_in_the_set() {
        let entries = shipped_entries().unwrap();
        assert!(entries.iter().all(|entry| entry.code != "10509002"));
        let holds = |code: &str| {
            entries.iter().any(|entry| match &entry.code_until {
                Some(until) => entry.code.as_str() <= code && code < until.as_str(),
                None => entry.code == code,
            })
        };
        for inside in ["J41.0", "J44.9", "J45", "J46", "J47", "J62.8", "E84.0", "J84.1", "P27.1"] {
            assert!(holds(inside), "{inside}");
        }
        for outside in ["J20.9", "J40", "J48", "J69.0", "J85", "E85", "P28"] {
            assert!(!holds(outside), "{outside}");
        }
    }
}
