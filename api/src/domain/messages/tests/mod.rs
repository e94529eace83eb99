//! The dispatch against scripted clients, on SQLite and, where `RECALL_TEST_POSTGRES_URL` is set, on PostgreSQL.

#![allow(clippy::unwrap_used)]

mod clock;
pub(crate) mod ground;
mod machine;
mod plan;
mod provider;
mod recheck;
mod sending;
mod workers;
