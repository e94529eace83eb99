//! A patient's record as a file or a person gives it, every value typed.

use chrono::NaiveDate;
use shared::{
    coding::Coding,
    email::EmailAddress,
    nhs_number::NhsNumber,
    person::{PatientStatus, Sex},
    phone::E164Phone,
};

pub const LONGEST_TEXT: usize = 1000; // characters of a name, an id or an address: more is a file that slipped

/// Everything that is known of a patient.
#[derive(Clone, Debug)]
pub struct Record {
    pub local_id: Option<String>,
    pub nhs_number: Option<NhsNumber>,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<NaiveDate>,
    pub sex: Sex,
    pub phones: Vec<E164Phone>,
    pub emails: Vec<EmailAddress>,
    pub address: Option<String>,
    pub postcode: Option<String>,
    /// `None` where a file does not say: a new patient is active then, a known one stays what they are.
    pub status: Option<PatientStatus>,
    pub preferred_language: Option<String>,
    pub conditions: Vec<RecordCondition>,
}

/// One coded problem with its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordCondition {
    pub coding: Coding,
    pub onset: Option<NaiveDate>,
    pub abatement: Option<NaiveDate>,
}

impl From<entity::condition::Model> for RecordCondition {
    fn from(row: entity::condition::Model) -> Self {
        let coding = Coding { system: row.system, code: row.code, term: row.term };
        Self { coding, onset: row.onset, abatement: row.abatement }
    }
}

/// Why a text cannot be a part of a record; `None` where it can. Never holds the text.
pub fn wrong_text(text: &str) -> Option<String> {
    let length = text.chars().count();
    if length > LONGEST_TEXT {
        Some(format!("the text has {length} characters, at most {LONGEST_TEXT} are taken"))
    } else if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        Some("the text holds a control character".to_owned())
    } else {
        None
    }
}
