//! Campaigns tried on a database.
#![allow(clippy::unwrap_used)]

mod launch;
mod life;
mod numbers;
