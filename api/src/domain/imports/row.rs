//! A row of a file, checked, or what is wrong with it.

use crate::domain::patients::Record;

/// One checked row.
#[derive(Clone, Debug)]
pub struct PatientRow {
    /// As a spreadsheet numbers it: the header is row 1.
    pub row: u64,
    pub patient: Record,
}

/// Why a row was rejected. Never holds a value of the row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Issue {
    pub row: u64,
    /// The canonical name of the column; `None` when the row as a whole is wrong.
    pub column: Option<&'static str>,
    pub reason: String,
}
