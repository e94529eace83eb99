//! SQLite: prepared inserts of many rows in one IMMEDIATE transaction of the writer.

use entity::time::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Value};

use super::{
    Target,
    rows::{self, CONDITION, CONTACT_POINT, PATIENT, REPLACED, REPLACED_WHEN_GIVEN},
};
use crate::{
    database::{Database, Engine},
    domain::{Result, patients::SealedPatient},
};

const ROWS_A_STATEMENT: usize = 128; // × 18 columns stays below 32,766 parameters; more rows gain nothing

/// Rows of one table that wait until a whole statement is full, so that few shapes have to be prepared.
struct Pending<const WIDTH: usize> {
    table: &'static str,
    columns: [&'static str; WIDTH],
    values: Vec<Value>,
    whole: String,
}

impl<const WIDTH: usize> Pending<WIDTH> {
    fn new(table: &'static str, columns: [&'static str; WIDTH]) -> Self {
        let mut pending = Self { table, columns, values: Vec::new(), whole: String::new() };
        pending.whole = pending.sql(ROWS_A_STATEMENT);
        pending
    }

    fn sql(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; WIDTH].join(", "));
        let rows = vec![row.as_str(); rows].join(", ");
        format!("INSERT INTO \"{}\" ({}) VALUES {rows}", self.table, self.columns.join(", "))
    }

    async fn push(&mut self, transaction: &DatabaseTransaction, row: [Value; WIDTH]) -> Result<()> {
        self.values.extend(row);
        if self.values.len() == ROWS_A_STATEMENT * WIDTH {
            let values = std::mem::replace(&mut self.values, Vec::with_capacity(ROWS_A_STATEMENT * WIDTH));
            transaction.execute_raw(Engine::Sqlite.statement(&self.whole, values)).await?;
        }
        Ok(())
    }

    async fn flush(&mut self, transaction: &DatabaseTransaction) -> Result<()> {
        if self.values.is_empty() {
            return Ok(());
        }
        let values = std::mem::take(&mut self.values);
        let sql = self.sql(values.len() / WIDTH);
        transaction.execute_raw(Engine::Sqlite.statement(&sql, values)).await?;
        Ok(())
    }
}

pub struct SqliteWriter {
    transaction: DatabaseTransaction,
    target: Target,
    next_id: i64,
    update: String,
    patients: Pending<{ PATIENT.len() }>,
    contacts: Pending<{ CONTACT_POINT.len() }>,
    conditions: Pending<{ CONDITION.len() }>,
}

impl SqliteWriter {
    pub async fn begin(database: &Database, target: Target) -> Result<Self> {
        let transaction = database.begin().await?;
        // Numbers of deleted patients are not given again, links may still name them.
        let sql = "SELECT max(COALESCE((SELECT max(id) FROM patient), 0), \
                   COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'patient'), 0)) AS last";
        let last = transaction.query_one_raw(Engine::Sqlite.statement(sql, [])).await?;
        let last: i64 = last.map(|row| row.try_get("", "last")).transpose()?.unwrap_or_default();
        let replaced = REPLACED.map(|column| format!("{column} = ?"));
        let given = REPLACED_WHEN_GIVEN.map(|column| format!("{column} = COALESCE(?, {column})"));
        Ok(Self {
            transaction,
            target,
            next_id: last + 1,
            update: format!("UPDATE patient SET {}, {} WHERE id = ?", replaced.join(", "), given.join(", ")),
            patients: Pending::new("patient", PATIENT),
            contacts: Pending::new("contact_point", CONTACT_POINT),
            conditions: Pending::new("condition", CONDITION),
        })
    }

    /// Dates the rows from now on.
    pub fn date(&mut self, now: Timestamp) {
        self.target.now = now;
    }

    pub fn transaction(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    pub async fn write(&mut self, patients: Vec<SealedPatient>) -> Result<()> {
        let mut children = Vec::with_capacity(patients.len());
        for mut patient in patients {
            let contacts = std::mem::take(&mut patient.contacts);
            let conditions = std::mem::take(&mut patient.conditions);
            let id = if let Some(id) = patient.id {
                self.update(id, patient).await?;
                id
            } else {
                let id = self.next_id;
                self.next_id += 1;
                self.patients.push(&self.transaction, rows::patient(patient, id, &self.target)).await?;
                id
            };
            children.push((id, contacts, conditions));
        }
        // A child refers to its patient, so no patient waits while children are written.
        self.patients.flush(&self.transaction).await?;
        for (id, contacts, conditions) in children {
            for contact in contacts {
                self.contacts.push(&self.transaction, rows::contact_point(contact, id)).await?;
            }
            for condition in conditions {
                self.conditions.push(&self.transaction, rows::condition(condition, id)).await?;
            }
        }
        Ok(())
    }

    async fn update(&self, id: i64, patient: SealedPatient) -> Result<()> {
        let values = rows::replaced(patient, &self.target).into_iter().chain([id.into()]);
        let statements = [
            Engine::Sqlite.statement(&self.update, values),
            Engine::Sqlite.statement("DELETE FROM contact_point WHERE patient_id = ?", [id.into()]),
            Engine::Sqlite.statement("DELETE FROM condition WHERE patient_id = ?", [id.into()]),
        ];
        for statement in statements {
            self.transaction.execute_raw(statement).await?;
        }
        Ok(())
    }

    pub async fn flush(&mut self) -> Result<()> {
        self.patients.flush(&self.transaction).await?;
        self.contacts.flush(&self.transaction).await?;
        self.conditions.flush(&self.transaction).await
    }

    pub async fn commit(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
    }

    pub async fn roll_back(self) -> Result<()> {
        Ok(self.transaction.rollback().await?)
    }
}
