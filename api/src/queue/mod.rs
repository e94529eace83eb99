//! Durable work in the database: versioned payloads, enqueue, claim, back-off.

pub mod claim;
pub mod job;
pub mod retry;
pub mod store;
