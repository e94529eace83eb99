//! Group commit: events of requests that run at the same time go into one transaction, so that the
//! server takes more acknowledgements a second than the disk takes commits.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use super::{
    event::{Event, Outcome},
    record::record,
};
use crate::{
    database::Database,
    domain::{Error, Result},
};

const WAITING: usize = 4096; // events in memory; requests beyond wait for their turn
const GROUP: usize = 512; // events in one transaction: it stays under 50 ms
const GATHER: Duration = Duration::from_millis(2); // about the time of a commit to disk; only under load
const ATTEMPTS: u32 = 3; // PostgreSQL ends one of two transactions that wait for each other
const PAUSE: Duration = Duration::from_millis(20);

/// The way to the task that writes. Cheap to clone; the task ends with the last of them.
#[derive(Clone, Debug)]
pub struct Recorder {
    queue: mpsc::Sender<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    event: Event,
    answer: oneshot::Sender<std::result::Result<Outcome, String>>,
}

impl Recorder {
    pub fn start(database: Database) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        tokio::spawn(write(database, waiting));
        Self { queue }
    }

    /// Records an event; returns when it is committed.
    pub async fn record(&self, event: Event) -> Result<Outcome> {
        let (answer, answered) = oneshot::channel();
        let ended = || Error::Internal(anyhow::anyhow!("the task that records events has ended"));
        self.queue.send(Waiting { event, answer }).await.map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?.map_err(|error| Error::Internal(anyhow::anyhow!(error)))
    }
}

async fn write(database: Database, mut waiting: mpsc::Receiver<Waiting>) {
    let mut busy = false;
    let mut group = Vec::with_capacity(GROUP);
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        if busy && group.len() < GROUP {
            // Those that were answered a moment ago are about to come back.
            tokio::time::sleep(GATHER).await;
            while group.len() < GROUP
                && let Ok(one) = waiting.try_recv()
            {
                group.push(one);
            }
        }
        busy = group.len() > 1;
        metrics::histogram!("recall_acknowledgement_group_size")
            .record(f64::from(u32::try_from(group.len()).unwrap_or(u32::MAX)));
        let (events, answers): (Vec<_>, Vec<_>) = group.drain(..).map(|one| (one.event, one.answer)).unzip();
        match commit(&database, &events).await {
            // A requester that has gone away needs no answer.
            Ok(outcomes) => answers.into_iter().zip(outcomes).for_each(|(answer, outcome)| {
                let _ = answer.send(Ok(outcome));
            }),
            Err(error) => answers.into_iter().for_each(|answer| {
                let _ = answer.send(Err(error.to_string()));
            }),
        }
    }
}

async fn commit(database: &Database, events: &[Event]) -> Result<Vec<Outcome>> {
    let mut attempt = 1;
    loop {
        match commit_once(database, events).await {
            Err(error) if attempt < ATTEMPTS => {
                tracing::warn!(attempt, events = events.len(), %error, "events were not recorded, trying again");
                tokio::time::sleep(PAUSE * attempt).await;
                attempt += 1;
            }
            result => return result,
        }
    }
}

async fn commit_once(database: &Database, events: &[Event]) -> Result<Vec<Outcome>> {
    let transaction = database.begin().await?;
    let outcomes = record(&transaction, events).await?;
    transaction.commit().await?;
    Ok(outcomes)
}
