//! Claiming jobs under a lease, and what becomes of them.
//!
//! Leases run on the database's clock. Every later write names the epoch of the claim, so that a
//! process that slept past its lease changes nothing.

use std::time::Duration;

use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde_json::{Value as Json, json};

use super::{
    job::{Job, VERSION},
    retry::{JobError, back_off},
};
use crate::{database::Database, domain::Result};

/// How long a claim of a job holds before it must be renewed.
pub const LEASE: Duration = Duration::from_secs(90); // three renewals may fail before another process takes over

/// A job held under a lease.
#[derive(Clone, Debug)]
pub struct ClaimedJob {
    pub id: i64,
    pub epoch: i64,
    /// What is to be done; an error when this version of Recall cannot read it.
    pub job: std::result::Result<Job, String>,
    attempts: u32,
    max_attempts: u32,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    epoch: i64,
    kind: String,
    version: i32,
    payload: Json,
    attempts: i32,
    max_attempts: i32,
}

/// Claims the job that has waited longest, if there is one.
pub async fn claim(database: &Database, worker: &str) -> Result<Option<ClaimedJob>> {
    let (now, lock) = (database.engine().now(), database.engine().skip_locked());
    let due = format!("SELECT id FROM job WHERE state = 'queued' AND run_at <= {now} ORDER BY run_at, id LIMIT 1");
    // Looked at by a reader first: an idle worker writes nothing.
    if database.reader().query_one_raw(database.statement(&due, [])).await?.is_none() {
        return Ok(None);
    }
    let sql = format!(
        "UPDATE job SET state = 'running', epoch = epoch + 1, attempts = attempts + 1, lease_owner = ?, lease_expires_at = {now} + ? \
         WHERE id IN ({due} {lock}) RETURNING id, epoch, kind, version, payload, attempts, max_attempts"
    );
    let row = database.writer().query_one_raw(database.statement(&sql, [worker.into(), millis(LEASE)])).await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::from_query_result(&row, "")?;
    Ok(Some(ClaimedJob {
        id: row.id,
        epoch: row.epoch,
        job: read(&row.kind, row.version, row.payload),
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        max_attempts: u32::try_from(row.max_attempts).unwrap_or(0),
    }))
}

fn read(kind: &str, version: i32, payload: Json) -> std::result::Result<Job, String> {
    if version > VERSION {
        return Err(format!("the payload has version {version}, this Recall knows up to {VERSION}: update it"));
    }
    serde_json::from_value(json!({ "kind": kind, "payload": payload })).map_err(|error| error.to_string())
}

/// Makes the lease begin anew. False when it was lost.
pub async fn renew(database: &Database, job: &ClaimedJob) -> Result<bool> {
    let sql = format!(
        "UPDATE job SET lease_expires_at = {} + ? WHERE id = ? AND epoch = ? AND state = 'running'",
        database.engine().now()
    );
    write(database, &sql, vec![millis(LEASE), job.id.into(), job.epoch.into()]).await
}

/// Writes down how it ended. False when the lease was lost: another process has the job now.
pub async fn finish(
    database: &Database,
    job: &ClaimedJob,
    outcome: std::result::Result<(), &JobError>,
    jitter: f64,
) -> Result<bool> {
    let now = database.engine().now();
    let end = |state: &str| {
        format!(
            "UPDATE job SET state = '{state}', last_error = ?, finished_at = {now}, lease_owner = NULL, lease_expires_at = NULL \
             WHERE id = ? AND epoch = ? AND state = 'running'"
        )
    };
    let key = [Value::from(job.id), job.epoch.into()];
    let values = |first: Vec<Value>| first.into_iter().chain(key.clone()).collect();
    match outcome {
        Ok(()) => write(database, &end("done"), values(vec![None::<String>.into()])).await,
        Err(JobError::Retry(error)) if job.attempts < job.max_attempts => {
            let sql = format!(
                "UPDATE job SET state = 'queued', run_at = {now} + ?, last_error = ?, lease_owner = NULL, lease_expires_at = NULL \
                 WHERE id = ? AND epoch = ? AND state = 'running'"
            );
            let wait = millis(back_off(job.attempts, jitter));
            write(database, &sql, values(vec![wait, format!("{error:#}").into()])).await
        }
        Err(error) => write(database, &end("failed"), values(vec![error.to_string().into()])).await,
    }
}

/// Queues again what was held under leases that have ended, or end further ahead than any can because the clock of the
/// database has been set back since. Jobs can be begun twice.
pub async fn expire(database: &Database) -> Result<u64> {
    let (now, longest) = (database.engine().now(), (LEASE * 2).as_millis());
    let ended = format!("(lease_expires_at <= {now} OR lease_expires_at > {now} + {longest})");
    requeue(database, &ended, Vec::new()).await
}

/// Queues again everything not held by `worker`. Only for a caller who knows that no other worker lives.
pub async fn take_over(database: &Database, worker: &str) -> Result<u64> {
    requeue(database, "lease_owner <> ?", vec![worker.into()]).await
}

async fn requeue(database: &Database, which: &str, values: Vec<Value>) -> Result<u64> {
    let which = format!("state = 'running' AND {which}");
    let any = database.statement(&format!("SELECT 1 FROM job WHERE {which} LIMIT 1"), values.clone());
    if database.reader().query_one_raw(any).await?.is_none() {
        return Ok(0);
    }
    let sql = format!(
        "UPDATE job SET state = 'queued', epoch = epoch + 1, lease_owner = NULL, lease_expires_at = NULL WHERE id IN \
         (SELECT id FROM job WHERE {which} {})",
        database.engine().skip_locked()
    );
    Ok(database.writer().execute_raw(database.statement(&sql, values)).await?.rows_affected())
}

/// Whether a job waits or runs, wherever. A launch at a later time does not count.
pub async fn any_unfinished(database: &Database) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM job WHERE state = 'running' UNION ALL \
         SELECT 1 FROM job WHERE state = 'queued' AND (kind <> 'launch_campaign' OR run_at <= {}) LIMIT 1",
        database.engine().now()
    );
    Ok(database.reader().query_one_raw(database.statement(&sql, [])).await?.is_some())
}

async fn write(database: &Database, sql: &str, values: Vec<Value>) -> Result<bool> {
    Ok(database.writer().execute_raw(database.statement(sql, values)).await?.rows_affected() == 1)
}

fn millis(duration: Duration) -> Value {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::{job, values::JobState};
    use sea_orm::EntityTrait;

    use super::*;
    use crate::{queue::store::enqueue, testing::migrated};

    async fn only_job(database: &Database) -> job::Model {
        job::Entity::find().one(database.reader()).await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn a_job_is_claimed_once_and_ends() {
        let (_folder, database) = migrated().await;
        for _ in 0..2 {
            enqueue(database.writer(), &Job::RunReport { run: 7 }, Some("run 7")).await.unwrap();
        }
        let claimed = claim(&database, "worker-1").await.unwrap().unwrap();
        assert_eq!(claimed.job, Ok(Job::RunReport { run: 7 }));
        assert!(claim(&database, "worker-2").await.unwrap().is_none(), "the second was the same work");
        assert!(finish(&database, &claimed, Ok(()), 0.0).await.unwrap());
        assert_eq!(only_job(&database).await.state, JobState::Done);
        assert!(!any_unfinished(&database).await.unwrap());
    }

    #[tokio::test]
    async fn a_failure_says_whether_to_try_again() {
        let (_folder, database) = migrated().await;
        enqueue(database.writer(), &Job::CompleteCampaigns {}, None).await.unwrap();
        let claimed = claim(&database, "worker-1").await.unwrap().unwrap();
        let error = JobError::retry(anyhow::anyhow!("the database was busy"));
        finish(&database, &claimed, Err(&error), 0.0).await.unwrap();
        let job = only_job(&database).await;
        assert_eq!((job.state, job.last_error.as_deref()), (JobState::Queued, Some("the database was busy")));
        assert!(claim(&database, "worker-1").await.unwrap().is_none(), "it waits");
        database.writer().execute_unprepared("UPDATE job SET run_at = 0").await.unwrap();
        let claimed = claim(&database, "worker-1").await.unwrap().unwrap();
        finish(&database, &claimed, Err(&JobError::fatal(anyhow::anyhow!("no such report"))), 0.0).await.unwrap();
        assert_eq!(only_job(&database).await.state, JobState::Failed);
    }

    #[tokio::test]
    async fn a_worker_that_slept_past_its_lease_changes_nothing() {
        let (_folder, database) = migrated().await;
        enqueue(database.writer(), &Job::WeeklyReports {}, None).await.unwrap();
        let slept = claim(&database, "worker-1").await.unwrap().unwrap();
        database.writer().execute_unprepared("UPDATE job SET lease_expires_at = 0").await.unwrap();
        assert_eq!(expire(&database).await.unwrap(), 1);
        let other = claim(&database, "worker-2").await.unwrap().unwrap();
        assert!(!renew(&database, &slept).await.unwrap());
        assert!(!finish(&database, &slept, Ok(()), 0.0).await.unwrap());
        assert!(finish(&database, &other, Ok(()), 0.0).await.unwrap());
    }
}
