//! One consistent read of the whole database, as lines.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use entity::form_attachment;
use futures::TryStreamExt;
use sea_orm::{
    AccessMode, ConnectionTrait, EntityTrait, IsolationLevel, QueryOrder, QuerySelect, StreamTrait, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::mpsc::Sender;

use super::{
    catalogue::{Table, files, tables},
    format::{Counts, FORMAT, Line, write_value},
};
use crate::{
    clients::objects::ObjectStore,
    crypto::KeyRing,
    database::{Database, Engine},
};

/// How far the reading has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    pub done: u64,
    pub total: u64,
}

/// Is told often while rows are read.
pub type Progress<'a> = &'a (dyn Fn(Rows) + Send + Sync);

const LARGEST: u64 = 21_000_000; // bytes of a file: the largest that is taken, sealed
const CHUNK: usize = 256 * 1024; // bytes handed to the compressor at once

/// Sends the lines of everything, in chunks, from one snapshot of the database: writers go on, and
/// what they change meanwhile is not in it. Files come last, out of the store that is given.
pub async fn read_all(
    database: &Database,
    keys: &KeyRing,
    files: Option<&dyn ObjectStore>,
    taken_at: i64,
    lines: &Sender<Vec<u8>>,
    progress: Progress<'_>,
) -> anyhow::Result<Counts> {
    let postgres = database.engine() == Engine::Postgres;
    let transaction = database
        .reader()
        .begin_with_options(TransactionOptions {
            // A read transaction of SQLite in WAL mode is a snapshot by itself.
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: None,
        })
        .await?;
    let tables = tables();
    let total = count_rows(&transaction, &tables).await?;
    let on_rows = |done: u64| progress(Rows { done: done.min(total), total });
    on_rows(0);
    let mut out = Chunks { lines, buffer: Vec::with_capacity(CHUNK + CHUNK / 8) };
    out.line(&Line::Snapshot { format: FORMAT, recall: env!("CARGO_PKG_VERSION").to_owned(), taken_at })?;
    out.line(&Line::KeyRing(keys.clone()))?;
    let mut counts = Counts::new();
    let mut done = 0;
    for table in &tables {
        let rows = read_table(&transaction, table, &mut out, &|rows| on_rows(done + rows)).await?;
        done += rows;
        counts.insert(table.name.to_owned(), rows);
    }
    let named: Vec<String> = match files {
        Some(_) => attachments(&transaction).await?,
        None => Vec::new(),
    };
    // Reading files may take long, and the database need not keep what it was until then.
    transaction.rollback().await?;
    let files = match files {
        Some(store) => read_files(store, &named, &mut out).await?,
        None => 0,
    };
    out.line(&Line::EndOfSnapshot { rows: done + files })?;
    out.flush().await?;
    Ok(counts)
}

async fn attachments(transaction: &impl ConnectionTrait) -> anyhow::Result<Vec<String>> {
    let keys = form_attachment::Entity::find().select_only().column(form_attachment::Column::ObjectKey);
    Ok(keys.order_by_asc(form_attachment::Column::ObjectKey).into_tuple().all(transaction).await?)
}

/// The files with these keys. One that was erased meanwhile, or never came whole, is left out.
async fn read_files(store: &dyn ObjectStore, keys: &[String], out: &mut Chunks<'_>) -> anyhow::Result<u64> {
    let table = files();
    let columns = table.columns.iter().map(|column| column.name.to_owned()).collect();
    out.line(&Line::Table { name: table.name.to_owned(), columns })?;
    let mut rows = 0;
    for key in keys {
        let Some(content) = store.get_bytes(key, LARGEST).await? else { continue };
        out.row(&[key.as_str().into(), STANDARD.encode(content).into()])?;
        rows += 1;
        if out.buffer.len() >= CHUNK {
            out.flush().await?;
        }
    }
    let missing = keys.len().saturating_sub(usize::try_from(rows).unwrap_or(usize::MAX));
    if missing > 0 {
        tracing::warn!(missing, "files that answers came with are not where they should be, and not in the snapshot");
    }
    out.line(&Line::EndOfTable { name: table.name.to_owned(), rows })?;
    Ok(rows)
}

/// Rows of all tables: few against what reading them takes.
async fn count_rows(transaction: &impl ConnectionTrait, tables: &[Table]) -> anyhow::Result<u64> {
    let mut total = 0;
    for table in tables {
        let sql = format!("SELECT COUNT(*) AS n FROM \"{}\"", table.name);
        let row = transaction.query_one_raw(Engine::of(transaction).statement(&sql, [])).await?;
        let n: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
        total += n.unsigned_abs();
    }
    Ok(total)
}

async fn read_table<C: ConnectionTrait + StreamTrait>(
    transaction: &C,
    table: &Table,
    out: &mut Chunks<'_>,
    on_rows: &(dyn Fn(u64) + Send + Sync),
) -> anyhow::Result<u64> {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    out.line(&Line::Table {
        name: table.name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    })?;
    let quoted: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    let sql = format!("SELECT {} FROM \"{}\" ORDER BY {}", quoted.join(", "), table.name, table.key.join(", "));
    let engine = Engine::of(transaction);
    let mut rows = Box::pin(transaction.stream_raw(engine.statement(&sql, [])).await?);
    let mut count = 0;
    let mut values = Vec::with_capacity(columns.len());
    while let Some(row) = rows.try_next().await? {
        values.clear();
        for (position, column) in table.columns.iter().enumerate() {
            values.push(write_value(&row, position, column.kind)?);
        }
        out.row(&values)?;
        count += 1;
        if out.buffer.len() >= CHUNK {
            out.flush().await?;
            on_rows(count);
        }
    }
    drop(rows);
    out.line(&Line::EndOfTable { name: table.name.to_owned(), rows: count })?;
    on_rows(count);
    Ok(count)
}

struct Chunks<'a> {
    lines: &'a Sender<Vec<u8>>,
    buffer: Vec<u8>,
}

impl Chunks<'_> {
    fn line(&mut self, line: &Line) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.buffer, line)?;
        self.buffer.push(b'\n');
        Ok(())
    }

    fn row(&mut self, values: &[serde_json::Value]) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.buffer, values)?;
        self.buffer.push(b'\n');
        Ok(())
    }

    async fn flush(&mut self) -> anyhow::Result<()> {
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK + CHUNK / 8));
        self.lines.send(chunk).await.map_err(|_| anyhow::anyhow!("writing the snapshot file ended early"))
    }
}
