//! Cohort rules compiled to SQL, counted live, frozen at launch.

mod compile;
mod preview;
mod reach;
#[cfg(test)]
mod tests;

pub use compile::{CompiledCohort, compile};
pub use preview::{Preview, preview};
pub use reach::{MAY_BE_WRITTEN_TO, Reach, kind_of, reach, reachable};
