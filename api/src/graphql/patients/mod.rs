//! Patients: list, one, what belongs to them, add and correct; code sets.

mod loaders;
mod mutations;
mod queries;
mod types;

pub use self::{
    loaders::{PatientLoader, load_patient, loader},
    mutations::PatientMutation,
    queries::PatientQuery,
    types::{CodeSet, Condition, ContactKind, ContactPoint, Patient},
};
