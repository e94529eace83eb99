//! Recall: patient-recall campaigns from upload to acknowledgement.
//!
//! Layers, imports point only down this list:
//! `cli` → `http` → `graphql` → `domain` → `queue`, `clients` → `crypto`, `database` → `entity` → `shared`,
//! and `cli` → `worker` → `domain`. The domain knows no HTTP and no GraphQL.

// As in the binary: nested asynchronous calls, laid out at once.
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
