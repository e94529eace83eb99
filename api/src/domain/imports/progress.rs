//! How far the imports of this process are. Kept in memory: on SQLite the one writer is busy with the
//! very transaction that is watched.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use serde::Serialize;
use shared::ids::ImportId;

/// Rows by what becomes of them; they always add up to `rows`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub rows: u64,
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub rejected: u64,
}

/// Where a reading stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub tally: Tally,
    pub bytes_done: u64,
    pub bytes_total: u64,
}

static RUNNING: LazyLock<Mutex<HashMap<ImportId, Progress>>> = LazyLock::new(Mutex::default);

/// Where an import stands that this process is working on; `None` for all others.
pub fn of(import: ImportId) -> Option<Progress> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner).get(&import).copied()
}

/// Keeps the progress of one import for as long as it lives.
#[derive(Debug)]
pub struct Watched(ImportId);

impl Watched {
    pub fn start(import: ImportId) -> Self {
        let watched = Self(import);
        watched.set(Progress::default());
        watched
    }

    pub fn set(&self, progress: Progress) {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).insert(self.0, progress);
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}
