//! Forms tried on a database, of each engine.
#![allow(clippy::unwrap_used)]

mod answering;
mod asking;
mod drafts;
mod files;
pub(super) mod ground;
mod life;
mod names;
mod publishing;
mod serving;
