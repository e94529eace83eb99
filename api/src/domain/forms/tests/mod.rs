//! Forms tried on a database, of each engine.
#![allow(clippy::unwrap_used)]

mod answering;
mod drafts;
pub(super) mod ground;
mod publishing;
