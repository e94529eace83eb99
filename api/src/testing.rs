//! What unit tests start from: a migrated database in a folder of its own, and an application on it
//! whose clock stands still and whose messages go nowhere.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::DateTime;
use migration::{Migrator, MigratorTrait};
use tempfile::TempDir;

use crate::{
    clients::{
        clock::FixedClock,
        delivery::{Accepted, SendError},
        email::{Email, EmailSender},
        notices::Notices,
        random::OsRandom,
        sms::{Sms, SmsSender},
    },
    config::Config,
    crypto::KeyRing,
    database::Database,
    state::App,
};

/// An empty database of this version. It lives as long as the folder does.
pub async fn migrated() -> (TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.sqlite").display());
    let database = Database::connect(&url, 2).await.unwrap();
    Migrator::up(database.writer(), None).await.unwrap();
    (folder, database)
}

/// An application with its clock, to be advanced, and the folder its database lives in.
pub struct TestApp {
    pub app: App,
    pub clock: Arc<FixedClock>,
    _folder: TempDir,
}

impl TestApp {
    pub async fn start() -> Self {
        let (folder, database) = migrated().await;
        // Friday 18 September 2026, 15:33:20 UTC
        let clock = Arc::new(FixedClock::at(DateTime::from_timestamp_millis(1_789_745_600_000).unwrap()));
        let email: Arc<dyn EmailSender> = Arc::new(Nowhere);
        let app = App {
            database,
            config: Arc::new(Config::default()),
            clock: clock.clone(),
            random: Arc::new(OsRandom),
            keys: Arc::new(KeyRing::generate(&OsRandom)),
            sms: Arc::new(Nowhere),
            notices: Arc::new(Notices::new(email.clone(), Vec::new())),
            email,
            snapshot_places: Arc::new(Vec::new()),
        };
        Self { app, clock, _folder: folder }
    }
}

/// Takes every message and keeps none.
#[derive(Debug)]
struct Nowhere;

#[async_trait::async_trait]
impl SmsSender for Nowhere {
    async fn send(&self, _: &Sms) -> Result<Accepted, SendError> {
        Ok(Accepted { provider_id: None })
    }
}

#[async_trait::async_trait]
impl EmailSender for Nowhere {
    async fn send(&self, _: &Email) -> Result<Accepted, SendError> {
        Ok(Accepted { provider_id: None })
    }
}
