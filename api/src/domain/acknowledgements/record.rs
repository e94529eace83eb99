//! Writing down what recipients did: set-based, many at once, each fact once.

use std::collections::{BTreeMap, HashMap};

use entity::{
    time::Timestamp,
    values::{ActorKind, EventKind},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use serde_json::{Value as Json, json};
use shared::{
    channel::{Channel, MessageState},
    ids::{CampaignId, RecipientId},
};

use super::rows::JsonRows;
use crate::{
    database::Engine,
    domain::{
        Actor,
        Result,
        audit,
        campaigns::counts::{self, Stage},
        messages,
    },
    state::App,
};

const CHUNK: usize = 5_000; // events in one statement: a few hundred kB of JSON

/// Something a recipient did.
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

/// Records many events in one transaction; returns how many of them were new.
pub async fn record_many(app: &App, events: &[(RecipientId, EventKind, Timestamp)]) -> Result<u64> {
    let events: Vec<Event> = events.iter().map(|&(recipient, kind, at)| Event::new(recipient, kind, at)).collect();
    let transaction = app.database.begin().await?;
    let mut recorded = 0;
    for chunk in events.chunks(CHUNK) {
        let outcomes = record(&transaction, chunk).await?;
        recorded += outcomes.iter().filter(|&&outcome| outcome == Outcome::Recorded).count();
    }
    transaction.commit().await?;
    Ok(u64::try_from(recorded).unwrap_or(u64::MAX))
}

/// Records events, in order, in the transaction given; outcomes in the same order.
pub(super) async fn record(transaction: &DatabaseTransaction, events: &[Event]) -> Result<Vec<Outcome>> {
    let mut change = Change { recipients: read(transaction, events).await?, ..Change::default() };
    let outcomes = events.iter().map(|event| change.apply(event)).collect();
    change.write(transaction).await?;
    Ok(outcomes)
}

#[derive(Clone, Debug, FromQueryResult)]
struct Recipient {
    id: i64,
    campaign_id: i64,
    followed_at: Option<Timestamp>,
    acknowledged_at: Option<Timestamp>,
    opted_out_at: Option<Timestamp>,
    first_sent_at: Option<Timestamp>,
}

/// Reads the recipients of these events and locks them, in the order of their numbers so that two
/// transactions never wait for each other.
async fn read(transaction: &DatabaseTransaction, events: &[Event]) -> Result<HashMap<i64, Recipient>> {
    let engine = Engine::of(transaction);
    let lock = if engine == Engine::Postgres { "FOR UPDATE OF r" } else { "" };
    let sql = format!(
        "SELECT r.id, r.campaign_id, r.followed_at, r.acknowledged_at, r.opted_out_at, r.first_sent_at \
         FROM {} JOIN recipient r ON r.id = v.id ORDER BY r.id {lock}",
        JsonRows::ids(engine)
    );
    let mut ids: Vec<i64> = events.iter().map(|event| event.recipient.get()).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows =
        Recipient::find_by_statement(engine.statement(&sql, [json!(ids).to_string().into()])).all(transaction).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// What a group of events changes, worked out before anything is written.
#[derive(Default)]
struct Change {
    recipients: HashMap<i64, Recipient>,
    changed: BTreeMap<i64, ()>,
    events: Vec<Json>,
    weak_events: Vec<Json>,
    counts: BTreeMap<(CampaignId, Stage), i64>,
    acknowledged: Vec<i64>,
    opted_out: Vec<(i64, Timestamp)>,
}

impl Change {
    fn apply(&mut self, event: &Event) -> Outcome {
        let id = event.recipient.get();
        let Some(mut recipient) = self.recipients.get(&id).cloned() else { return Outcome::Unknown };
        let before = match event.kind {
            EventKind::Followed => recipient.followed_at,
            EventKind::Acknowledged => recipient.acknowledged_at,
            EventKind::OptedOut => recipient.opted_out_at,
        };
        if before.is_some() {
            return Outcome::Before;
        }
        if event.weak {
            let kind = EventKind::Followed;
            self.weak_events.push(row(&recipient, kind, event.at, event.agent.as_deref()));
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
            EventKind::Followed => {}
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
        self.changed.insert(id, ());
        self.recipients.insert(id, recipient);
        Outcome::Recorded
    }

    fn reached(&mut self, recipient: &Recipient, stage: Stage) {
        *self.counts.entry((recipient.campaign_id.into(), stage)).or_default() += 1;
    }

    async fn write(&self, transaction: &DatabaseTransaction) -> Result<()> {
        self.write_weak_events(transaction).await?;
        let Some((&spread, ())) = self.changed.first_key_value() else { return Ok(()) };
        self.write_recipients(transaction).await?;
        self.write_events(transaction).await?;
        for (&(campaign, stage), &n) in &self.counts {
            counts::add_recipients(transaction, campaign, stage, spread, n).await?;
        }
        self.resolve_uncertain(transaction).await?;
        let opted_out: Vec<i64> = self.opted_out.iter().map(|&(id, _)| id).collect();
        take_back(transaction, &self.acknowledged, MessageState::Cancelled, "acknowledged").await?;
        take_back(transaction, &opted_out, MessageState::Suppressed, "opted_out").await?;
        self.suppress(transaction).await
    }

    async fn write_recipients(&self, transaction: &DatabaseTransaction) -> Result<()> {
        let engine = Engine::of(transaction);
        let rows = JsonRows::new(
            engine,
            &[
                ("id", "bigint"),
                ("followed_at", "bigint"),
                ("acknowledged_at", "bigint"),
                ("opted_out_at", "bigint"),
                ("first_sent_at", "bigint"),
            ],
        );
        // The rows are locked, so what was worked out from them still holds.
        let sql = format!(
            "UPDATE recipient SET followed_at = v.followed_at, acknowledged_at = v.acknowledged_at, \
             opted_out_at = v.opted_out_at, first_sent_at = v.first_sent_at FROM {rows} WHERE recipient.id = v.id"
        );
        let values: Vec<Json> = self
            .changed
            .keys()
            .filter_map(|id| self.recipients.get(id))
            .map(|r| {
                let at = |at: Option<Timestamp>| at.map(|at| at.0);
                json!([r.id, at(r.followed_at), at(r.acknowledged_at), at(r.opted_out_at), at(r.first_sent_at)])
            })
            .collect();
        transaction.execute_raw(engine.statement(&sql, [Json::from(values).to_string().into()])).await?;
        Ok(())
    }

    async fn write_events(&self, transaction: &DatabaseTransaction) -> Result<()> {
        let engine = Engine::of(transaction);
        let sql = format!(
            "INSERT INTO recipient_event (campaign_id, recipient_id, kind, at, weak, agent) \
             SELECT v.campaign_id, v.recipient_id, v.kind, v.at, FALSE, v.agent FROM {}",
            JsonRows::new(engine, EVENT_COLUMNS)
        );
        let rows = Json::from(self.events.clone()).to_string();
        transaction.execute_raw(engine.statement(&sql, [rows.into()])).await?;
        Ok(())
    }

    /// One weak event a recipient: a scanner that comes back tells nothing new.
    async fn write_weak_events(&self, transaction: &DatabaseTransaction) -> Result<()> {
        if self.weak_events.is_empty() {
            return Ok(());
        }
        let engine = Engine::of(transaction);
        let sql = format!(
            "INSERT INTO recipient_event (campaign_id, recipient_id, kind, at, weak, agent) \
             SELECT v.campaign_id, v.recipient_id, v.kind, v.at, TRUE, v.agent FROM {} \
             WHERE NOT EXISTS (SELECT 1 FROM recipient_event e WHERE e.recipient_id = v.recipient_id AND e.weak)",
            JsonRows::new(engine, EVENT_COLUMNS)
        );
        let mut rows = self.weak_events.clone();
        rows.dedup_by_key(|row| row[1].clone());
        transaction.execute_raw(engine.statement(&sql, [Json::from(rows).to_string().into()])).await?;
        Ok(())
    }

    /// Somebody who answers was sent the message, whatever the provider said.
    async fn resolve_uncertain(&self, transaction: &DatabaseTransaction) -> Result<()> {
        #[derive(FromQueryResult)]
        struct Uncertain {
            recipient_id: i64,
        }
        let answered: Vec<i64> =
            self.acknowledged.iter().copied().chain(self.opted_out.iter().map(|&(id, _)| id)).collect();
        if answered.is_empty() {
            return Ok(());
        }
        let engine = Engine::of(transaction);
        let sql = format!(
            "SELECT DISTINCT m.recipient_id FROM {} JOIN message m ON m.recipient_id = v.id \
             WHERE m.state = 'uncertain' ORDER BY m.recipient_id",
            JsonRows::ids(engine)
        );
        let statement = engine.statement(&sql, [json!(answered).to_string().into()]);
        for row in Uncertain::find_by_statement(statement).all(transaction).await? {
            messages::resolve_uncertain_as_sent(transaction, row.recipient_id.into()).await?;
        }
        Ok(())
    }

    async fn suppress(&self, transaction: &DatabaseTransaction) -> Result<()> {
        let sql = "INSERT INTO suppression (kind, value_index, reason, patient_id, created_at) \
                   SELECT DISTINCT p.kind, p.value_index, 'opted_out', p.patient_id, CAST(? AS BIGINT) \
                   FROM contact_point p JOIN recipient r ON r.patient_id = p.patient_id WHERE r.id = ? \
                   ON CONFLICT DO NOTHING";
        for &(id, at) in &self.opted_out {
            let recipient = RecipientId::from(id);
            let done =
                transaction.execute_raw(Engine::of(transaction).statement(sql, [at.0.into(), id.into()])).await?;
            let mut patient = Actor::client(&recipient.to_string(), "patient", Vec::new());
            patient.kind = ActorKind::Patient;
            let entry = audit::Entry {
                action: "recipient.opted_out",
                subject: Some(recipient.to_string()),
                detail: json!({ "suppressed_contact_points": done.rows_affected() }),
            };
            audit::record(transaction, at, &patient, entry).await?;
        }
        Ok(())
    }
}

const EVENT_COLUMNS: &[(&str, &str)] =
    &[("campaign_id", "bigint"), ("recipient_id", "bigint"), ("kind", "text"), ("at", "bigint"), ("agent", "text")];

fn row(recipient: &Recipient, kind: EventKind, at: Timestamp, agent: Option<&str>) -> Json {
    use sea_orm::ActiveEnum;
    json!([recipient.campaign_id, recipient.id, kind.to_value(), at.0, agent])
}

/// Queued messages of these recipients are not sent any more.
async fn take_back(
    transaction: &DatabaseTransaction,
    recipients: &[i64],
    to: MessageState,
    reason: &str,
) -> Result<()> {
    #[derive(FromQueryResult)]
    struct TakenBack {
        campaign_id: i64,
        wave: i32,
        channel: Channel,
    }
    if recipients.is_empty() {
        return Ok(());
    }
    let engine = Engine::of(transaction);
    let sql = format!(
        "UPDATE message SET state = ?, reason = ?, updated_at = {} WHERE state = 'queued' \
         AND recipient_id IN (SELECT v.id FROM {}) RETURNING campaign_id, wave, channel",
        engine.now(),
        JsonRows::ids(engine)
    );
    let values = [to.as_str().into(), reason.into(), json!(recipients).to_string().into()];
    let rows = TakenBack::find_by_statement(engine.statement(&sql, values)).all(transaction).await?;
    let mut moved = BTreeMap::<(i64, i32, Channel), i64>::new();
    for row in rows {
        *moved.entry((row.campaign_id, row.wave, row.channel)).or_default() += 1;
    }
    for ((campaign, wave, channel), n) in moved {
        counts::move_messages(transaction, campaign.into(), wave, channel, MessageState::Queued, to, n).await?;
    }
    Ok(())
}
