//! Messages through the whole ledger, from claim to outcome, beside the best that others do.
//!
//! A provider that does nothing beside a job queue whose jobs do nothing, on the same PostgreSQL; emails beside
//! nodemailer and `smtp-source` into the same sink; texts into an SNS that takes so many a second; and the memory that
//! ten times as many messages take.

mod mails;
mod memory;
mod nothing;
mod recall;
mod texts;

use anyhow::Result;

use crate::paths::Paths;
use crate::setup::{Need, node, postfix};

use super::Bench;
use super::comparison::Comparison;

/// graphile-worker: the newest that runs on Node.js before 22. nodemailer: the newest that runs on Node.js before 20.
const PACKAGES: &[&str] = &["graphile-worker@0.17.3", "nodemailer@9.1.1"];

/// What the peers need.
pub fn missing(paths: &Paths) -> Vec<Need> {
    let mut needs = node::missing(paths, PACKAGES, |paths| node::install(paths, PACKAGES));
    needs.extend(postfix::missing(paths));
    needs
}

pub fn run(bench: &Bench<'_>) -> Result<Comparison> {
    let mut comparison = Comparison::new("messages");
    let peak = nothing::compare(bench, &mut comparison)?;
    mails::compare(bench, &mut comparison)?;
    texts::compare(bench, &mut comparison)?;
    memory::compare(bench, &mut comparison, peak)?;
    Ok(comparison)
}
