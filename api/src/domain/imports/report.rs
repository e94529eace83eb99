//! Progress written into the row of an import, for processes other than the one that works on it.

use std::sync::atomic::{AtomicI64, Ordering};

use entity::{import, values::ImportState};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{commit::signed, progress::Progress};
use crate::{database::Engine, state::App};

const EVERY_MS: i64 = 500; // people do not read faster

/// Writes at most twice a second.
pub struct Reported<'a> {
    app: &'a App,
    import: i64,
    last: AtomicI64,
}

impl<'a> Reported<'a> {
    pub fn start(app: &'a App, import: i64) -> Self {
        Self { app, import, last: AtomicI64::new(app.clock.timestamp().0) }
    }

    pub fn set(&self, progress: Progress) {
        let now = self.app.clock.timestamp().0;
        if now - self.last.load(Ordering::Relaxed) < EVERY_MS {
            return;
        }
        self.last.store(now, Ordering::Relaxed);
        let row = import::ActiveModel {
            size_bytes: Set(signed(progress.bytes_total)),
            bytes_done: Set(signed(progress.bytes_done)),
            created: Set(signed(progress.tally.created)),
            updated: Set(signed(progress.tally.updated)),
            unchanged: Set(signed(progress.tally.unchanged)),
            rejected: Set(signed(progress.tally.rejected)),
            ..Default::default()
        };
        // An import that has ended meanwhile keeps its final counts.
        let update = import::Entity::update_many()
            .set(row)
            .filter(import::Column::Id.eq(self.import))
            .filter(import::Column::State.is_in([ImportState::Checking, ImportState::Committing]));
        let app = self.app.clone();
        tokio::spawn(async move {
            if let Err(error) = update.exec(app.database.writer()).await {
                tracing::debug!(%error, "the progress of an import was not written");
            }
        });
    }

    /// While the rows are being written, SQLite's one writer is busy with them: there, the memory of this
    /// process, which is the only one, has to do.
    pub fn set_while_writing(&self, progress: Progress) {
        if self.app.database.engine() == Engine::Postgres {
            self.set(progress);
        }
    }
}
