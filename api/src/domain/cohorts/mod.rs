//! Cohort rules compiled to SQL, counted live, frozen at launch.

mod compile;
mod kept;
mod left_out;
mod preview;
mod reach;
mod tally;
#[cfg(test)]
mod tests;
mod version;

pub use compile::{CompiledCohort, compile};
pub use kept::{KeptCounts, first, tally};
pub use left_out::LeftOut;
pub use preview::{Preview, count_now, preview};
pub use reach::{MAY_BE_WRITTEN_TO, OutOfReach, Reach, TEXTABLE, USABLE, kind_of, reachable, written_to};
pub use tally::{LongestName, Tally, longest_names};
pub use version::{PATIENT_CHANGES, changed};
