//! One database behind two handles: readers and the writer.
//!
//! SQLite runs in WAL mode with one writing connection and several reading ones; on PostgreSQL both
//! handles are the same pool. Set-based SQL is written once, with `?` for parameters.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as SeaOrm, DatabaseBackend, DatabaseConnection, DatabaseTransaction,
    DbErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

const BUSY: Duration = Duration::from_secs(30); // longer than the longest write of another process but an import
const IDLE: Duration = Duration::from_secs(1); // a connection that answered a moment ago is there still
const READERS: u32 = 4; // SQLite reads are short; more connections only cost memory

/// Which engine holds the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn of(connection: &impl ConnectionTrait) -> Self {
        match connection.get_database_backend() {
            DatabaseBackend::Postgres => Self::Postgres,
            _ => Self::Sqlite,
        }
    }

    /// The database's clock as milliseconds since 1970, when the statement began; leases and schedules run on it.
    pub fn now(self) -> &'static str {
        match self {
            Self::Sqlite => "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
            // Asked once, not for each row, so that an index can be searched with it.
            Self::Postgres => "(SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT))",
        }
    }

    /// A condition: the column is among the ids of one parameter (see [`ids`]), each of which is looked up by an index
    /// in the order of its keys. A join with a derived table would leave PostgreSQL to guess that reading the whole
    /// table is cheaper, which it is not for a few dozen rows.
    pub fn is_among(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("{column} IN (SELECT value FROM json_each(?))"),
            Self::Postgres => format!(
                "{column} = ANY(ARRAY(SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(? AS json))))"
            ),
        }
    }

    /// What locks the rows of a claiming SELECT; SQLite has one writer and needs nothing.
    pub fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR UPDATE SKIP LOCKED",
        }
    }

    /// A statement from SQL with `?` for each parameter (no other `?` may stand in it).
    pub fn statement(self, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
        match self {
            Self::Sqlite => Statement::from_sql_and_values(DatabaseBackend::Sqlite, sql, values),
            Self::Postgres => Statement::from_sql_and_values(DatabaseBackend::Postgres, numbered(sql), values),
        }
    }
}

/// The parameter of [`Engine::is_among`].
pub fn ids(ids: impl IntoIterator<Item = i64>) -> Value {
    let mut ids: Vec<i64> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    serde_json::Value::from(ids).to_string().into()
}

fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut n = 0;
    for c in sql.chars() {
        if c == '?' {
            n += 1;
            out.push('$');
            out.push_str(&n.to_string());
        } else {
            out.push(c);
        }
    }
    out
}

/// Readies a transaction for statements over whole campaigns: sorts and hashes in memory, and no compiling of plans
/// whose cost is only guessed. SQLite needs nothing.
pub async fn prepare_for_sets(transaction: &impl ConnectionTrait) -> Result<(), DbErr> {
    if Engine::of(transaction) == Engine::Postgres {
        transaction.execute_unprepared("SET LOCAL work_mem = '64MB'").await?;
        transaction.execute_unprepared("SET LOCAL jit = off").await?;
    }
    Ok(())
}

/// Tells PostgreSQL's planner about rows this transaction has made: statements that follow would else be planned
/// for none, and take minutes instead of a second.
pub async fn tell_planner(transaction: &impl ConnectionTrait, table: &str) -> Result<(), DbErr> {
    if Engine::of(transaction) == Engine::Postgres {
        transaction.execute_unprepared(&format!("ANALYZE \"{table}\"")).await?;
    }
    Ok(())
}

/// The handles of the database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    engine: Engine,
}

impl Database {
    /// Opens `sqlite:PATH` or `postgres://…`.
    pub async fn connect(url: &str, max_connections: u32) -> Result<Self, DbErr> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let mut options = quiet(url);
            options.max_connections(max_connections).min_connections(1);
            let pool = SeaOrm::connect(options).await?;
            return Ok(Self { reader: pool.clone(), writer: pool, engine: Engine::Postgres });
        }
        let mut options = quiet(url);
        options.max_connections(1).min_connections(1).map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(BUSY)
                .pragma("cache_size", "-32768") // KiB: the indexes an import touches
                .pragma("temp_store", "memory")
        });
        let writer = SeaOrm::connect(options).await?;
        let mut options = quiet(url);
        options.max_connections(READERS).min_connections(1).map_sqlx_sqlite_opts(|sqlite| {
            sqlite.busy_timeout(BUSY).pragma("query_only", "on").pragma("cache_size", "-8192")
        });
        let reader = SeaOrm::connect(options).await?;
        Ok(Self { reader, writer, engine: Engine::Sqlite })
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// For reading. On SQLite writing through it fails.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For single writes. On SQLite it is one connection: never ask for it while a transaction of
    /// [`Self::begin`] is open in the same task.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a writing transaction (IMMEDIATE on SQLite, so that it never fails half-way for want of the lock).
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: (self.engine == Engine::Sqlite).then_some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    /// Lets the planner know of many new rows at once, which PostgreSQL would find out by itself only a minute later.
    /// Not in a transaction; a failure costs speed only and is logged.
    pub async fn settle(&self, tables: &[&str]) {
        let verb = match self.engine {
            Engine::Sqlite => "ANALYZE",
            // Marks pages as visible to all besides, so that an index alone answers counts.
            Engine::Postgres => "VACUUM (ANALYZE)",
        };
        for table in tables {
            if let Err(error) = self.writer.execute_unprepared(&format!("{verb} \"{table}\"")).await {
                tracing::warn!(%error, table, "the statistics of a table were not renewed");
            }
        }
    }

    /// A statement for this engine from SQL with `?` for parameters.
    pub fn statement(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
        self.engine.statement(sql, values)
    }
}

fn quiet(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    // Statements carry patient data in their parameters; they are never logged.
    options
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_mins(1))
        // Asking before every statement whether the connection lives would be as much work as the statement.
        .test_before_acquire_if_idle_for(IDLE);
    options
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn question_marks_become_numbers_in_order() {
        assert_eq!(numbered("a = ? AND b IN (?, ?)"), "a = $1 AND b IN ($2, $3)");
    }
}
