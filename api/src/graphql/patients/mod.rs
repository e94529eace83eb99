//! Patients: list, one, what belongs to them.

mod loaders;
mod queries;
mod types;

pub use self::{
    loaders::{PatientLoader, load_patient, loader},
    queries::PatientQuery,
    types::{Condition, ContactKind, ContactPoint, Patient},
};
