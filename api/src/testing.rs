//! What unit tests start from: a migrated database in a folder of its own, and an application on it
//! whose clock stands still and whose messages stay in the local outbox.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::DateTime;
use tempfile::TempDir;

use crate::{
    clients::clock::FixedClock,
    config::{Config, DataDir},
    database::Database,
    state::App,
};

/// An application with its clock, to be advanced, and the folder its database lives in.
pub struct TestApp {
    pub app: App,
    pub clock: Arc<FixedClock>,
    folder: TempDir,
}

impl TestApp {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data_dir: DataDir(folder.path().to_owned()), ..Config::default() };
        // Friday 18 September 2026, 15:33:20 UTC
        let clock = Arc::new(FixedClock::at(DateTime::from_timestamp_millis(1_789_745_600_000).unwrap()));
        let app = App { clock: clock.clone(), ..App::open(config).await.unwrap() };
        app.migrate().await.unwrap();
        Self { app, clock, folder }
    }
}

/// An empty database of this version. It lives as long as the folder does.
pub async fn migrated() -> (TempDir, Database) {
    let test = TestApp::start().await;
    (test.folder, test.app.database)
}
