//! One file a job kind.

pub mod imports;
