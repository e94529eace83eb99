//! The library of texts that new campaigns start from.

mod save;
mod shipped;

pub use save::{Draft, delete, list, save};
pub use shipped::{SHIPPED, ensure_shipped};
