//! Imports: create from an upload, watch, look at the difference, commit.

mod mutations;
mod queries;
mod subscription;
mod types;

pub use self::{mutations::ImportMutation, queries::ImportQuery, subscription::ImportSubscription, types::Import};
