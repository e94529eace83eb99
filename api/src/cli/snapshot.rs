//! `recall snapshot`: take, list, verify, restore, and make keys.

use std::{
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use age::secrecy::ExposeSecret;
use anyhow::Context as _;
use entity::snapshot;
use indicatif::{ProgressBar, ProgressStyle};
use sea_orm::ActiveEnum;
use serde_json::json;
use shared::time::thousands;

use super::{Context, Refused};
use crate::{
    database::Database,
    domain::{
        Actor,
        snapshots::{self, SnapshotError},
    },
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write an encrypted snapshot to every configured place and check the copies
    Take,
    /// Snapshots that were taken, newest first
    List,
    /// Open a snapshot with its secret key and check it to the last row
    Verify {
        file: PathBuf,
        /// File with the secret key (AGE-SECRET-KEY-…)
        #[arg(long)]
        identity: PathBuf,
    },
    /// Restore a snapshot into an empty database
    Restore {
        file: PathBuf,
        /// File with the secret key (AGE-SECRET-KEY-…)
        #[arg(long)]
        identity: PathBuf,
        /// The empty database: sqlite:PATH or postgres://…
        #[arg(long)]
        into: String,
        /// New file for the key ring that opens the restored data
        #[arg(long, default_value = "restored-keys.json")]
        keys_to: PathBuf,
        /// New folder for the files that came with answers, sealed
        #[arg(long, default_value = "restored-files")]
        files_to: PathBuf,
    },
    /// Make a key pair: the secret key into a file for the safe, the public key to be configured
    Keygen {
        /// New file for the secret key
        #[arg(long)]
        out: PathBuf,
    },
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    match args.command {
        Command::Take => take(context).await,
        Command::List => list(context).await,
        Command::Verify { file, identity } => verify(context, file, identity).await,
        Command::Restore { file, identity, into, keys_to, files_to } => {
            restore(context, file, identity, &into, &keys_to, &files_to).await
        }
        Command::Keygen { out } => keygen(context, &out),
    }
}

async fn take(context: &Context) -> anyhow::Result<()> {
    let app = context.app().await?;
    let bar = rows_bar(context, "reading");
    let taken =
        snapshots::take_now(&app, &Actor::command("snapshot take"), "command", &|rows| bar.set_position(rows.done))
            .await?;
    bar.finish_and_clear();
    context.output.done(&describe(&taken), || {
        format!(
            "{}\n  {} rows, {} kB, verified, in {}",
            taken.file_name,
            thousands(total(&taken)),
            thousands(taken.size_bytes.unsigned_abs() / 1000),
            taken.places
        )
    })
}

async fn list(context: &Context) -> anyhow::Result<()> {
    let app = context.app().await?;
    let rows = snapshots::list(&app.database, None, 100).await?;
    let all: Vec<_> = rows.iter().map(describe).collect();
    context.output.done(&all, || {
        if rows.is_empty() {
            return "No snapshot was taken yet. Take one with: recall snapshot take".to_owned();
        }
        let lines: Vec<String> = rows
            .iter()
            .map(|row| {
                format!(
                    "{:<48} {:>9} {:>12} kB {:>12} rows",
                    row.file_name,
                    row.state.to_value(),
                    thousands(row.size_bytes.unsigned_abs() / 1000),
                    thousands(total(row))
                )
            })
            .collect();
        lines.join("\n")
    })
}

async fn verify(context: &Context, file: PathBuf, identity: PathBuf) -> anyhow::Result<()> {
    let verified = snapshots::verify(file.clone(), identity).await.map_err(refused)?;
    context.output.done(&verified, || {
        let (rows, files) = (thousands(verified.rows.values().sum()), thousands(verified.files));
        format!("{} is whole: {rows} rows and {files} files that came with answers.", file.display())
    })
}

async fn restore(
    context: &Context,
    file: PathBuf,
    identity: PathBuf,
    into: &str,
    keys_to: &Path,
    files_to: &Path,
) -> anyhow::Result<()> {
    let database = Database::connect(into, 4).await.with_context(|| "the database to restore into cannot be opened")?;
    let bar = rows_bar(context, "restoring");
    let restored = snapshots::restore(file, identity, &database, keys_to, files_to, &|rows| bar.set_position(rows))
        .await
        .map_err(refused)?;
    bar.finish_and_clear();
    context.output.done(&restored, || {
        format!(
            "Restored {} rows. The keys of this data are in {}: set keys.file to it, or move it to the data folder as keys.json.{}",
            thousands(restored.rows.values().sum()),
            keys_to.display(),
            about_files(&restored, files_to)
        )
    })
}

/// What is to be done about the files that came with answers, where there are any.
fn about_files(restored: &snapshots::Restored, files_to: &Path) -> String {
    let known = restored.rows.get("form_attachment").copied().unwrap_or_default();
    let missing = known.saturating_sub(restored.files);
    let here = (restored.files > 0).then(|| {
        format!(
            "\n{} files that came with answers are in {}, sealed: move them to forms/files in the data folder.",
            thousands(restored.files),
            files_to.display()
        )
    });
    let elsewhere = (missing > 0).then(|| {
        format!(
            "\n{} files that came with answers are NOT in this snapshot. Where they were kept in a bucket they still are: \
             set the same forms.files.bucket.",
            thousands(missing)
        )
    });
    here.into_iter().chain(elsewhere).collect()
}

fn keygen(context: &Context, out: &Path) -> anyhow::Result<()> {
    let secret = age::x25519::Identity::generate();
    let public = secret.to_public().to_string();
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(out)
        .with_context(|| format!("cannot make {}", out.display()))?;
    writeln!(file, "# public key: {public}\n{}", secret.to_string().expose_secret())?;
    file.sync_all()?;
    context.output.done(&json!({ "public_key": public, "identity": out }), || {
        format!(
            "Secret key: {} (put it in a safe; without it no snapshot can be read)\nPublic key: {public}\n\
             Configure it:  [snapshots] recipients = [\"{public}\"]",
            out.display()
        )
    })
}

/// A snapshot that does not hold, or a database that is not empty, is a check that said no.
fn refused(error: SnapshotError) -> anyhow::Error {
    let code = match &error {
        SnapshotError::Other(_) => return error.into(),
        SnapshotError::NotASnapshot(_) => "NOT_A_SNAPSHOT",
        SnapshotError::WrongIdentity => "WRONG_IDENTITY",
        SnapshotError::Damaged(_) => "SNAPSHOT_DAMAGED",
        SnapshotError::OtherFormat(_) => "OTHER_FORMAT",
        SnapshotError::Refused(_) => "RESTORE_REFUSED",
    };
    Refused::new(code, error.to_string()).into()
}

fn rows_bar(context: &Context, what: &'static str) -> ProgressBar {
    if !context.output.shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {msg} {human_pos} rows, {per_sec}");
    ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner())).with_message(what)
}

fn total(row: &snapshot::Model) -> u64 {
    row.row_counts.as_object().map_or(0, |counts| counts.values().filter_map(serde_json::Value::as_u64).sum())
}

fn describe(row: &snapshot::Model) -> serde_json::Value {
    json!({
        "id": shared::ids::SnapshotId::from(row.id).to_string(),
        "state": row.state.to_value(),
        "file": row.file_name,
        "size_bytes": row.size_bytes,
        "places": row.places,
        "rows": row.row_counts,
        "started_at": row.started_at.to_utc().to_rfc3339(),
        "verified_at": row.verified_at.map(|at| at.to_utc().to_rfc3339()),
        "message": row.message,
    })
}
