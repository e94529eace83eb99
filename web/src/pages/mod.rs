//! The rooms of the app: a page is a folder, or one file where it is small.

pub mod account;
pub mod backups;
pub mod campaigns;
pub mod dashboard;
pub mod forms;
#[cfg(any(debug_assertions, feature = "gallery"))]
pub mod gallery;
pub mod import;
pub mod imports;
pub mod invitation;
pub mod not_found;
pub mod outbox;
pub mod patient;
pub mod patient_form;
pub mod patients;
pub mod reports;
pub mod settings;
pub mod sign_in;
pub mod suppressions;
pub mod upload;
