//! A worker: loops for leases and schedules, for jobs, and one for each channel of messages.

use std::time::Duration;

use shared::channel::Channel;
use tokio_util::sync::CancellationToken;

use super::{feedback_loop, job_loop, message_loop, presence::Presence, schedule};
use crate::{
    clients::random::token,
    domain::{Result, messages::leases},
    queue,
    state::App,
};

/// Works until `shutdown` is asked for; then what is under way is finished and written down, and
/// what was only claimed is given back.
pub async fn run(app: &App, shutdown: CancellationToken) -> anyhow::Result<()> {
    let worker = name(app);
    let presence = Presence::begin(app, &worker).await?;
    schedule::ensure(app).await?;
    // This release may make other pages than the one that stored them.
    let refresh = queue::job::Job::RefreshFormPages {};
    queue::store::enqueue(app.database.writer(), &refresh, Some("start refresh_form_pages")).await?;
    tracing::info!(worker, "the worker has started");
    tokio::join!(
        housekeeping(app, &shutdown),
        feedback_loop::run(app, &shutdown),
        job_loop::run(app, &worker, &shutdown),
        message_loop::run(app, Channel::Email, &worker, &shutdown),
        message_loop::run(app, Channel::Sms, &worker, &shutdown),
    );
    drop(presence);
    tracing::info!(worker, "the worker has stopped");
    Ok(())
}

/// A name that no other worker has or had: leases of an earlier life of this machine are not ours.
pub(super) fn name(app: &App) -> String {
    format!("worker-{}-{}", std::process::id(), token(&*app.random, 10))
}

async fn housekeeping(app: &App, shutdown: &CancellationToken) {
    while !shutdown.is_cancelled() {
        if let Err(error) = keep_house(app).await {
            tracing::error!(%error, "leases and schedules could not be looked after; trying again");
        }
        pause(poll(app), shutdown).await;
    }
}

/// Reclaims what lost workers held, and enqueues what is due.
pub(super) async fn keep_house(app: &App) -> Result<()> {
    leases::expire(&app.database).await?;
    queue::claim::expire(&app.database).await?;
    schedule::tick(app).await?;
    Ok(())
}

pub(super) fn poll(app: &App) -> Duration {
    Duration::from_millis(app.config.worker.poll_milliseconds.into())
}

/// Sleeps, but not through a shutdown.
pub(super) async fn pause(time: Duration, shutdown: &CancellationToken) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        () = shutdown.cancelled() => {}
    }
}
