//! The library of texts that new campaigns start from.

mod save;
mod shipped;

pub use save::{Draft, delete, list, save, save_once};
pub use shipped::{SHIPPED, ensure_shipped};
