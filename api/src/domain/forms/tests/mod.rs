//! Forms tried on a database, of each engine.
#![allow(clippy::unwrap_used)]

mod answering;
mod drafts;
mod ground;
mod publishing;
