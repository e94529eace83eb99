//! Something a recipient did, and what it changes, worked out before anything is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{time::Timestamp, values::EventKind};
use sea_orm::{ActiveEnum, FromQueryResult};
use serde_json::{Value as Json, json};
use shared::ids::{CampaignId, RecipientId};

use crate::domain::campaigns::counts::Stage;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub recipient: RecipientId,
    pub kind: EventKind,
    pub at: Timestamp,
    /// By a known machine: kept as evidence, not counted.
    pub weak: bool,
    /// The machine, where it was one.
    pub agent: Option<String>,
}

impl Event {
    /// Something a person did.
    pub fn new(recipient: RecipientId, kind: EventKind, at: Timestamp) -> Self {
        Self { recipient, kind, at, weak: false, agent: None }
    }
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Recorded,
    /// It had happened before.
    Before,
    /// There is no such recipient.
    Unknown,
}

/// How far a recipient has come.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Progress {
    pub id: i64,
    pub campaign_id: i64,
    pub followed_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    pub opted_out_at: Option<Timestamp>,
    pub not_me_at: Option<Timestamp>,
    pub first_sent_at: Option<Timestamp>,
    /// Messages to them wait or are in doubt.
    pub has_open: bool,
}

/// What a group of events changes.
#[derive(Default)]
pub(super) struct Change {
    pub recipients: HashMap<i64, Progress>,
    /// Those of the recipients that come further.
    pub changed: BTreeSet<i64>,
    /// Rows of `recipient_event`: campaign, recipient, kind, time, agent.
    pub events: Vec<Json>,
    /// The same of machines, by recipient.
    pub weak_events: BTreeMap<i64, Json>,
    pub counts: BTreeMap<(CampaignId, Stage), i64>,
    pub acknowledged: Vec<i64>,
    pub opted_out: Vec<(i64, Timestamp)>,
    /// Those whose message somebody else reads.
    pub astray: Vec<(i64, Timestamp)>,
}

impl Change {
    pub fn new(recipients: HashMap<i64, Progress>) -> Self {
        Self { recipients, ..Self::default() }
    }

    pub fn apply(&mut self, event: &Event) -> Outcome {
        let id = event.recipient.get();
        let Some(mut recipient) = self.recipients.get(&id).cloned() else { return Outcome::Unknown };
        let before = match event.kind {
            EventKind::Followed => recipient.followed_at,
            EventKind::Acknowledged => recipient.acknowledged_at,
            EventKind::OptedOut => recipient.opted_out_at,
            EventKind::NotMe => recipient.not_me_at,
            // No act of a recipient: written down where it is done.
            EventKind::LinkRevoked => return Outcome::Before,
        };
        if before.is_some() {
            return Outcome::Before;
        }
        if event.weak {
            self.weak_events.insert(id, row(&recipient, EventKind::Followed, event.at, event.agent.as_deref()));
            return Outcome::Recorded;
        }
        if event.kind == EventKind::NotMe {
            // Nothing the patient did: it counts nowhere.
            recipient.not_me_at = Some(event.at);
            self.events.push(row(&recipient, event.kind, event.at, None));
            self.astray.push((id, event.at));
            self.changed.insert(id);
            self.recipients.insert(id, recipient);
            return Outcome::Recorded;
        }
        // Whoever presses a button has opened the page, and has been sent the link.
        if recipient.followed_at.is_none() {
            recipient.followed_at = Some(event.at);
            self.reached(&recipient, Stage::Followed);
            self.events.push(row(&recipient, EventKind::Followed, event.at, None));
        }
        if event.kind != EventKind::Followed {
            if recipient.first_sent_at.is_none() {
                recipient.first_sent_at = Some(event.at);
                self.reached(&recipient, Stage::Sent);
            }
            self.events.push(row(&recipient, event.kind, event.at, None));
        }
        match event.kind {
            EventKind::Followed | EventKind::NotMe | EventKind::LinkRevoked => {}
            EventKind::Acknowledged => {
                recipient.acknowledged_at = Some(event.at);
                self.reached(&recipient, Stage::Acknowledged);
                self.acknowledged.push(id);
            }
            EventKind::OptedOut => {
                recipient.opted_out_at = Some(event.at);
                self.reached(&recipient, Stage::OptedOut);
                self.opted_out.push((id, event.at));
            }
        }
        self.changed.insert(id);
        self.recipients.insert(id, recipient);
        Outcome::Recorded
    }

    /// Those whose page had a button pressed, where that is news for messages in doubt: they were sent the message,
    /// whatever the provider said.
    pub fn answered(&self) -> Vec<RecipientId> {
        let others = self.opted_out.iter().chain(&self.astray).map(|&(id, _)| id);
        let answered: Vec<i64> = self.acknowledged.iter().copied().chain(others).collect();
        self.with_open(&answered).into_iter().map(RecipientId::from).collect()
    }

    /// Those of the recipients to whom messages wait or are in doubt.
    pub fn with_open(&self, ids: &[i64]) -> Vec<i64> {
        ids.iter().copied().filter(|id| self.recipients.get(id).is_some_and(|recipient| recipient.has_open)).collect()
    }

    fn reached(&mut self, recipient: &Progress, stage: Stage) {
        *self.counts.entry((recipient.campaign_id.into(), stage)).or_default() += 1;
    }
}

fn row(recipient: &Progress, kind: EventKind, at: Timestamp, agent: Option<&str>) -> Json {
    json!([recipient.campaign_id, recipient.id, kind.to_value(), at.0, agent])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nobody_yet() -> Change {
        let recipient = Progress {
            id: 7,
            campaign_id: 1,
            followed_at: None,
            acknowledged_at: None,
            opted_out_at: None,
            not_me_at: None,
            first_sent_at: None,
            has_open: false,
        };
        Change::new(HashMap::from([(7, recipient)]))
    }

    fn event(kind: EventKind) -> Event {
        Event::new(RecipientId::from(7), kind, Timestamp(9))
    }

    #[test]
    fn a_button_counts_once_in_every_stage_it_proves() {
        let mut change = nobody_yet();
        assert_eq!(change.apply(&event(EventKind::Acknowledged)), Outcome::Recorded);
        assert_eq!(change.apply(&event(EventKind::Acknowledged)), Outcome::Before);
        assert_eq!(change.apply(&event(EventKind::Followed)), Outcome::Before);
        assert_eq!(change.apply(&event(EventKind::OptedOut)), Outcome::Recorded);
        assert!(change.counts.values().all(|&n| n == 1), "{:?}", change.counts);
        let reached: Vec<Stage> = change.counts.keys().map(|&(_, stage)| stage).collect();
        assert_eq!(reached, [Stage::Sent, Stage::Followed, Stage::Acknowledged, Stage::OptedOut]);
        assert_eq!(change.events.len(), 3);
    }

    #[test]
    fn somebody_else_counts_nowhere() {
        let mut change = nobody_yet();
        assert_eq!(change.apply(&event(EventKind::NotMe)), Outcome::Recorded);
        assert_eq!(change.apply(&event(EventKind::NotMe)), Outcome::Before);
        assert!(change.counts.is_empty());
        assert_eq!((change.events.len(), change.astray.as_slice()), (1, [(7, Timestamp(9))].as_slice()));
    }

    #[test]
    fn a_machine_changes_nothing_but_the_evidence() {
        let mut change = nobody_yet();
        let scan = Event { weak: true, ..event(EventKind::Followed) };
        assert_eq!(change.apply(&scan), Outcome::Recorded);
        assert!(change.changed.is_empty() && change.counts.is_empty() && change.events.is_empty());
        assert_eq!(change.weak_events.len(), 1);
    }
}
