//! How far a running snapshot has come, for those who watch it from another process.
//!
//! The reading holds its own transaction; progress is written beside it, so that the snapshot stays
//! one consistent read and its row is never locked for long.

use std::time::Duration;

use sea_orm::ConnectionTrait;
use shared::ids::SnapshotId;
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::read::Rows;
use crate::{database::Database, domain::Result};

const WRITE_EVERY: Duration = Duration::from_millis(500); // as often as a watcher looks

/// Keeps the row of a snapshot up to date while it is read.
pub(super) struct Kept {
    rows: watch::Sender<Rows>,
    stop: CancellationToken,
    writing: JoinHandle<()>,
}

impl Kept {
    pub(super) fn begin(database: Database, id: SnapshotId) -> Self {
        let (rows, mut told) = watch::channel(Rows::default());
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let writing = tokio::spawn(async move {
            while let Some(Ok(())) = stopped.run_until_cancelled(told.changed()).await {
                let rows = *told.borrow_and_update();
                if let Err(error) = write(&database, id, rows).await {
                    tracing::warn!(snapshot = %id, %error, "the progress of a snapshot could not be written");
                }
                stopped.run_until_cancelled(tokio::time::sleep(WRITE_EVERY)).await;
            }
        });
        Self { rows, stop, writing }
    }

    pub(super) fn tell(&self, rows: Rows) {
        self.rows.send_replace(rows);
    }

    /// After this nothing more is written.
    pub(super) async fn end(self) {
        self.stop.cancel();
        if let Err(error) = self.writing.await {
            tracing::warn!(%error, "the progress of a snapshot was not written to its end");
        }
    }
}

async fn write(database: &Database, id: SnapshotId, rows: Rows) -> Result<()> {
    let sql = "UPDATE snapshot SET rows_done = ?, rows_total = ? WHERE id = ?";
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let values = [number(rows.done).into(), number(rows.total).into(), id.get().into()];
    database.writer().execute_raw(database.statement(sql, values)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::{snapshot, values::SnapshotState};
    use sea_orm::{ActiveModelTrait, Set};
    use serde_json::json;

    use super::*;
    use crate::{domain::snapshots::find, testing::TestApp};

    #[tokio::test]
    async fn the_row_of_a_running_snapshot_says_how_far_it_is() {
        let test = TestApp::start().await;
        let database = &test.app.database;
        let row = snapshot::ActiveModel {
            state: Set(SnapshotState::Running),
            trigger: Set("manual".to_owned()),
            file_name: Set("a".to_owned()),
            size_bytes: Set(0),
            places: Set(json!([])),
            row_counts: Set(json!({})),
            started_at: Set(test.app.clock.timestamp()),
            ..Default::default()
        };
        let id = SnapshotId::from(row.insert(database.writer()).await.unwrap().id);
        let kept = Kept::begin(database.clone(), id);
        kept.tell(Rows { done: 3, total: 7 });
        let row = loop {
            let row = find(database, id).await.unwrap();
            if row.rows_total > 0 {
                break row;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!((row.rows_done, row.rows_total), (3, 7));
        kept.end().await;
    }
}
