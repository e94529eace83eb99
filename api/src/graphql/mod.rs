//! GraphQL: one file a feature, types, queries and mutations together.

pub mod actors;
pub mod audit;
pub mod campaigns;
pub mod code_sets;
pub mod cohorts;
pub mod context;
pub mod error;
pub mod forms;
pub mod identity;
pub mod imports;
pub mod messages;
pub mod outbox;
pub mod page;
pub mod patients;
pub mod reports;
pub mod saved_templates;
pub mod scalars;
mod schema;
pub mod settings;
pub mod snapshots;
pub mod suppressions;

pub use schema::{RecallSchema, build, sdl};
