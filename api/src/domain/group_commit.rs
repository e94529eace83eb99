//! Group commit: what requests that run at the same time have to write goes into one transaction, so that the server
//! takes more of them a second than the disk takes commits.

use std::{fmt, sync::Arc, time::Duration};

use sea_orm::{DatabaseTransaction, DbErr};
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    time::Instant,
};

use crate::{
    database::{Database, Engine},
    domain::{Error, Result},
};

const WAITING: usize = 4096; // items in memory; requests beyond wait for their turn
const GROUP: usize = 512; // items in one transaction: it stays under 50 ms
const GATHER: Duration = Duration::from_millis(2); // about the time of a commit to a slow disk; only under load
const WRITERS: usize = 2; // at the same time on PostgreSQL, where one transaction need not wait for another
const QUIET: u32 = 8; // turns of the runtime that bring nothing new: nobody is on the way
const ATTEMPTS: u32 = 3; // PostgreSQL ends one of two transactions that wait for each other
const PAUSE: Duration = Duration::from_millis(20);

/// What is written, and how.
pub trait Write: Send + Sync + 'static {
    type Item: Send + Sync + 'static;
    /// What became of an item; a refusal of one is an outcome, not an error, which is of all.
    type Outcome: Send + 'static;
    /// Of the histogram of how many items are written at once.
    const GROUP_SIZE: &'static str;

    /// Writes items in the transaction given; outcomes in their order.
    fn write(
        &self,
        transaction: &DatabaseTransaction,
        items: &[Self::Item],
    ) -> impl Future<Output = Result<Vec<Self::Outcome>>> + Send;
}

/// The way to the tasks that write. Cheap to clone; the tasks end with the last of them.
pub struct GroupCommit<W: Write> {
    queue: mpsc::Sender<Waiting<W>>,
}

struct Waiting<W: Write> {
    item: W::Item,
    answer: oneshot::Sender<Answer<W>>,
}

type Answer<W> = std::result::Result<<W as Write>::Outcome, String>;

impl<W: Write> GroupCommit<W> {
    pub fn with(database: Database, writer: W) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        let (writer, waiting) = (Arc::new(writer), Arc::new(Mutex::new(waiting)));
        let writers = if database.engine() == Engine::Postgres { WRITERS } else { 1 };
        for _ in 0..writers {
            tokio::spawn(run(database.clone(), writer.clone(), waiting.clone()));
        }
        Self { queue }
    }

    /// Writes an item; returns when it is committed.
    pub async fn record(&self, item: W::Item) -> Result<W::Outcome> {
        let (answer, answered) = oneshot::channel();
        let ended = || Error::Internal(anyhow::anyhow!("the task that writes for all requests has ended"));
        self.queue.send(Waiting { item, answer }).await.map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?.map_err(|error| Error::Internal(anyhow::anyhow!(error)))
    }
}

impl<W: Write> Clone for GroupCommit<W> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone() }
    }
}

impl<W: Write> fmt::Debug for GroupCommit<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupCommit").finish_non_exhaustive()
    }
}

async fn run<W: Write>(database: Database, writer: Arc<W>, waiting: Arc<Mutex<mpsc::Receiver<Waiting<W>>>>) {
    let mut busy = false;
    let mut group = Vec::with_capacity(GROUP);
    loop {
        let mut waiting = waiting.lock().await;
        if waiting.recv_many(&mut group, GROUP).await == 0 {
            return;
        }
        if busy && group.len() < GROUP {
            gather(&mut waiting, &mut group).await;
        }
        // The next writer collects while this one writes.
        drop(waiting);
        busy = group.len() > 1;
        metrics::histogram!(W::GROUP_SIZE).record(f64::from(u32::try_from(group.len()).unwrap_or(u32::MAX)));
        let (items, answers): (Vec<_>, Vec<_>) = group.drain(..).map(|one| (one.item, one.answer)).unzip();
        let outcomes = commit(&database, &*writer, &items).await;
        // A requester that has gone away needs no answer.
        answers.into_iter().zip(outcomes).for_each(|(answer, outcome)| {
            let _ = answer.send(outcome);
        });
    }
}

/// Those that were answered a moment ago are about to come back: while there are requests to work at, these go first.
async fn gather<W: Write>(waiting: &mut mpsc::Receiver<Waiting<W>>, group: &mut Vec<Waiting<W>>) {
    let until = Instant::now() + GATHER;
    let mut quiet = 0;
    while group.len() < GROUP && quiet < QUIET && Instant::now() < until {
        tokio::task::yield_now().await;
        quiet += 1;
        while group.len() < GROUP
            && let Ok(one) = waiting.try_recv()
        {
            group.push(one);
            quiet = 0;
        }
    }
}

async fn commit<W: Write>(database: &Database, writer: &W, items: &[W::Item]) -> Vec<Answer<W>> {
    let mut attempt = 1;
    let error = loop {
        match commit_once(database, writer, items).await {
            Ok(outcomes) => return outcomes.into_iter().map(Ok).collect(),
            Err(error) if attempt < ATTEMPTS => {
                tracing::warn!(attempt, items = items.len(), %error, "a group was not written, trying again");
                tokio::time::sleep(PAUSE * attempt).await;
                attempt += 1;
            }
            Err(error) => break error,
        }
    };
    let mut answers = Vec::with_capacity(items.len());
    for item in items {
        // One that the database refuses takes no other with it.
        let alone = if items.len() > 1 && matches!(error, Error::Database(DbErr::Exec(_) | DbErr::Query(_))) {
            commit_once(database, writer, std::slice::from_ref(item)).await
        } else {
            Err(Error::Internal(anyhow::anyhow!("{error}")))
        };
        let outcome = alone.map_err(|error| error.to_string());
        answers.push(outcome.and_then(|outcomes| outcomes.into_iter().next().ok_or_else(|| error.to_string())));
    }
    answers
}

async fn commit_once<W: Write>(database: &Database, writer: &W, items: &[W::Item]) -> Result<Vec<W::Outcome>> {
    let transaction = database.begin().await?;
    let outcomes = writer.write(&transaction, items).await?;
    transaction.commit().await?;
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use futures::future::join_all;
    use sea_orm::ConnectionTrait;

    use super::*;

    /// Numbers into a table that takes each once.
    struct Numbers;

    impl Write for Numbers {
        type Item = i64;
        type Outcome = usize;
        const GROUP_SIZE: &'static str = "test_group_size";

        async fn write(&self, transaction: &DatabaseTransaction, items: &[i64]) -> Result<Vec<usize>> {
            for item in items {
                let sql = "INSERT INTO number (n) VALUES (?)";
                transaction.execute_raw(Engine::of(transaction).statement(sql, [(*item).into()])).await?;
            }
            Ok(vec![items.len(); items.len()])
        }
    }

    #[tokio::test]
    async fn what_comes_at_once_is_written_at_once_and_one_that_is_refused_alone() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("t.sqlite").display());
        let database = Database::connect(&url, 1).await.unwrap();
        database.writer().execute_unprepared("CREATE TABLE number (n INTEGER PRIMARY KEY)").await.unwrap();
        let numbers = GroupCommit::with(database, Numbers);
        let groups = join_all((0..100).map(|n| numbers.record(n))).await;
        assert!(groups.into_iter().any(|group| group.unwrap() > 10));
        let outcomes = join_all([200, 7, 201].map(|n| numbers.record(n))).await;
        assert_eq!(outcomes.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    }
}
