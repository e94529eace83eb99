//! The append-only, hash-chained log of everything that reads or changes patient data.

mod chain;
mod record;
mod verify;

pub use record::{Entry, record, record_alone};
pub use verify::{Broken, Verified, verify};
