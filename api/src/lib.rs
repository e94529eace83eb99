//! Recall: patient-recall campaigns from upload to acknowledgement.
//!
//! Layers, imports point only down this list:
//! `cli` → `http` → `graphql` → `domain` → `queue`, `clients` → `crypto`, `database` → `entity` → `shared`,
//! and `cli` → `worker` → `domain`. The domain knows no HTTP and no GraphQL.

// The compiler lays out a command with all the asynchronous calls it nests; the release inlines more than its default
// allows.
#![recursion_limit = "512"]

pub mod cli;
pub mod clients;
pub mod config;
pub mod crypto;
pub mod database;
pub mod domain;
pub mod graphql;
pub mod http;
pub mod queue;
pub mod state;
pub mod telemetry;
#[cfg(test)]
mod testing;
pub mod worker;
