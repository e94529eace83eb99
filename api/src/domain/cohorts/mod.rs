//! Cohort rules compiled to SQL, counted live, frozen at launch.

mod compile;
mod left_out;
mod preview;
mod reach;
#[cfg(test)]
mod tests;

pub use compile::{CompiledCohort, compile};
pub use left_out::{LeftOut, left_out};
pub use preview::{Preview, preview};
pub use reach::{MAY_BE_WRITTEN_TO, Reach, kind_of, reach, reachable};
