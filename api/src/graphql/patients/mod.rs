//! Patients: list, one, what belongs to them, add and correct.

mod changes;
mod loaders;
mod mutations;
mod queries;
mod types;

pub use self::{
    loaders::{PatientLoader, load_patient, loader},
    mutations::PatientMutation,
    queries::PatientQuery,
    types::{Condition, ContactKind, ContactPoint, Patient},
};
