//! The rooms of the app: a page is a folder, or one file where it is small.

pub mod account;
pub mod backups;
pub mod campaigns;
pub mod dashboard;
pub mod invitation;
pub mod not_found;
pub mod patients;
pub mod reports;
pub mod settings;
pub mod sign_in;
