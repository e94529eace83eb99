//! Reports: non-respondents and those who followed, frozen and exported.

mod mutations;
mod queries;
mod types;

#[cfg(test)]
mod tests;

pub use mutations::ReportMutation;
pub use queries::ReportQuery;
pub use types::{Report, ReportRow, ReportRun};
