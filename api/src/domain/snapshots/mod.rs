//! Encrypted, verified copies of everything, independent of the database engine.
//!
//! `docs/snapshot-format.md` describes the file. It is encrypted to public `age` keys: the running
//! server can write snapshots and cannot read them.

mod catalogue;
mod format;
mod list;
mod open;
mod places;
mod progress;
mod read;
mod request;
mod restore;
mod retention;
mod seal;
mod take;
mod verify;

/// The name of the schedule of the nightly snapshot.
pub const NIGHTLY: &str = "nightly_snapshot";

pub use format::{Counts, FORMAT};
pub use list::{count, find, list};
pub use open::{SnapshotError, read_identities};
pub use places::{fetch, folder};
pub use read::{Progress, Rows};
pub use request::{request, request_once};
pub use restore::{Restored, restore};
pub use take::{BY_SCHEDULE, record, take, take_now};
pub use verify::{Verified, verify};
