//! The loop that claims jobs and messages, and the clock that starts jobs.

mod drain;
mod feedback_loop;
mod job_loop;
pub mod jobs;
mod message_loop;
mod presence;
mod runner;
pub mod schedule;

pub use drain::drain;
pub use runner::run;
