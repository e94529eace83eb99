//! Restoring into an empty database of either engine, in one transaction.

use std::path::{Path, PathBuf};

use anyhow::Context;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Value};
use tokio::sync::mpsc;

use super::{
    catalogue::{FILES, Table, tables},
    format::Counts,
    open::{SnapshotError, Visitor, read_identities, read_snapshot},
    verify::{bind, find_table, with_files},
};
use crate::{
    clients::objects::{ObjectStore, Served, folder::FolderStore},
    crypto::KeyRing,
    database::{Database, Engine},
    domain::{cohorts, saved_templates},
};

const BATCH_VALUES: usize = 12_000; // bound values in one INSERT; SQLite takes 32,766, PostgreSQL 65,535
const BATCHES_AHEAD: usize = 4; // read while one is written

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Restored {
    /// Milliseconds since 1970 in UTC.
    pub taken_at: i64,
    pub rows: Counts,
    /// That came with answers.
    pub files: u64,
}

enum Step {
    KeyRing(KeyRing),
    Rows { table: usize, values: Vec<Value> },
}

/// Restores the snapshot at `path` into `database`, its key ring to the file `keys_to`, and its files, as sealed as they
/// are, into the folder `files_to`, which is made where there are any.
/// Refuses a database that holds anything; leaves it empty when anything fails.
pub async fn restore(
    path: PathBuf,
    identity: PathBuf,
    database: &Database,
    keys_to: &Path,
    files_to: &Path,
    on_rows: &(dyn Fn(u64) + Send + Sync),
) -> Result<Restored, SnapshotError> {
    if keys_to.exists() {
        return Err(SnapshotError::Refused(format!(
            "{} exists already; name another file for the keys in the snapshot (--keys-to), so that none are lost",
            keys_to.display()
        )));
    }
    if files_to.exists() {
        return Err(SnapshotError::Refused(format!(
            "{} exists already; name another folder for the files in the snapshot (--files-to)",
            files_to.display()
        )));
    }
    Migrator::up(database.writer(), None).await.context("the database could not be prepared")?;
    let restored = restore_all(path, identity, database, keys_to, files_to, on_rows).await;
    // What came of files is of no use without its rows.
    restored.inspect_err(|_| remove_folder(files_to))
}

async fn restore_all(
    path: PathBuf,
    identity: PathBuf,
    database: &Database,
    keys_to: &Path,
    files_to: &Path,
    on_rows: &(dyn Fn(u64) + Send + Sync),
) -> Result<Restored, SnapshotError> {
    let transaction = database.begin().await.context("the database could not be written")?;
    remove_what_was_shipped(&transaction).await?;
    refuse_unless_empty(&transaction).await?;
    let (steps, incoming) = mpsc::channel(BATCHES_AHEAD);
    let reading = tokio::task::spawn_blocking(move || {
        let identities = read_identities(&identity)?;
        let mut feed = Feed { tables: with_files(), current: None, values: Vec::new(), steps };
        read_snapshot(&path, &identities, &mut feed)
    });
    let tables = tables();
    let keys = write(incoming, &transaction, &tables, &FolderStore::new(files_to), on_rows).await?;
    let (taken_at, mut rows) = reading.await.context("reading the snapshot ended early")??;
    let files = rows.remove(FILES).unwrap_or_default();
    let keys = keys.ok_or_else(|| SnapshotError::Damaged("it holds no key ring".to_owned()))?;
    continue_numbers(&transaction, &tables).await?;
    transaction.commit().await.context("the restored rows could not be committed")?;
    keys.save(keys_to)?;
    database.settle(&tables.iter().map(|table| table.name).collect::<Vec<_>>()).await;
    Ok(Restored { taken_at, rows, files })
}

/// Writes what is read, until all is; gives the keys back.
async fn write(
    mut incoming: mpsc::Receiver<Step>,
    transaction: &DatabaseTransaction,
    tables: &[Table],
    files: &FolderStore,
    on_rows: &(dyn Fn(u64) + Send + Sync),
) -> Result<Option<KeyRing>, SnapshotError> {
    let mut keys = None;
    let mut done = 0;
    while let Some(step) = incoming.recv().await {
        match step {
            Step::KeyRing(ring) => keys = Some(ring),
            Step::Rows { table, values } => match tables.get(table) {
                Some(table) => {
                    let rows = values.len() / table.columns.len();
                    insert(transaction, table, rows, values).await?;
                    done += rows as u64;
                    on_rows(done);
                }
                // Behind the last table are the files.
                None => put(files, values).await?,
            },
        }
    }
    Ok(keys)
}

/// Puts one file where it was: its key, then its content.
async fn put(files: &FolderStore, values: Vec<Value>) -> Result<(), SnapshotError> {
    let mut values = values.into_iter();
    let (Some(Value::String(Some(key))), Some(Value::Bytes(Some(content)))) = (values.next(), values.next()) else {
        return Err(SnapshotError::Damaged("a file has no key or no content".to_owned()));
    };
    Ok(files.put_bytes(&key, content.into(), Served::NEVER).await?)
}

fn remove_folder(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "the folder of restored files could not be removed");
    }
}

/// A database that was only brought to this version holds what the product ships and nothing else; the
/// snapshot brings its own.
async fn remove_what_was_shipped(transaction: &DatabaseTransaction) -> Result<(), SnapshotError> {
    let shipped_setting = format!("DELETE FROM setting WHERE name = '{}'", saved_templates::SHIPPED);
    // The codes it ships are counted as a change.
    let first_change = format!("DELETE FROM row_count WHERE name = '{}'", cohorts::PATIENT_CHANGES);
    for sql in [
        "DELETE FROM code_set WHERE shipped", // with their codes, by the foreign key
        "DELETE FROM message_template WHERE shipped",
        &shipped_setting,
        &first_change,
    ] {
        transaction.execute_unprepared(sql).await.context("what was shipped could not be removed")?;
    }
    Ok(())
}

async fn refuse_unless_empty(transaction: &DatabaseTransaction) -> Result<(), SnapshotError> {
    let engine = Engine::of(transaction);
    for table in tables() {
        let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name);
        let row =
            transaction.query_one_raw(engine.statement(&sql, [])).await.context("the database could not be read")?;
        if row.is_some() {
            return Err(SnapshotError::Refused(format!(
                "the database is not empty (table {} holds rows); restore into a new one. Nothing was changed",
                table.name
            )));
        }
    }
    Ok(())
}

async fn insert(
    transaction: &DatabaseTransaction,
    table: &Table,
    rows: usize,
    values: Vec<Value>,
) -> Result<(), SnapshotError> {
    let columns: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let row = format!("({})", vec!["?"; columns.len()].join(","));
    let sql =
        format!("INSERT INTO \"{}\" ({}) VALUES {}", table.name, columns.join(","), vec![row.as_str(); rows].join(","));
    let statement = Engine::of(transaction).statement(&sql, values);
    transaction
        .execute_raw(statement)
        .await
        .with_context(|| format!("rows of table {} were refused by the database", table.name))?;
    Ok(())
}

/// PostgreSQL numbers rows from a sequence, which has to go on after the last restored row.
async fn continue_numbers(transaction: &DatabaseTransaction, tables: &[Table]) -> Result<(), SnapshotError> {
    if Engine::of(transaction) != Engine::Postgres {
        return Ok(());
    }
    for table in tables.iter().filter(|table| table.numbered) {
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM \"{0}\"), false)",
            table.name
        );
        transaction
            .query_one_raw(Engine::Postgres.statement(&sql, []))
            .await
            .with_context(|| format!("the numbering of table {} could not be set", table.name))?;
    }
    Ok(())
}

struct Feed {
    tables: Vec<Table>,
    current: Option<usize>,
    values: Vec<Value>,
    steps: mpsc::Sender<Step>,
}

impl Feed {
    fn send(&self, step: Step) -> anyhow::Result<()> {
        self.steps.blocking_send(step).map_err(|_| anyhow::anyhow!("writing to the database ended early"))
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        if let Some(table) = self.current
            && !self.values.is_empty()
        {
            let values = std::mem::take(&mut self.values);
            self.send(Step::Rows { table, values })?;
        }
        Ok(())
    }
}

impl Visitor for Feed {
    fn key_ring(&mut self, keys: KeyRing) -> anyhow::Result<()> {
        self.send(Step::KeyRing(keys))
    }

    fn table(&mut self, name: &str, columns: &[String]) -> anyhow::Result<()> {
        self.current = Some(find_table(&self.tables, name, columns)?);
        Ok(())
    }

    fn row(&mut self, values: Vec<serde_json::Value>) -> anyhow::Result<()> {
        if let Some(current) = self.current {
            let table = &self.tables[current];
            self.values.extend(bind(table, values)?);
            // A file goes by itself: it may be large.
            if table.name == FILES || self.values.len() + table.columns.len() > BATCH_VALUES {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn end_of_table(&mut self, _: &str) -> anyhow::Result<()> {
        self.flush()?;
        self.current = None;
        Ok(())
    }
}
