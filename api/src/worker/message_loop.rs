//! Sends the messages of one channel, batch after batch.

use std::time::Duration;

use futures::future::join_all;
use shared::channel::Channel;
use tokio_util::sync::CancellationToken;

use super::runner::{pause, poll};
use crate::{
    domain::messages::dispatch::{self, Dispatcher},
    state::App,
};

const AFTER_ERROR: Duration = Duration::from_secs(2); // a database that restarts is back after a few of these

pub(super) async fn run(app: &App, channel: Channel, worker: &str, shutdown: &CancellationToken) {
    let lanes = dispatch::lanes(app);
    let dispatcher = Dispatcher::new(app, channel, worker, lanes);
    join_all((0..lanes).map(|_| lane(app, channel, &dispatcher, shutdown))).await;
}

async fn lane(app: &App, channel: Channel, dispatcher: &Dispatcher, shutdown: &CancellationToken) {
    while !shutdown.is_cancelled() {
        let wait = match dispatcher.run_once(shutdown).await {
            Ok(done) if done.hold.is_some() => done.hold.unwrap_or_default(),
            Ok(done) if done.claimed == 0 => poll(app),
            Ok(_) => continue,
            Err(error) => {
                tracing::error!(%error, %channel, "a batch of messages was broken off; trying again");
                AFTER_ERROR
            }
        };
        pause(wait, shutdown).await;
    }
}
