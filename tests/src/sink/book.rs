//! What a sink is to do with each recipient, and what it has done.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Fate;

/// One message that somebody tried to hand over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Phone number or address.
    pub to: String,
    pub fate: Fate,
    /// Of a message that was read to its end. SMTP: the left part of its Message-ID. SNS: the id that was given to it.
    pub id: Option<String>,
}

/// Shared by the connections of a sink and the test.
#[derive(Clone, Default)]
pub(super) struct Book(Arc<Mutex<Pages>>);

#[derive(Default)]
struct Pages {
    plan: HashMap<String, VecDeque<Fate>>,
    otherwise: Fate,
    attempts: Vec<Attempt>,
    before_answer: Duration,
    unanswered: usize,
}

impl Book {
    /// The next attempts for `to` meet these, one after the other; then everything is as for anybody.
    pub fn plan(&self, to: &str, fates: &[Fate]) {
        self.open().plan.insert(to.to_owned(), fates.iter().copied().collect());
    }

    /// What attempts meet that are not planned.
    pub fn otherwise(&self, fate: Fate) {
        self.open().otherwise = fate;
    }

    /// Writes an attempt down and tells its fate and its number.
    pub fn meet(&self, to: &str) -> (Fate, usize) {
        let mut pages = self.open();
        let planned = pages.plan.get_mut(to).and_then(VecDeque::pop_front);
        let fate = planned.unwrap_or(pages.otherwise);
        pages.attempts.push(Attempt { to: to.to_owned(), fate, id: None });
        (fate, pages.attempts.len() - 1)
    }

    pub fn name(&self, attempt: usize, id: String) {
        if let Some(attempt) = self.open().attempts.get_mut(attempt) {
            attempt.id = Some(id);
        }
    }

    /// What is taken waits so long for its answer from now on.
    pub fn answers_after(&self, wait: Duration) {
        self.open().before_answer = wait;
    }

    /// A message that was taken waits for its answer.
    pub async fn answer<T>(&self, answer: T) -> T {
        let wait = {
            let mut pages = self.open();
            pages.unanswered += 1;
            pages.before_answer
        };
        let waiting = Waiting(self);
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        drop(waiting);
        answer
    }

    /// Messages that were taken and not yet answered.
    pub fn unanswered(&self) -> usize {
        self.open().unanswered
    }

    pub fn attempts(&self) -> Vec<Attempt> {
        self.open().attempts.clone()
    }

    fn open(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts as long as it lives.
struct Waiting<'a>(&'a Book);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.open().unanswered -= 1;
    }
}
