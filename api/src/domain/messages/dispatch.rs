//! Dispatch of one channel: claim → check → render → send → record.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use shared::channel::{Channel, MessageState};
use tokio_util::sync::CancellationToken;

use super::{
    check,
    claim::{self, Claimed},
    hand_over::HandOver,
    leases,
    outcome::{self, Dispatched},
    pace::Pace,
    record::{Outcome, record},
    render::{Letter, Templates},
};
use crate::{clients::delivery::Answer, domain::Result, queue::retry::back_off, state::App};

const RECORD_ATTEMPTS: u32 = 6; // with the back-off below about six seconds: a database that restarts
const RECORD_WAIT: Duration = Duration::from_millis(100); // doubling
const GROUP_TIME: Duration = Duration::from_secs(1); // a pause takes hold after the group on its way

/// Sends the messages of one channel on behalf of one worker. Keep it: it knows the pace.
#[derive(Debug)]
pub struct Dispatcher {
    app: App,
    worker: String,
    channel: Channel,
    lease: Duration,
    batch: u64,
    group: usize,
    hand_over: HandOver,
    /// Batches in a row that the provider put off as a whole.
    strikes: AtomicU32,
}

/// Claims and sends one batch of each channel; returns what was done.
pub async fn run_once(app: &App, worker: &str) -> Result<Dispatched> {
    let never = CancellationToken::new();
    let email = Dispatcher::new(app, Channel::Email, worker);
    let sms = Dispatcher::new(app, Channel::Sms, worker);
    let (email, sms) = tokio::join!(email.run_once(&never), sms.run_once(&never));
    Ok(email? + sms?)
}

impl Dispatcher {
    pub fn new(app: &App, channel: Channel, worker: &str) -> Self {
        let config = &app.config.worker;
        let lease = Duration::from_secs(config.lease_seconds.into());
        let pace = Pace::new(match channel {
            Channel::Email => app.config.email.per_second,
            Channel::Sms => app.config.sms.per_second,
        });
        Self {
            worker: worker.to_owned(),
            channel,
            lease,
            batch: u64::try_from(pace.within(lease / 3, config.batch)).unwrap_or(u64::MAX),
            group: pace.within(GROUP_TIME, config.group),
            hand_over: HandOver::new(app, channel, pace),
            strikes: AtomicU32::new(0),
            app: app.clone(),
        }
    }

    /// Claims and sends one batch. Ends early, with the rest given back, when `shutdown` is asked
    /// for or the provider takes no more.
    pub async fn run_once(&self, shutdown: &CancellationToken) -> Result<Dispatched> {
        let database = &self.app.database;
        let batch = claim::claim(database, self.channel, &self.worker, self.lease, self.batch).await?;
        if batch.is_empty() {
            return Ok(Dispatched::default());
        }
        match self.prepare(&batch).await {
            Ok((letters, stopped)) => self.send(batch.len(), letters, stopped, shutdown).await,
            Err(error) => {
                leases::release(database, &batch).await?;
                Err(error)
            }
        }
    }

    /// The letters to send, and the outcomes of messages that are not going to be sent.
    async fn prepare(&self, batch: &[Claimed]) -> Result<(Vec<Letter>, Vec<Outcome>)> {
        let (checked, must_not) = check::check(&self.app.database, &self.app.keys, self.channel, batch).await?;
        let templates = Templates::load(&self.app, self.channel, batch).await?;
        let mut stopped: Vec<Outcome> = must_not
            .into_iter()
            .map(|(message, reason)| outcome::before_sending(message, MessageState::Suppressed, &reason))
            .collect();
        let mut letters = Vec::with_capacity(checked.len());
        for checked in checked {
            match templates.render(&self.app, checked) {
                Ok(letter) => letters.push(letter),
                Err((message, reason)) => {
                    stopped.push(outcome::before_sending(message, MessageState::Failed, reason));
                }
            }
        }
        Ok((letters, stopped))
    }

    async fn send(
        &self,
        claimed: usize,
        letters: Vec<Letter>,
        mut outcomes: Vec<Outcome>,
        shutdown: &CancellationToken,
    ) -> Result<Dispatched> {
        let mut done = Dispatched { claimed, ..Dispatched::default() };
        let mut rest = letters;
        let mut given_back: Vec<Claimed> = Vec::new();
        loop {
            let stop = shutdown.is_cancelled() || done.hold.is_some();
            let later = rest.split_off(if stop { 0 } else { self.group.min(rest.len()) });
            let mut group = std::mem::replace(&mut rest, later);
            let marked = match self.record(&outcomes, &group).await {
                Ok(marked) => marked,
                Err(error) => {
                    given_back.extend(group.iter().chain(&rest).map(|letter| letter.message));
                    leases::release(&self.app.database, &given_back).await?;
                    return Err(error);
                }
            };
            done.count(self.channel, &outcomes);
            if group.is_empty() {
                break;
            }
            given_back.extend(group.iter().filter(|l| !marked.contains(&l.message.id)).map(|letter| letter.message));
            group.retain(|letter| marked.contains(&letter.message.id));
            let group = Arc::new(group);
            let answers = self.hand_over(&group, &rest).await;
            done.hold = self.hold(&answers);
            let messages = group.iter().map(|letter| letter.message);
            outcomes = messages.zip(answers).map(|(m, answer)| outcome::of_answer(m, answer, self.jitter())).collect();
        }
        given_back.extend(rest.iter().map(|letter| letter.message));
        leases::release(&self.app.database, &given_back).await?;
        Ok(done)
    }

    /// [`record`], patiently: outcomes are known only here, and what is not written becomes
    /// uncertain. When it took more than one attempt nothing new is marked, because a commit whose
    /// answer was lost may have done so already.
    async fn record(&self, outcomes: &[Outcome], group: &[Letter]) -> Result<HashSet<i64>> {
        let lease_ms = i64::try_from(self.lease.as_millis()).unwrap_or(i64::MAX);
        let database = &self.app.database;
        let mut error = match record(database, self.channel, lease_ms, outcomes, group).await {
            Ok(marked) => return Ok(marked.into_iter().collect()),
            Err(error) => error,
        };
        for attempt in 0..RECORD_ATTEMPTS {
            tracing::warn!(%error, attempt, channel = %self.channel, "outcomes could not be recorded; trying again");
            tokio::time::sleep(RECORD_WAIT * 2_u32.pow(attempt)).await;
            match record(database, self.channel, lease_ms, outcomes, &[]).await {
                Ok(_) => break,
                Err(again) => error = again,
            }
        }
        Err(error)
    }

    /// Hands a group over and keeps its leases, and those of the rest of the batch, alive meanwhile.
    async fn hand_over(&self, group: &Arc<Vec<Letter>>, rest: &[Letter]) -> Vec<Answer> {
        let answers = self.hand_over.send(group.clone());
        tokio::pin!(answers);
        loop {
            tokio::select! {
                answers = &mut answers => return answers,
                () = tokio::time::sleep(self.lease / 3) => {
                    let held: Vec<Claimed> = group.iter().chain(rest).map(|letter| letter.message).collect();
                    if let Err(error) = leases::renew(&self.app.database, &held, self.lease).await {
                        tracing::warn!(%error, channel = %self.channel, "leases could not be renewed");
                    }
                }
            }
        }
    }

    /// How long the channel must rest, where the provider takes no more.
    fn hold(&self, answers: &[Answer]) -> Option<Duration> {
        let asked = answers.iter().filter_map(outcome::asks_to_hold).max();
        let Some(asked) = asked else {
            if !answers.is_empty() {
                self.strikes.store(0, Ordering::Relaxed);
            }
            return None;
        };
        let strikes = self.strikes.fetch_add(1, Ordering::Relaxed) + 1;
        let hold = back_off(strikes, self.jitter()).max(asked);
        tracing::warn!(channel = %self.channel, hold_ms = hold.as_millis(), "the provider takes no more for now");
        Some(hold)
    }

    /// From 0 to 1.
    fn jitter(&self) -> f64 {
        let mut bytes = [0; 4];
        self.app.random.fill(&mut bytes);
        f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
    }
}
