//! The loop that claims jobs and messages, and the clock that starts jobs.

pub mod jobs;
pub mod runner;
pub mod schedule;
