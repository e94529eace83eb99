//! `recall import`: a file of this machine into the patient database.

use std::path::PathBuf;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use shared::time::thousands;

use super::{Context, Refused};
use crate::domain::{
    Actor, Error,
    imports::{self, ImportRequest, ImportSummary, Mapping},
};

const ISSUES_PRINTED: usize = 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The CSV file
    file: PathBuf,
    /// A mapping (TOML) for a file that is not in the canonical columns
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// The system the file comes from, within which local ids are unique [default: the mapping's, else practice]
    #[arg(long)]
    source: Option<String>,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Import nothing when a row is rejected (exit code 3)
    #[arg(long)]
    strict: bool,
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    let mapping = args.mapping.as_deref().map(read_mapping).transpose()?;
    let app = context.app().await?;
    let request =
        ImportRequest { path: args.file, source: args.source, mapping, dry_run: args.dry_run, strict: args.strict };
    let bar = bar(context);
    let watched = bar.clone();
    let summary = imports::run_file(&app, &Actor::command("import"), request, &move |progress| {
        watched.set_length(progress.bytes_total);
        watched.set_position(progress.bytes_done);
    })
    .await;
    bar.finish_and_clear();
    let summary = summary.map_err(refused)?;
    context.output.done(&summary, || text(&summary, args.dry_run))?;
    if args.strict && summary.tally.rejected > 0 {
        let message = format!("{} rows were rejected; with --strict nothing is imported.", summary.tally.rejected);
        return Err(Refused::new("ROWS_REJECTED", message).into());
    }
    Ok(())
}

fn read_mapping(path: &std::path::Path) -> anyhow::Result<Mapping> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("the mapping {} cannot be read", path.display()))?;
    Ok(Mapping::parse(&text)?)
}

/// A file that cannot be taken at all fails with its message; internal errors keep their causes.
fn refused(error: Error) -> anyhow::Error {
    match error {
        Error::Internal(error) => error,
        other => other.into(),
    }
}

fn bar(context: &Context) -> ProgressBar {
    if !context.output.shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {percent}% {bytes}/{total_bytes} {eta}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn text(summary: &ImportSummary, dry_run: bool) -> String {
    let tally = summary.tally;
    let outcome = match (summary.committed, dry_run) {
        (true, _) => "imported",
        (false, true) => "checked, nothing was changed",
        (false, false) => "not imported",
    };
    let mut lines = vec![format!("{}: {outcome}", summary.file_name)];
    for (name, count) in [
        ("created", tally.created),
        ("updated", tally.updated),
        ("unchanged", tally.unchanged),
        ("rejected", tally.rejected),
        ("rows", tally.rows),
    ] {
        lines.push(format!("  {name:<10} {:>12}", thousands(count)));
    }
    lines.extend(summary.notes.iter().map(|note| format!("  {note}")));
    if !summary.issues.is_empty() {
        lines.push(format!("  {:>9}  {:<18} reason", "row", "column"));
    }
    for issue in summary.issues.iter().take(ISSUES_PRINTED) {
        lines.push(format!("  {:>9}  {:<18} {}", issue.row, issue.column.unwrap_or("–"), issue.reason));
    }
    if summary.issues.len() > ISSUES_PRINTED {
        lines.push("  … and more; --json shows the first hundred.".to_owned());
    }
    lines.join("\n")
}
