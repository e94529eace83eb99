//! Conversations that wait for their next mail.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::Instant,
};

use super::session::Session;

const REST: Duration = Duration::from_secs(30); // servers drop silent connections after a minute or more

/// At most so many conversations at once, whoever sends.
#[derive(Debug)]
pub(super) struct Pool {
    places: Semaphore,
    resting: Arc<Mutex<Resting>>,
}

#[derive(Debug, Default)]
struct Resting {
    /// The one used last is taken first, so that what is not needed grows old.
    sessions: Vec<(Session, Instant)>,
    /// Somebody takes leave of those that have rested too long.
    watched: bool,
}

impl Pool {
    pub fn new(places: usize) -> Self {
        Self { places: Semaphore::new(places), resting: Arc::default() }
    }

    /// Waits for the right to hold a conversation.
    pub async fn place(&self) -> Option<SemaphorePermit<'_>> {
        self.places.acquire().await.ok()
    }

    /// One that is open already.
    pub fn take(&self) -> Option<Session> {
        lock(&self.resting).sessions.pop().map(|(session, _)| session)
    }

    /// Gives one back.
    pub fn rest(&self, session: Session) {
        let mut resting = lock(&self.resting);
        resting.sessions.push((session, Instant::now()));
        if !std::mem::replace(&mut resting.watched, true) {
            tokio::spawn(watch(Arc::downgrade(&self.resting)));
        }
    }
}

/// Ends the conversations that are not needed any more, until there is none or the pool is gone.
async fn watch(resting: Weak<Mutex<Resting>>) {
    loop {
        tokio::time::sleep(REST / 2).await;
        let Some(resting) = resting.upgrade() else { return };
        let (old, done) = {
            let mut resting = lock(&resting);
            let (young, old) = std::mem::take(&mut resting.sessions)
                .into_iter()
                .partition::<Vec<_>, _>(|(_, since)| since.elapsed() < REST);
            resting.sessions = young;
            resting.watched = !resting.sessions.is_empty();
            (old, !resting.watched)
        };
        futures::future::join_all(old.into_iter().map(|(session, _)| session.quit())).await;
        if done {
            return;
        }
    }
}

fn lock(resting: &Mutex<Resting>) -> MutexGuard<'_, Resting> {
    resting.lock().unwrap_or_else(PoisonError::into_inner)
}
