//! GraphQL: one file a feature, types, queries and mutations together.

pub mod context;
pub mod error;
pub mod page;
pub mod scalars;
pub mod identity;
pub mod patients;
pub mod imports;
pub mod cohorts;
pub mod campaigns;
pub mod messages;
pub mod reports;
pub mod snapshots;
pub mod audit;
