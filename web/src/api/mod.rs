//! Talking to the server: typed queries, one transport, one kind of error. One file a feature holds its queries.

pub mod account;
pub mod audit;
pub mod campaign;
pub mod campaigns;
pub mod clients;
pub mod code_set_library;
pub mod code_sets;
pub mod drafts;
mod error;
pub mod find;
pub mod first_steps;
pub mod forms;
pub mod identity;
pub mod imports;
pub mod outbox;
pub mod outlook;
pub mod page;
pub mod patient;
pub mod patients;
pub mod plan;
pub mod practice;
pub mod prices;
pub mod reports;
pub mod rule;
pub mod saved_templates;
pub mod scalars;
pub mod schema;
pub mod snapshots;
pub mod staff;
pub mod subscription;
pub mod suppressions;
pub mod texts;
pub mod transport;

pub use error::{ApiError, Reason, Refusal};
