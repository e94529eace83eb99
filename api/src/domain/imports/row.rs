//! A patient as a row of a file says, every value typed.

use chrono::NaiveDate;
use shared::{
    coding::Coding,
    email::EmailAddress,
    nhs_number::NhsNumber,
    person::{PatientStatus, Sex},
    phone::E164Phone,
};

/// One checked row.
#[derive(Clone, Debug)]
pub struct PatientRow {
    /// As a spreadsheet numbers it: the header is row 1.
    pub row: u64,
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
    /// `None` where the file does not say: a new patient is active then, a known one stays what they are.
    pub status: Option<PatientStatus>,
    pub preferred_language: Option<String>,
    pub conditions: Vec<ConditionRow>,
}

/// One coded problem with its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionRow {
    pub coding: Coding,
    pub onset: Option<NaiveDate>,
    pub abatement: Option<NaiveDate>,
}

/// Why a row was rejected. Never holds a value of the row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Issue {
    pub row: u64,
    /// The canonical name of the column; `None` when the row as a whole is wrong.
    pub column: Option<&'static str>,
    pub reason: String,
}
