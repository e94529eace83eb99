//! Patients: list, one, what belongs to them; code sets.

mod loaders;
mod queries;
mod types;

pub use self::{
    loaders::{PatientLoader, load_patient, loader},
    queries::PatientQuery,
    types::{CodeSet, Condition, ContactKind, ContactPoint, Patient},
};
