//! Writing a whole file in one transaction, the quickest way of each engine.

mod finish;
mod postgres;
mod rows;
mod sqlite;

use entity::{import, time::Timestamp};
use sea_orm::EntityTrait;

use self::{postgres::PostgresWriter, sqlite::SqliteWriter};
use super::{difference::Difference, pipeline::Batch};
use crate::{
    crypto::KeyRing,
    database::{Database, Engine},
    domain::{Error, Result},
};

pub use self::finish::{Finished, message, reasons, replace_issues, signed};

/// The import that rows belong to.
#[derive(Clone, Debug)]
pub struct Target {
    pub import: i64,
    pub source: String,
    pub now: Timestamp,
}

/// An open transaction into which batches go. Dropped without [`Self::commit`], nothing was written.
pub enum Writer {
    Sqlite(Box<SqliteWriter>),
    Postgres(PostgresWriter),
}

impl Writer {
    /// Begins; waits while another import is being written.
    pub async fn begin(database: &Database, target: Target) -> Result<Self> {
        Ok(match database.engine() {
            Engine::Sqlite => Self::Sqlite(Box::new(SqliteWriter::begin(database, target).await?)),
            Engine::Postgres => Self::Postgres(PostgresWriter::begin(database, target).await?),
        })
    }

    /// Dates the rows from now on: no row is dated before the end of an import that this one waited for.
    pub fn date(&mut self, now: Timestamp) {
        match self {
            Self::Sqlite(writer) => writer.date(now),
            Self::Postgres(writer) => writer.date(now),
        }
    }

    /// The import as the transaction sees it: another worker may have written it while this one waited.
    pub async fn import(&self, id: i64) -> Result<import::Model> {
        let query = import::Entity::find_by_id(id);
        let found = match self {
            Self::Sqlite(writer) => query.one(writer.transaction()).await?,
            Self::Postgres(writer) => query.one(writer.session()).await?,
        };
        found.ok_or(Error::NotFound("import"))
    }

    pub async fn difference(&self, keys: &KeyRing, source: &str) -> Result<Difference> {
        match self {
            Self::Sqlite(writer) => Difference::load(writer.transaction(), keys, source).await,
            Self::Postgres(writer) => Difference::load(writer.session(), keys, source).await,
        }
    }

    pub async fn write(&mut self, batch: Batch) -> Result<()> {
        match self {
            Self::Sqlite(writer) => writer.write(batch.patients).await,
            Self::Postgres(writer) => writer.write(batch.patients).await,
        }
    }

    /// Writes the counts, the issues and the audit event, and ends the transaction.
    pub async fn commit(self, finished: &Finished<'_>) -> Result<()> {
        match self {
            Self::Sqlite(mut writer) => {
                writer.flush().await?;
                finished.write(writer.transaction()).await?;
                writer.commit().await
            }
            Self::Postgres(writer) => {
                finished.write(writer.session()).await?;
                writer.commit().await
            }
        }
    }

    pub async fn roll_back(self) -> Result<()> {
        match self {
            Self::Sqlite(writer) => writer.roll_back().await,
            Self::Postgres(writer) => writer.roll_back().await,
        }
    }
}
