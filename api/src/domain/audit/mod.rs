//! The append-only, hash-chained log of everything that reads or changes patient data.

mod actions;
mod canonical;
mod chain;
mod hex;
mod record;
mod search;
mod subjects;
mod verify;

pub use actions::actions;
pub use canonical::canonical;
pub use hex::{hex, unhex};
pub use record::{Entry, record, record_alone};
pub use search::{Filter, count, search};
pub use subjects::names_of_subjects;
pub use verify::{Broken, Verified, verify};
