//! The barest durable insert there is of a row of answers: a statement a row, a commit a row, nothing checked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use sea_orm::{ConnectionTrait, DbErr, Statement};
use serde_json::json;
use tokio::{task::JoinSet, time::Instant};

use super::data::Form;
use crate::{
    database::{Database, Engine},
    state::App,
};

const SEALED: usize = 60; // bytes of a sealed answer: a nonce, a tag, some JSON

/// Inserts so many rows, and removes them again. PostgreSQL takes them over as many connections as the page is given;
/// SQLite has one writer.
pub(super) async fn insert(app: &App, form: &Form, rows: u32, connections: u32) -> anyhow::Result<Duration> {
    let engine = app.database.engine();
    let writers = if engine == Engine::Postgres { connections.max(1) } else { 1 };
    let database = Database::connect(&app.config.database_url(), writers).await?;
    let statement = Arc::new(statement(engine, form));
    let next = Arc::new(AtomicU32::new(0));
    let started = Instant::now();
    let mut tasks: JoinSet<Result<(), DbErr>> = JoinSet::new();
    for _ in 0..writers {
        let (database, statement, next) = (database.clone(), statement.clone(), next.clone());
        tasks.spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= rows {
                    return Ok(());
                }
                database.writer().execute_raw(statement(n)).await?;
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    let took = started.elapsed();
    app.database.writer().execute_unprepared("DELETE FROM form_response").await?;
    app.database.settle(&["form_response"]).await;
    Ok(took)
}

/// The row of the `n`th answer.
fn statement(engine: Engine, form: &Form) -> impl Fn(u32) -> Statement + Send + Sync + use<> {
    let answers = json!({ "vaccine": "flu", "date_known": "about", "vaccinated_about": "October", "place": "pharmacy",
        "place_name": "Castle", "record": true });
    let (form, version) = (form.id.get(), form.version);
    move |n| {
        let sql = "INSERT INTO form_response (form_id, form_version_id, language, answers, sealed, request_key, submitted_at) \
                   VALUES (?, ?, 'en', ?, ?, ?, 1)";
        let key = format!("bare-row-of-the-bench-{n}");
        let values = [form.into(), version.into(), answers.clone().into(), vec![7_u8; SEALED].into(), key.into()];
        engine.statement(sql, values)
    }
}
