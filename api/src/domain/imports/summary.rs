//! What an import did, for people and programs.

use serde::Serialize;
use shared::ids::ImportId;

use super::{pipeline::Outcome, progress::Tally, row::Issue};

const ISSUES_SHOWN: usize = 100; // the import keeps the rest

/// The result of reading one file.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportSummary {
    /// `None` for a dry run, which leaves nothing behind.
    pub import: Option<ImportId>,
    pub file_name: String,
    pub encoding: &'static str,
    pub size_bytes: u64,
    #[serde(flatten)]
    pub tally: Tally,
    /// Whether the rows are in the database now.
    pub committed: bool,
    /// The first of them; `tally.rejected` counts the rows of all.
    pub issues: Vec<Issue>,
    pub notes: Vec<String>,
}

impl ImportSummary {
    pub fn new(import: Option<ImportId>, file_name: String, outcome: &Outcome, committed: bool) -> Self {
        Self {
            import,
            file_name,
            encoding: outcome.detected.encoding.name(),
            size_bytes: outcome.detected.size_bytes,
            tally: outcome.tally,
            committed,
            issues: outcome.issues.iter().take(ISSUES_SHOWN).cloned().collect(),
            notes: outcome.notes.clone(),
        }
    }
}
