//! Taking a snapshot: record, write, copy to every place, check the copies, prune.

use std::path::PathBuf;

use entity::{snapshot, values::SnapshotState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde_json::json;
use shared::{ids::SnapshotId, permission::Permission};
use tokio::sync::mpsc;

use super::{
    places::put_and_check,
    progress::Kept,
    read::{Progress, read_all},
    retention::{PREFIX, prune},
    seal::{Sealed, remove, write_sealed},
};
use crate::{
    domain::{Actor, Error, Result, audit, settings},
    state::App,
};

/// The trigger of a snapshot that the clock asked for.
pub const BY_SCHEDULE: &str = "nightly";

pub const EXTENSION: &str = ".jsonl.zst.age";
const CHUNKS_AHEAD: usize = 8; // of 256 KiB: read while the compressor works

/// Records a snapshot that is about to be taken; `trigger` is `manual`, `nightly` or `command`.
pub async fn record(transaction: &impl ConnectionTrait, app: &App, actor: &Actor, trigger: &str) -> Result<SnapshotId> {
    actor.require(Permission::TakeSnapshots)?;
    if settings::backup_keys(transaction, app).await?.is_empty() {
        return Err(Error::refused(
            "NO_SNAPSHOT_KEY",
            "No public key is set to encrypt snapshots to. Make one with `recall snapshot keygen` on a computer \
             that is not this server, and save its public key under Backups (or set snapshots.recipients).",
        ));
    }
    let now = app.clock.now();
    let row = snapshot::ActiveModel {
        state: Set(SnapshotState::Running),
        trigger: Set(trigger.to_owned()),
        file_name: Set(format!("{PREFIX}{}{EXTENSION}", now.format("%Y%m%dT%H%M%S%3fZ"))),
        size_bytes: Set(0),
        places: Set(json!([])),
        row_counts: Set(json!({})),
        started_at: Set(now.into()),
        ..Default::default()
    };
    let row = row.insert(transaction).await?;
    let id = SnapshotId::from(row.id);
    let entry = audit::Entry {
        action: "snapshot.started",
        subject: Some(id.to_string()),
        detail: json!({ "trigger": trigger }),
    };
    audit::record(transaction, app.clock.timestamp(), actor, entry).await?;
    Ok(id)
}

/// Records and takes one.
pub async fn take_now(app: &App, actor: &Actor, trigger: &str, progress: Progress<'_>) -> Result<snapshot::Model> {
    let transaction = app.database.begin().await?;
    let id = record(&transaction, app, actor, trigger).await?;
    transaction.commit().await?;
    take(app, id, progress).await
}

/// Takes a snapshot that was recorded. Once it is verified, taking it again changes nothing.
pub async fn take(app: &App, id: SnapshotId, progress: Progress<'_>) -> Result<snapshot::Model> {
    let row = super::find(&app.database, id).await?;
    if row.state == SnapshotState::Verified {
        return Ok(row);
    }
    let working = Working { path: working_folder(app)?.join(&row.file_name) };
    match write_and_copy(app, &row, &working, progress).await {
        Ok(written) => {
            let row = finish(app, row, written).await?;
            for place in app.snapshot_places.iter() {
                let keep = usize::try_from(app.config.snapshots.keep).unwrap_or(usize::MAX);
                if let Err(error) = prune(place.as_ref(), keep).await {
                    tracing::warn!(place = %place.place(), error = %format!("{error:#}"), "old snapshots were not pruned");
                }
            }
            Ok(row)
        }
        Err(error) => {
            let message = format!("{error:#}");
            let failed = snapshot::ActiveModel {
                id: Set(row.id),
                state: Set(SnapshotState::Failed),
                message: Set(Some(message)),
                finished_at: Set(Some(app.clock.timestamp())),
                ..Default::default()
            };
            snapshot::Entity::update(failed).exec(app.database.writer()).await?;
            Err(error.into())
        }
    }
}

struct Written {
    sealed: Sealed,
    rows: super::Counts,
    places: Vec<String>,
}

async fn write_and_copy(
    app: &App,
    row: &snapshot::Model,
    working: &Working,
    progress: Progress<'_>,
) -> anyhow::Result<Written> {
    remove(&working.path);
    let (chunks, incoming) = mpsc::channel(CHUNKS_AHEAD);
    let (path, recipients) = (working.path.clone(), settings::backup_keys(app.database.reader(), app).await?);
    let writing = tokio::task::spawn_blocking(move || write_sealed(&path, &recipients, incoming));
    let kept = Kept::begin(app.database.clone(), SnapshotId::from(row.id));
    let tell = |rows| {
        kept.tell(rows);
        progress(rows);
    };
    // What is in a bucket is safe there, and may be more than one snapshot takes.
    let files = app.config.forms.files.bucket.is_none().then_some(&*app.form_files);
    let read = read_all(&app.database, &app.keys, files, row.started_at.0, &chunks, &tell).await;
    kept.end().await;
    drop(chunks);
    // Where writing failed, that is the reason why reading could not go on.
    let sealed = writing.await??;
    let rows = read?;
    let mut places = Vec::new();
    for place in app.snapshot_places.iter() {
        put_and_check(place.as_ref(), &row.file_name, &working.path, &sealed).await?;
        places.push(place.place());
    }
    Ok(Written { sealed, rows, places })
}

async fn finish(app: &App, row: snapshot::Model, written: Written) -> Result<snapshot::Model> {
    let now = app.clock.timestamp();
    let id = SnapshotId::from(row.id);
    let total: u64 = written.rows.values().sum();
    let done = snapshot::ActiveModel {
        id: Set(row.id),
        state: Set(SnapshotState::Verified),
        size_bytes: Set(i64::try_from(written.sealed.size_bytes).unwrap_or(i64::MAX)),
        sha256: Set(Some(written.sealed.sha256)),
        places: Set(json!(written.places)),
        row_counts: Set(json!(written.rows)),
        rows_done: Set(i64::try_from(total).unwrap_or(i64::MAX)),
        rows_total: Set(i64::try_from(total).unwrap_or(i64::MAX)),
        message: Set(None),
        finished_at: Set(Some(now)),
        verified_at: Set(Some(now)),
        ..Default::default()
    };
    let transaction = app.database.begin().await?;
    let row = snapshot::Entity::update(done).exec(&transaction).await?;
    let entry = audit::Entry {
        action: "snapshot.verified",
        subject: Some(id.to_string()),
        detail: json!({ "rows": total, "size_bytes": row.size_bytes, "places": row.places }),
    };
    audit::record(&transaction, now, &Actor::system("snapshot"), entry).await?;
    transaction.commit().await?;
    Ok(row)
}

fn working_folder(app: &App) -> anyhow::Result<PathBuf> {
    let folder = app.config.data_dir().join("snapshot-work");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The file while it is made; gone afterwards, whatever happened.
struct Working {
    path: PathBuf,
}

impl Drop for Working {
    fn drop(&mut self) {
        remove(&self.path);
    }
}
