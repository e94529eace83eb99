//! Group reads: what requests that run at the same time look up is read together, so that the server answers more of
//! them a second than the database takes queries. Nothing is kept: whoever asks gets what was read after they asked.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    hash::Hash,
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    database::Database,
    domain::{Error, Result},
};

const WAITING: usize = 4096; // in memory; requests beyond wait for their turn
const GROUP: usize = 256; // looked up at once

/// What is looked up, and how.
pub trait Read: Send + 'static {
    type Key: Clone + Eq + Hash + Send + Sync + 'static;
    type Value: Clone + Send + 'static;

    /// Those of the keys that there are; each key is given once.
    fn read(
        &mut self,
        database: &Database,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>>> + Send;
}

/// The way to the task that reads. Cheap to clone; the task ends with the last of them.
pub struct GroupRead<R: Read> {
    queue: mpsc::Sender<Waiting<R>>,
}

struct Waiting<R: Read> {
    key: R::Key,
    answer: oneshot::Sender<Answer<R>>,
}

type Answer<R> = std::result::Result<Option<<R as Read>::Value>, String>;

impl<R: Read> GroupRead<R> {
    pub fn with(database: Database, reader: R) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        tokio::spawn(run(database, reader, waiting));
        Self { queue }
    }

    /// What there is under a key by now; none where there is nothing.
    pub async fn get(&self, key: R::Key) -> Result<Option<R::Value>> {
        let (answer, answered) = oneshot::channel();
        let ended = || Error::Internal(anyhow::anyhow!("the task that reads for all requests has ended"));
        self.queue.send(Waiting { key, answer }).await.map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?.map_err(|error| Error::Internal(anyhow::anyhow!(error)))
    }
}

impl<R: Read> Clone for GroupRead<R> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone() }
    }
}

impl<R: Read> fmt::Debug for GroupRead<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupRead").finish_non_exhaustive()
    }
}

/// One look after the other: whoever comes meanwhile is in the next.
async fn run<R: Read>(database: Database, mut reader: R, mut waiting: mpsc::Receiver<Waiting<R>>) {
    let mut group = Vec::with_capacity(GROUP);
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        let keys: HashSet<&R::Key> = group.iter().map(|one| &one.key).collect();
        let keys: Vec<R::Key> = keys.into_iter().cloned().collect();
        let found = reader.read(&database, &keys).await.map_err(|error| error.to_string());
        for one in group.drain(..) {
            let answer = found.as_ref().map(|found| found.get(&one.key).cloned()).map_err(Clone::clone);
            // A requester that has gone away needs no answer.
            let _ = one.answer.send(answer);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use futures::future::join_all;

    use super::*;

    /// Doubles even numbers, and counts how often it was asked; 13 is a failure.
    struct Doubles(Arc<AtomicUsize>);

    impl Read for Doubles {
        type Key = u32;
        type Value = u32;

        async fn read(&mut self, _: &Database, keys: &[u32]) -> Result<HashMap<u32, u32>> {
            self.0.fetch_add(1, Ordering::Relaxed);
            // Others come meanwhile.
            tokio::task::yield_now().await;
            if keys.contains(&13) {
                return Err(Error::Internal(anyhow::anyhow!("thirteen")));
            }
            Ok(keys.iter().filter(|key| key.is_multiple_of(2)).map(|&key| (key, key * 2)).collect())
        }
    }

    #[tokio::test]
    async fn what_is_asked_for_at_once_is_read_at_once() {
        let looks = Arc::new(AtomicUsize::new(0));
        let database = Database::connect("sqlite::memory:", 1).await.unwrap();
        let doubles = GroupRead::with(database, Doubles(looks.clone()));
        let answers = join_all((0..100).chain(0..100).map(|n| if n == 13 { doubles.get(15) } else { doubles.get(n) }));
        for (position, answer) in answers.await.into_iter().enumerate() {
            let n = u32::try_from(position % 100).unwrap();
            assert_eq!(answer.unwrap(), n.is_multiple_of(2).then_some(n * 2), "{n}");
        }
        assert!(looks.load(Ordering::Relaxed) < 10, "{looks:?} looks");
        assert!(doubles.get(13).await.is_err());
        assert_eq!(doubles.get(14).await.unwrap(), Some(28), "one failure is not the next one's");
    }
}
