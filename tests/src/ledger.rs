//! The ledger beside the log of a provider: patients with a number and an address of their own each, and the rows of what
//! was sent to them.

use std::fmt::Write;

use anyhow::{Context, ensure};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

use crate::{App, Client, Result, scene, wait};

const A_DAY_AND_AN_HOUR_MS: i64 = 25 * 3_600_000; // longer than a campaign waits for evidence

/// A row of the ledger.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    /// `sms` or `email`.
    pub channel: String,
    pub state: String,
    pub reason: Option<String>,
    pub provider_id: Option<String>,
    /// As a possible duplicate.
    pub is_marked: bool,
    /// The number or address of the patient.
    pub to: String,
}

impl Row {
    /// Whether it waits because the provider was not to be reached.
    pub fn is_not_connected(&self) -> bool {
        self.state == "queued" && self.reason.as_ref().is_some_and(|reason| reason.starts_with("no connection: "))
    }

    /// Whether its message waits or is on its way.
    pub fn is_open(&self) -> bool {
        ["queued", "claimed", "sending"].contains(&self.state.as_str())
    }
}

/// The number of the n-th patient, from 1: of those that are kept free for plays, as far as these go.
pub fn phone(patient: usize) -> String {
    format!("+447700{:06}", 900_100 + patient)
}

/// The address of the n-th patient, from 1.
pub fn address(patient: usize) -> String {
    format!("patient-{patient}@example.org")
}

/// A running campaign with an email and a text to each of so many patients.
pub async fn launched(app: &App, patients: usize) -> Result<(Client, Value)> {
    let mut csv = String::from("local_id,given_name,family_name,birth_date,phone,email,conditions\n");
    for n in 1..=patients {
        let (phone, address) = (phone(n), address(n));
        writeln!(csv, "{n},Ada,Byron,1950-01-02,{phone},{address},http://snomed.info/sct|195967001|Asthma")?;
    }
    let file = scene::file(app, "patients.csv", csv)?.display().to_string();
    app.json(&["import", &file]).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    Ok((client, id))
}

/// All of it, the oldest message first.
pub async fn read(app: &App) -> Result<Vec<Row>> {
    let database = app.database().connect().await?;
    let sql = "SELECT m.id, m.channel, m.state, m.reason, m.provider_id, m.possible_duplicate, p.local_id \
               FROM message m JOIN recipient r ON r.id = m.recipient_id JOIN patient p ON p.id = r.patient_id ORDER BY m.id";
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    database.close().await?;
    let read = rows.iter().map(|row| {
        let (channel, patient): (String, String) = (row.try_get("", "channel")?, row.try_get("", "local_id")?);
        let patient = patient.parse()?;
        Ok(Row {
            id: row.try_get("", "id")?,
            state: row.try_get("", "state")?,
            reason: row.try_get("", "reason")?,
            provider_id: row.try_get("", "provider_id")?,
            is_marked: row.try_get("", "possible_duplicate")?,
            to: if channel == "sms" { phone(patient) } else { address(patient) },
            channel,
        })
    });
    read.collect()
}

/// Waits until no message waits or is on its way; without the server's word, which may be down or live in another time.
pub async fn dispatched(app: &App) -> Result<Vec<Row>> {
    wait::until("every message to be dispatched", || async {
        let rows = read(app).await?;
        Ok((!rows.iter().any(Row::is_open)).then_some(rows))
    })
    .await
}

/// Has the worker look at the messages in doubt, and waits until it has.
pub async fn settle_doubts(app: &App) -> Result {
    execute(app, "UPDATE schedule SET next_run_at = 1 WHERE name = 'settle_doubts'").await?;
    wait::until("the messages in doubt to be looked at", || async {
        let sql = "SELECT (SELECT COUNT(*) FROM schedule WHERE name = 'settle_doubts' AND next_run_at = 1) + \
                   (SELECT COUNT(*) FROM job WHERE kind = 'settle_doubts' AND state IN ('queued', 'running')) AS n";
        Ok((count(app, sql).await? == 0).then_some(()))
    })
    .await
}

/// Lets the messages in doubt grow older than a campaign waits.
pub async fn a_day_passes(app: &App) -> Result {
    let older =
        format!("UPDATE message SET updated_at = updated_at - {A_DAY_AND_AN_HOUR_MS} WHERE state = 'uncertain'");
    execute(app, &older).await
}

/// The column `n` of the one row that `sql` finds.
pub async fn count(app: &App, sql: &str) -> Result<i64> {
    let database = app.database().connect().await?;
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    database.close().await?;
    Ok(row.context("no count")?.try_get("", "n")?)
}

pub async fn execute(app: &App, sql: &str) -> Result {
    let database = app.database().connect().await?;
    database.execute_unprepared(sql).await?;
    Ok(database.close().await?)
}

/// Sends a signal, as `kill` names it, to a process that this test has started.
pub async fn signal(process: u32, which: &str) -> Result {
    let sent = tokio::process::Command::new("kill").args([which, &process.to_string()]).status().await?;
    ensure!(sent.success(), "process {process} could not be signalled");
    Ok(())
}
