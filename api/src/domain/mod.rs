//! The rules, one folder a feature. They know no HTTP and no GraphQL.

pub mod acknowledgements;
pub mod actor;
pub mod audit;
pub mod campaigns;
pub mod cell;
pub mod code_sets;
pub mod cohorts;
pub mod csv_file;
pub mod day;
pub mod error;
pub mod feedback;
pub mod forms;
pub mod group_commit;
pub mod group_read;
pub mod hours;
pub mod identity;
pub mod imports;
pub mod json_rows;
pub mod messages;
pub mod once;
pub mod outbox;
pub mod patients;
pub mod reports;
pub mod saved_templates;
pub mod settings;
pub mod snapshots;
pub mod suppressions;

pub use actor::Actor;
pub use error::{Error, Result};
