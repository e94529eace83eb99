//! Patients: find, show, correct.

pub mod columns;
