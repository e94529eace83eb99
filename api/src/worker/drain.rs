//! Works until nothing is left to do, for commands that want to see the end of it.

use std::time::Duration;

use futures::future::try_join_all;
use sea_orm::ConnectionTrait;
use shared::channel::Channel;
use tokio_util::sync::CancellationToken;

use super::{
    job_loop,
    presence::Presence,
    runner::{keep_house, name, poll},
};
use crate::{
    domain::{
        Result,
        messages::dispatch::{self, Dispatcher},
    },
    queue,
    state::App,
};

/// Runs jobs and sends messages until no job and no message of a running campaign waits or is on
/// its way. Messages that were put off are waited for.
pub async fn drain(app: &App) -> anyhow::Result<()> {
    let worker = name(app);
    let presence = Presence::begin(app, &worker).await?;
    loop {
        keep_house(app).await?;
        while job_loop::run_next(app, &worker).await? {}
        tokio::try_join!(channel(app, Channel::Email, &worker), channel(app, Channel::Sms, &worker))?;
        if !is_anything_left(app).await? {
            break;
        }
        tokio::time::sleep(poll(app)).await;
    }
    drop(presence);
    Ok(())
}

/// Sends until nothing can be claimed or the provider asks for a rest.
async fn channel(app: &App, channel: Channel, worker: &str) -> Result<()> {
    let lanes = dispatch::lanes(app);
    let dispatcher = Dispatcher::new(app, channel, worker, lanes);
    try_join_all((0..lanes).map(|_| lane(&dispatcher))).await?;
    Ok(())
}

async fn lane(dispatcher: &Dispatcher) -> Result<()> {
    let never = CancellationToken::new();
    loop {
        let done = dispatcher.run_once(&never).await?;
        if let Some(hold) = done.hold {
            tokio::time::sleep(hold.min(Duration::from_secs(1))).await;
            return Ok(());
        }
        if done.claimed == 0 {
            return Ok(());
        }
    }
}

async fn is_anything_left(app: &App) -> Result<bool> {
    let database = &app.database;
    if queue::claim::any_unfinished(database).await? {
        return Ok(true);
    }
    let sql = format!(
        "SELECT 1 FROM message_count n JOIN campaign c ON c.id = n.campaign_id \
         WHERE c.state = 'running' AND c.expires_at > {} AND n.n > 0 AND n.state IN ('queued', 'claimed', 'sending') LIMIT 1",
        database.engine().now()
    );
    Ok(database.reader().query_one_raw(database.statement(&sql, [])).await?.is_some())
}
