//! A file on its way into the patient database: detect, read, map, check, compare, seal, commit.

mod check;
mod commit;
mod conditions;
mod detect;
mod difference;
mod fields;
mod file;
mod flow;
pub mod generate;
mod list;
mod map;
mod pipeline;
mod plan;
pub mod progress;
mod read;
mod reasons;
mod rejected;
mod report;
mod row;
mod run;
mod samples;
mod source;
mod summary;
#[cfg(test)]
mod tests;
pub mod uploads;

pub use self::{
    file::{DEFAULT_SOURCE, ImportRequest, run_file},
    flow::{NewImport, check_job, commit_job, create, create_once, discard, request_commit},
    list::{by_id, issues, page},
    map::Mapping,
    progress::{Progress, Tally},
    reasons::{Reason, reasons},
    rejected::rejected_csv,
    row::Issue,
    samples::{FieldChange, Sample, SampleKind, samples},
    summary::ImportSummary,
};
