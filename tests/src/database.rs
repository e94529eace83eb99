//! A database for each test: a new SQLite file, or a clone of the migrated PostgreSQL template.

use std::env;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use anyhow::Context;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;

use crate::Result;

/// The database engines Recall runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Whether tests can have a database of this engine here.
    pub fn is_available(self) -> bool {
        self == Self::Sqlite || env::var_os("RECALL_TEST_POSTGRES_URL").is_some()
    }
}

/// A database that is dropped with this value.
pub struct TestDatabase {
    url: String,
    /// Holds the SQLite file.
    _folder: Option<TempDir>,
    /// URL of the server and name of the clone.
    clone: Option<(String, String)>,
}

impl TestDatabase {
    pub async fn new(engine: Engine) -> Result<Self> {
        match engine {
            Engine::Sqlite => {
                let folder = TempDir::with_prefix("recall-test-")?;
                let url = format!("sqlite:{}?mode=rwc", folder.path().join("recall.sqlite").display());
                Ok(Self { url, _folder: Some(folder), clone: None })
            }
            Engine::Postgres => Self::cloned().await,
        }
    }

    /// What `DATABASE_URL` takes.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A connection beside Recall's own, for looking at what it stored.
    pub async fn connect(&self) -> Result<DatabaseConnection> {
        Database::connect(&self.url).await.with_context(|| format!("cannot connect to {}", self.url))
    }

    async fn cloned() -> Result<Self> {
        static CLONES: AtomicU32 = AtomicU32::new(0);
        let server = env::var("RECALL_TEST_POSTGRES_URL").context("RECALL_TEST_POSTGRES_URL is not set")?;
        let template = env::var("RECALL_TEST_POSTGRES_TEMPLATE").context("RECALL_TEST_POSTGRES_TEMPLATE is not set")?;
        let name = format!("recall_test_{}_{}", std::process::id(), CLONES.fetch_add(1, Ordering::Relaxed));
        let (base, _) = server.rsplit_once('/').context("RECALL_TEST_POSTGRES_URL names no database")?;
        let connection = Database::connect(&server).await.context("PostgreSQL does not answer")?;
        connection.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
        connection.close().await?;
        Ok(Self { url: format!("{base}/{name}"), _folder: None, clone: Some((server, name)) })
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some((server, name)) = self.clone.take() else { return };
        // On a thread of its own: the test's runtime cannot wait inside a drop.
        let dropped = thread::spawn(move || -> Result {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let connection = Database::connect(&server).await?;
                connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
                Ok(connection.close().await?)
            })
        });
        if let Ok(Err(failure)) = dropped.join() {
            eprintln!("a test database is left behind: {failure:#}");
        }
    }
}
