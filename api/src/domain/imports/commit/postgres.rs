//! PostgreSQL: COPY, three tables a batch, in one transaction of a session of its own.

use std::{
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use entity::time::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseConnection, SqlxPostgresConnector, Value};
use sqlx::{
    PgPool,
    postgres::{PgPoolCopyExt, PgPoolOptions},
};

use super::{
    Target,
    rows::{self, CONDITION, CONTACT_POINT, PATIENT, REPLACED, REPLACED_WHEN_GIVEN},
};
use crate::{
    database::{Database, Engine},
    domain::{
        Result,
        patients::{self, SealedPatient},
    },
};

const CONNECT: Duration = Duration::from_secs(10);

pub struct PostgresWriter {
    session: DatabaseConnection,
    target: Target,
}

impl PostgresWriter {
    pub async fn begin(database: &Database, target: Target) -> Result<Self> {
        let session = one_session(database.writer().get_postgres_connection_pool()).await?;
        session.execute_unprepared("BEGIN").await?;
        patients::wait_for_turn(&session).await?;
        let columns: Vec<_> = REPLACED.iter().chain(&REPLACED_WHEN_GIVEN).copied().collect();
        session
            .execute_unprepared(&format!(
                "CREATE TEMPORARY TABLE changed_patient ON COMMIT DROP AS SELECT {}, id FROM patient LIMIT 0",
                columns.join(", ")
            ))
            .await?;
        Ok(Self { session, target })
    }

    /// Dates the rows from now on.
    pub fn date(&mut self, now: Timestamp) {
        self.target.now = now;
    }

    pub fn session(&self) -> &DatabaseConnection {
        &self.session
    }

    pub async fn write(&mut self, patients: Vec<SealedPatient>) -> Result<()> {
        let created = patients.iter().filter(|patient| patient.id.is_none()).count();
        let mut ids = self.allocate(created).await?.into_iter();
        let (mut new, mut changed) = (Text::default(), Text::default());
        let (mut contacts, mut conditions) = (Text::default(), Text::default());
        for mut patient in patients {
            let (its_contacts, its_conditions) =
                (std::mem::take(&mut patient.contacts), std::mem::take(&mut patient.conditions));
            let id = if let Some(id) = patient.id {
                changed.row(rows::replaced(patient, &self.target).into_iter().chain([id.into()]));
                id
            } else {
                let id = ids.next().context("the sequence of patient ids gave too few")?;
                new.row(rows::patient(patient, id, &self.target));
                id
            };
            for contact in its_contacts {
                contacts.row(rows::contact_point(contact, id));
            }
            for condition in its_conditions {
                conditions.row(rows::condition(condition, id));
            }
        }
        self.copy("patient", &PATIENT, new).await?;
        self.change(changed).await?;
        self.copy("contact_point", &CONTACT_POINT, contacts).await?;
        self.copy("condition", &CONDITION, conditions).await
    }

    async fn allocate(&self, count: usize) -> Result<Vec<i64>> {
        let sql = "SELECT nextval(pg_get_serial_sequence('patient', 'id')) AS id FROM generate_series(1, ?)";
        let count = i64::try_from(count).unwrap_or_default();
        let rows = self.session.query_all_raw(Engine::Postgres.statement(sql, [count.into()])).await?;
        Ok(rows.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
    }

    async fn change(&self, changed: Text) -> Result<()> {
        if changed.0.is_empty() {
            return Ok(());
        }
        let columns: Vec<_> = REPLACED.iter().chain(&REPLACED_WHEN_GIVEN).copied().chain(["id"]).collect();
        self.copy("changed_patient", &columns, changed).await?;
        let replaced = REPLACED.map(|column| format!("{column} = c.{column}"));
        let given = REPLACED_WHEN_GIVEN.map(|column| format!("{column} = COALESCE(c.{column}, p.{column})"));
        let update = format!(
            "UPDATE patient p SET {}, {} FROM changed_patient c WHERE p.id = c.id",
            replaced.join(", "),
            given.join(", ")
        );
        for sql in [
            update.as_str(),
            "DELETE FROM contact_point t USING changed_patient c WHERE t.patient_id = c.id",
            "DELETE FROM condition t USING changed_patient c WHERE t.patient_id = c.id",
            "TRUNCATE changed_patient",
        ] {
            self.session.execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn copy(&self, table: &str, columns: &[&str], text: Text) -> Result<()> {
        if text.0.is_empty() {
            return Ok(());
        }
        let statement = format!("COPY \"{table}\" ({}) FROM STDIN", columns.join(", "));
        let pool = self.session.get_postgres_connection_pool();
        let failed = |error: sqlx::Error| anyhow::Error::from(error).context(format!("COPY into {table} failed"));
        let mut copy = pool.copy_in_raw(&statement).await.map_err(failed)?;
        copy.send(text.0.into_bytes()).await.map_err(failed)?;
        copy.finish().await.map_err(failed)?;
        Ok(())
    }

    pub async fn commit(self) -> Result<()> {
        self.session.execute_unprepared("COMMIT").await?;
        Ok(self.session.close().await?)
    }

    pub async fn roll_back(self) -> Result<()> {
        self.session.execute_unprepared("ROLLBACK").await?;
        Ok(self.session.close().await?)
    }
}

/// A pool that only ever holds one session, so that COPY (sqlx) and everything else (sea-orm) take part
/// in the same transaction. When the session is lost nothing takes its place: every later call fails.
async fn one_session(pool: &PgPool) -> Result<DatabaseConnection> {
    let connected = Arc::new(AtomicBool::new(false));
    let options = pool.connect_options().as_ref().clone();
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .acquire_timeout(CONNECT)
        .after_connect(move |_, _| {
            let first = !connected.swap(true, Ordering::SeqCst);
            Box::pin(async move { if first { Ok(()) } else { Err(sqlx::Error::PoolClosed) } })
        })
        .connect_with(options)
        .await
        .context("no connection to PostgreSQL for the import")?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

/// Rows in the text format of COPY (PostgreSQL documentation, COPY, "Text Format").
#[derive(Default)]
struct Text(String);

impl Text {
    fn row(&mut self, values: impl IntoIterator<Item = Value>) {
        for (position, value) in values.into_iter().enumerate() {
            if position > 0 {
                self.0.push('\t');
            }
            self.value(value);
        }
        self.0.push('\n');
    }

    fn value(&mut self, value: Value) {
        // Writing to a String does not fail.
        let _ = match value {
            Value::Int(Some(number)) => write!(self.0, "{number}"),
            Value::BigInt(Some(number)) => write!(self.0, "{number}"),
            Value::Bool(Some(truth)) => write!(self.0, "{truth}"),
            Value::ChronoDate(Some(date)) => write!(self.0, "{date}"),
            Value::String(Some(text)) => {
                self.escaped(&text);
                Ok(())
            }
            Value::Bytes(Some(bytes)) => {
                self.hex(&bytes);
                Ok(())
            }
            // Rows hold no other kinds of values; all else is NULL.
            _ => self.0.write_str("\\N"),
        };
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\\' => self.0.push_str("\\\\"),
                '\t' => self.0.push_str("\\t"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                c => self.0.push(c),
            }
        }
    }

    fn hex(&mut self, bytes: &[u8]) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        self.0.push_str("\\\\x");
        for byte in bytes {
            self.0.push(char::from(DIGITS[usize::from(byte >> 4)]));
            self.0.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_so_that_copy_reads_them_back() {
        let mut text = Text::default();
        text.row([
            7_i64.into(),
            "a\tb\\c\nd".into(),
            vec![0_u8, 255].into(),
            Value::String(None),
            chrono::NaiveDate::from_ymd_opt(1957, 3, 24).into(),
        ]);
        assert_eq!(text.0, "7\ta\\tb\\\\c\\nd\t\\\\x00ff\t\\N\t1957-03-24\n");
    }
}
