//! Patients: find, show, correct.
