//! One file a job kind.

pub mod reports;
pub mod snapshots;
