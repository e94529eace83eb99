//! Dispatch of one channel: claim → check → render → send → record.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use shared::channel::{Channel, MessageState};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{
    check,
    claim::{self, Claim, Claimed},
    hand_over::HandOver,
    leases,
    outcome::{self, Dispatched},
    pace::{Pace, Turn},
    record::{Outcome, Recorded, record},
    render::{Letter, Templates},
    spending::Priced,
};
use crate::{
    clients::delivery::{Answer, SendError},
    domain::{Result, campaigns},
    queue::retry::back_off,
    state::App,
};

const RECORD_ATTEMPTS: u32 = 6; // with the back-off below about six seconds: a database that restarts
const RECORD_WAIT: Duration = Duration::from_millis(100); // doubling
const GROUP_TIME: Duration = Duration::from_millis(500); // a pause takes hold after the group on its way
const SOON: Duration = Duration::from_millis(20); // outcomes wait no longer for the next group to be recorded with it
const AFTER_ERROR: Duration = Duration::from_secs(1);
const LEAD: Duration = Duration::from_millis(100); // a group is marked so long before its turn, lest it be late for it

/// Groups of a channel that one worker has on their way at the same time: while the provider takes one, the database
/// writes the other.
const LANES: u32 = 2;

/// How many lanes a worker sends on, each with its share of what may be on its way.
pub fn lanes(app: &App) -> u32 {
    LANES.min(app.config.worker.group)
}

/// Sends the messages of one channel on behalf of one worker. Keep it: it knows the pace. Its lanes share it.
#[derive(Debug)]
pub struct Dispatcher {
    app: App,
    worker: String,
    channel: Channel,
    lease: Duration,
    pace: Pace,
    hand_over: HandOver,
    /// Batches in a row that the provider put off as a whole.
    strikes: AtomicU32,
    /// How many run at the same time; together they hold one batch and one group.
    lanes: u32,
}

/// Claims and sends one batch of each channel; returns what was done.
pub async fn run_once(app: &App, worker: &str) -> Result<Dispatched> {
    let never = CancellationToken::new();
    let email = Dispatcher::new(app, Channel::Email, worker, 1);
    let sms = Dispatcher::new(app, Channel::Sms, worker, 1);
    let (email, sms) = tokio::join!(email.run_once(&never), sms.run_once(&never));
    Ok(email? + sms?)
}

impl Dispatcher {
    /// As many calls of [`Self::run_once`] as there are `lanes` may run at the same time.
    pub fn new(app: &App, channel: Channel, worker: &str, lanes: u32) -> Self {
        let per_second = match channel {
            Channel::Email => app.config.email.per_second,
            Channel::Sms => app.config.sms.per_second,
        };
        Self {
            worker: worker.to_owned(),
            channel,
            lease: Duration::from_secs(app.config.worker.lease_seconds.into()),
            pace: Pace::new(channel, per_second),
            hand_over: HandOver::new(app, channel, per_second),
            strikes: AtomicU32::new(0),
            lanes: lanes.max(1),
            app: app.clone(),
        }
    }

    /// Claims and sends one batch. Ends early, with the rest given back, when `shutdown` is asked
    /// for, a window closes or the provider takes no more.
    pub async fn run_once(&self, shutdown: &CancellationToken) -> Result<Dispatched> {
        let database = &self.app.database;
        let limit = self.pace.within(self.lease / 3, self.share(self.app.config.worker.batch));
        let wanted = Claim {
            channel: self.channel,
            worker: &self.worker,
            lease: self.lease,
            limit: u64::try_from(limit).unwrap_or(u64::MAX),
            at: self.app.clock.now(),
            closed_days: &self.app.config.sending.closed_days,
        };
        let batch = claim::claim(database, wanted).await?;
        if batch.messages.is_empty() {
            return Ok(Dispatched::default());
        }
        match self.prepare(&batch.messages).await {
            Ok((letters, stopped)) => {
                let work = Work { claimed: batch.messages.len(), until: batch.until, shutdown };
                self.send(work, letters, stopped).await
            }
            Err(error) => {
                leases::release(database, self.priced(), &batch.messages).await?;
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

    async fn send(&self, work: Work<'_>, letters: Vec<Letter>, mut outcomes: Vec<Outcome>) -> Result<Dispatched> {
        let mut done = Dispatched { claimed: work.claimed, ..Dispatched::default() };
        let mut rest = letters;
        let mut given_back: Vec<Claimed> = Vec::new();
        let mut reserved: Option<Turn> = None;
        loop {
            let turn = self.next_turn(&work, &mut done, &rest, &mut outcomes, reserved.take()).await;
            let later = rest.split_off(if turn.is_some() { self.group(&rest) } else { 0 });
            let mut group = std::mem::replace(&mut rest, later);
            let recorded = match self.record(&outcomes, &group).await {
                Ok(recorded) => recorded,
                Err(error) => {
                    given_back.extend(group.iter().chain(&rest).map(|letter| letter.message));
                    leases::release(&self.app.database, self.priced(), &given_back).await?;
                    return Err(error);
                }
            };
            done.count(self.channel, &outcomes);
            let Some(turn) = turn.filter(|_| !group.is_empty()) else { break };
            self.pause_exhausted(&recorded).await;
            let marked = |letter: &Letter| recorded.marked.contains(&letter.message.id);
            given_back.extend(group.iter().filter(|letter| !marked(letter)).map(|letter| letter.message));
            group.retain(marked);
            let group = Arc::new(group);
            let begun = Instant::now();
            // The next turn is asked for while this group is on its way, so that none is lost in between.
            let (answers, next) = tokio::join!(self.hand_over(&group, turn, &rest), self.ask_for_turn(&rest));
            reserved = next;
            done.hold = self.hold(&answers, begun.elapsed()).await;
            let most = self.app.config.sending.attempts;
            let answered = group.iter().zip(answers);
            outcomes = answered.map(|(to, answer)| outcome::of_answer(to, answer, self.jitter(), most)).collect();
        }
        given_back.extend(rest.iter().map(|letter| letter.message));
        leases::release(&self.app.database, self.priced(), &given_back).await?;
        Ok(done)
    }

    /// Waits until shortly before the turn of the next group; none when nothing more is to be sent. Outcomes do not wait
    /// with it.
    async fn next_turn(
        &self,
        work: &Work<'_>,
        done: &mut Dispatched,
        rest: &[Letter],
        outcomes: &mut Vec<Outcome>,
        reserved: Option<Turn>,
    ) -> Option<Turn> {
        if done.hold.is_some() || work.is_over(&self.app) {
            return None;
        }
        let turn = match reserved {
            Some(turn) => turn,
            None => self.ask_for_turn(rest).await?,
        };
        if let Turn::Later(wait) = turn {
            done.hold = Some(wait);
            return None;
        }
        let wait = turn.wait().saturating_sub(LEAD);
        if wait > SOON {
            // What fails here is recorded with the next group, or tried again there.
            if !outcomes.is_empty() && self.record(outcomes, &[]).await.is_ok() {
                done.count(self.channel, outcomes);
                outcomes.clear();
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = work.shutdown.cancelled() => {}
            }
        }
        (!work.is_over(&self.app)).then_some(turn)
    }

    fn priced(&self) -> Priced<'_> {
        Priced { channel: self.channel, price: self.app.config.prices.of(self.channel) }
    }

    /// What one lane has of what the channel may have.
    fn share(&self, whole: u32) -> u32 {
        (whole / self.lanes).max(1)
    }

    /// How many letters leave together: what a pause may come too late for, and a crash leave in doubt.
    fn group(&self, rest: &[Letter]) -> usize {
        self.pace.within(GROUP_TIME, self.share(self.app.config.worker.group)).min(rest.len())
    }

    /// The turn of the next group; none where nothing is left.
    async fn ask_for_turn(&self, rest: &[Letter]) -> Option<Turn> {
        let size = self.group(rest);
        if size == 0 {
            return None;
        }
        let turn = self.pace.turn(&self.app.database, size).await;
        Some(turn.unwrap_or_else(|error| {
            tracing::warn!(%error, channel = %self.channel, "the pace could not be asked for; trying again");
            Turn::Later(AFTER_ERROR)
        }))
    }

    /// [`record`], patiently: outcomes are known only here, and what is not written becomes
    /// uncertain. When it took more than one attempt nothing new is marked, because a commit whose
    /// answer was lost may have done so already.
    async fn record(&self, outcomes: &[Outcome], group: &[Letter]) -> Result<Recorded> {
        let lease_ms = i64::try_from(self.lease.as_millis()).unwrap_or(i64::MAX);
        let database = &self.app.database;
        let at = self.app.clock.timestamp();
        let mut error = match record(database, self.priced(), lease_ms, at, outcomes, group).await {
            Ok(recorded) => return Ok(recorded),
            Err(error) => error,
        };
        for attempt in 0..RECORD_ATTEMPTS {
            tracing::warn!(%error, attempt, channel = %self.channel, "outcomes could not be recorded; trying again");
            tokio::time::sleep(RECORD_WAIT * 2_u32.pow(attempt)).await;
            match record(database, self.priced(), lease_ms, at, outcomes, &[]).await {
                Ok(_) => break,
                Err(again) => error = again,
            }
        }
        Err(error)
    }

    /// What fails here is no reason to leave a group that is marked: whoever claims the rest asks for the pause again.
    async fn pause_exhausted(&self, recorded: &Recorded) {
        for &(campaign, budget) in &recorded.exhausted {
            if let Err(error) = campaigns::pause_at_budget(&self.app, campaign.into(), budget).await {
                tracing::warn!(%error, campaign, "a campaign has reached its budget and could not be paused; its next batch tries again");
            }
        }
    }

    /// Hands a group over and keeps its leases, and those of the rest of the batch, alive meanwhile.
    async fn hand_over(&self, group: &Arc<Vec<Letter>>, turn: Turn, rest: &[Letter]) -> Vec<Answer> {
        let answers = self.hand_over.send(group.clone(), turn);
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
    async fn hold(&self, answers: &[Answer], took: Duration) -> Option<Duration> {
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
        if answers.iter().any(|answer| matches!(answer, Err(SendError::Throttled { .. }))) {
            let taken = answers.iter().filter(|answer| answer.is_ok()).count();
            if let Err(error) = self.pace.slow_down(&self.app.database, hold, taken, took).await {
                tracing::warn!(%error, channel = %self.channel, "other workers could not be told to slow down");
            }
        }
        Some(hold)
    }

    /// From 0 to 1.
    fn jitter(&self) -> f64 {
        let mut bytes = [0; 4];
        self.app.random.fill(&mut bytes);
        f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
    }
}

/// A batch that is being sent.
struct Work<'a> {
    claimed: usize,
    /// When the first window of its campaigns closes.
    until: Option<DateTime<Utc>>,
    shutdown: &'a CancellationToken,
}

impl Work<'_> {
    fn is_over(&self, app: &App) -> bool {
        self.shutdown.is_cancelled() || self.until.is_some_and(|until| app.clock.now() >= until)
    }
}
