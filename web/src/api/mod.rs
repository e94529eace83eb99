//! Talking to the server: typed queries, one transport, one kind of error. One file a feature holds its queries.

pub mod account;
pub mod campaign;
pub mod campaigns;
pub mod code_sets;
pub mod drafts;
mod error;
pub mod find;
pub mod first_steps;
pub mod identity;
pub mod page;
pub mod patients;
pub mod reports;
pub mod rule;
pub mod scalars;
pub mod schema;
pub mod snapshots;
pub mod subscription;
pub mod transport;

pub use error::{ApiError, Reason, Refusal};
