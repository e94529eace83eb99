//! Whether another worker lives on the same SQLite file.
//!
//! Every worker holds a shared lock of the operating system on a file beside the database, which the
//! system lets go when the process ends, however it ends. A new worker that gets the lock for itself
//! alone knows that nobody lives who could still send what an earlier worker held, and takes it over
//! at once. Otherwise, and on PostgreSQL, where workers run on many machines, leases have to end.

use std::{
    fs::{File, TryLockError},
    path::PathBuf,
};

use anyhow::Context;

use crate::{database::Engine, domain::messages::leases, queue, state::App};

/// The sign of life of a worker; it ends with the value.
#[derive(Debug)]
pub(super) struct Presence {
    _lock: Option<File>,
}

impl Presence {
    /// Announces the worker; where it is the only one, it takes over from those before it.
    pub(super) async fn begin(app: &App, worker: &str) -> anyhow::Result<Self> {
        let Some(path) = lock_file(app) else { return Ok(Self { _lock: None }) };
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.with_context(|| format!("the lock file {} cannot be made", path.display()))?;
        match file.try_lock() {
            Ok(()) => {
                leases::take_over(&app.database, worker).await?;
                queue::claim::take_over(&app.database, worker).await?;
                file.unlock()?;
            }
            Err(TryLockError::WouldBlock) => tracing::info!("another worker uses the same database"),
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "this file system knows no locks; what a lost worker held waits for its lease");
                return Ok(Self { _lock: None });
            }
        }
        // Waits only while another worker, begun in this moment, takes over.
        let file = tokio::task::spawn_blocking(move || file.lock_shared().map(|()| file)).await??;
        Ok(Self { _lock: Some(file) })
    }
}

fn lock_file(app: &App) -> Option<PathBuf> {
    if app.database.engine() == Engine::Postgres {
        return None;
    }
    let url = app.config.database_url();
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(format!("{path}.worker-lock")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use sea_orm::EntityTrait;

    use super::*;
    use crate::{
        queue::{job::Job, store::enqueue},
        testing::TestApp,
    };

    #[tokio::test]
    async fn a_worker_takes_over_only_when_no_other_lives() {
        let test = TestApp::start().await;
        let database = &test.app.database;
        enqueue(database.writer(), &Job::WeeklyReports {}, None).await.unwrap();
        let first = Presence::begin(&test.app, "worker-1").await.unwrap();
        queue::claim::claim(database, "worker-1").await.unwrap().unwrap();
        let state = async || entity::job::Entity::find().one(database.reader()).await.unwrap().unwrap().state;
        let second = Presence::begin(&test.app, "worker-2").await.unwrap();
        assert_eq!(state().await, entity::values::JobState::Running, "worker-1 lives");
        drop(first);
        drop(second);
        let third = Presence::begin(&test.app, "worker-3").await.unwrap();
        assert_eq!(state().await, entity::values::JobState::Queued);
        drop(third);
    }
}
