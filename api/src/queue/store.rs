//! Enqueue inside the transaction that causes the work, and claim under a lease.

use anyhow::Context;
use entity::time::Timestamp;
use sea_orm::{ConnectionTrait, Value};
use serde_json::Value as Json;

use super::job::{Job, VERSION};
use crate::{database::Engine, domain::Result};

const MAX_ATTEMPTS: i32 = 8; // with the back-off of `retry`, about ten minutes

/// Enqueues a job to run as soon as possible. Where one with the same `dedupe_key` is queued or
/// running, nothing is added.
pub async fn enqueue(transaction: &impl ConnectionTrait, job: &Job, dedupe_key: Option<&str>) -> Result<()> {
    insert(transaction, job, dedupe_key, Engine::of(transaction).now(), []).await
}

/// The same for a job that is not to run before `at`.
pub async fn enqueue_at(
    transaction: &impl ConnectionTrait,
    job: &Job,
    dedupe_key: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    insert(transaction, job, dedupe_key, "?", [at.0.into()]).await
}

/// `run_at` is SQL with the parameters `at`.
async fn insert<const N: usize>(
    transaction: &impl ConnectionTrait,
    job: &Job,
    dedupe_key: Option<&str>,
    run_at: &str,
    at: [Value; N],
) -> Result<()> {
    let engine = Engine::of(transaction);
    let payload = serde_json::to_value(job).context("a job becomes JSON")?;
    let payload = payload.get("payload").cloned().unwrap_or(Json::Null);
    let now = engine.now();
    let sql = format!(
        "INSERT INTO job (kind, version, payload, state, dedupe_key, run_at, attempts, max_attempts, epoch, created_at) \
         VALUES (?, ?, ?, 'queued', ?, {run_at}, 0, ?, 0, {now}) ON CONFLICT DO NOTHING"
    );
    let mut values: Vec<Value> =
        vec![job.kind().into(), VERSION.into(), payload.into(), dedupe_key.map(ToOwned::to_owned).into()];
    values.extend(at);
    values.push(MAX_ATTEMPTS.into());
    transaction.execute_raw(engine.statement(&sql, values)).await?;
    Ok(())
}
