//! Claims jobs and runs a few of them at once.

use std::{panic::AssertUnwindSafe, time::Duration};

use futures::FutureExt;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{
    jobs,
    runner::{pause, poll},
};
use crate::{
    domain::Result,
    queue::{
        claim::{self, ClaimedJob, LEASE},
        retry::JobError,
    },
    state::App,
};

const AT_ONCE: usize = 4; // a long import must not hold up a report
// What still runs then is given up; its lease ends and another process begins it anew.
const GRACE: Duration = Duration::from_secs(10);

pub(super) async fn run(app: &App, worker: &str, shutdown: &CancellationToken) {
    let mut running = JoinSet::new();
    while !shutdown.is_cancelled() {
        while running.try_join_next().is_some() {}
        if running.len() < AT_ONCE {
            match claim::claim(&app.database, worker).await {
                Ok(Some(job)) => {
                    let app = app.clone();
                    running.spawn(async move { run_one(&app, job).await });
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::error!(%error, "no job could be claimed; trying again"),
            }
        }
        pause(poll(app), shutdown).await;
    }
    let finish = async { while running.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, finish).await.is_err() {
        tracing::warn!(jobs = running.len(), "jobs were given up at shutdown; they begin anew when their lease ends");
    }
}

/// Claims and runs one job; false when none is due.
pub(super) async fn run_next(app: &App, worker: &str) -> Result<bool> {
    let Some(job) = claim::claim(&app.database, worker).await? else { return Ok(false) };
    run_one(app, job).await;
    Ok(true)
}

async fn run_one(app: &App, claimed: ClaimedJob) {
    let outcome = match &claimed.job {
        Err(error) => Err(JobError::fatal(anyhow::anyhow!("the job cannot be read: {error}"))),
        Ok(job) => {
            tracing::info!(job = claimed.id, kind = job.kind(), "a job begins");
            let work = AssertUnwindSafe(jobs::run(app, job)).catch_unwind();
            tokio::select! {
                outcome = work => outcome.unwrap_or_else(|_| Err(JobError::retry(anyhow::anyhow!("the job panicked")))),
                () = keep_lease(app, &claimed) => {
                    tracing::error!(job = claimed.id, "the lease of a job was lost; another process runs it");
                    return;
                }
            }
        }
    };
    match &outcome {
        Ok(()) => tracing::info!(job = claimed.id, "a job is done"),
        Err(error) => tracing::error!(job = claimed.id, %error, "a job failed"),
    }
    let mut byte = [0];
    app.random.fill(&mut byte);
    let jitter = f64::from(byte[0]) / f64::from(u8::MAX);
    match claim::finish(&app.database, &claimed, outcome.as_ref().copied(), jitter).await {
        Ok(true) => {}
        Ok(false) => tracing::warn!(job = claimed.id, "the lease of a job had ended before it was done"),
        Err(error) => {
            tracing::error!(job = claimed.id, %error, "the end of a job could not be recorded; it begins anew when its lease ends");
        }
    }
}

/// Ends when the lease is lost.
async fn keep_lease(app: &App, job: &ClaimedJob) {
    loop {
        tokio::time::sleep(LEASE / 4).await;
        match claim::renew(&app.database, job).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(job = job.id, %error, "the lease of a job could not be renewed"),
        }
    }
}
