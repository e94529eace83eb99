//! Writing down what recipients did: set-based, many at once, each fact once.

use std::collections::HashMap;

use entity::{time::Timestamp, values::EventKind};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use serde_json::{Value as Json, json};
use shared::{
    channel::MessageState,
    ids::RecipientId,
    suppression::SuppressionReason::{OptedOut, WrongPerson},
};

use super::{
    effects::{TakenBack, suppress, take_back},
    event::{Change, Event, Outcome, Progress},
};
use crate::{
    database::{Engine, ids},
    domain::{Result, campaigns::counts, json_rows::JsonRows, messages},
    state::App,
};

const CHUNK: usize = 5_000; // events in one statement: a few hundred kB of JSON

const EVENT_COLUMNS: &[(&str, &str)] =
    &[("campaign_id", "bigint"), ("recipient_id", "bigint"), ("kind", "text"), ("at", "bigint"), ("agent", "text")];

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
pub(in crate::domain) async fn record(transaction: &DatabaseTransaction, events: &[Event]) -> Result<Vec<Outcome>> {
    let mut change = Change::new(read(transaction, events).await?);
    let outcomes = events.iter().map(|event| change.apply(event)).collect();
    write(transaction, &change).await?;
    Ok(outcomes)
}

/// Reads the recipients of these events and locks them, in the order of their numbers so that two
/// transactions never wait for each other.
async fn read(transaction: &DatabaseTransaction, events: &[Event]) -> Result<HashMap<i64, Progress>> {
    let engine = Engine::of(transaction);
    let lock = if engine == Engine::Postgres { "FOR NO KEY UPDATE OF r" } else { "" };
    let sql = format!(
        "SELECT r.id, r.campaign_id, r.followed_at, r.acknowledged_at, r.opted_out_at, r.not_me_at, r.first_sent_at, \
         EXISTS (SELECT 1 FROM message m WHERE m.recipient_id = r.id AND m.state IN ('queued', 'uncertain')) AS has_open \
         FROM recipient r WHERE {} ORDER BY r.id {lock}",
        engine.is_among("r.id")
    );
    let statement = engine.statement(&sql, [ids(events.iter().map(|event| event.recipient.get()))]);
    let rows = Progress::find_by_statement(statement).all(transaction).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Rows first, counters last and in one order, as the worker does: counters are what transactions share.
async fn write(transaction: &DatabaseTransaction, change: &Change) -> Result<()> {
    write_weak_events(transaction, change).await?;
    let Some(&spread) = change.changed.first() else { return Ok(()) };
    write_recipients(transaction, change).await?;
    write_events(transaction, change).await?;
    let opted_out: Vec<i64> = change.opted_out.iter().map(|&(id, _)| id).collect();
    let astray: Vec<i64> = change.astray.iter().map(|&(id, _)| id).collect();
    let mut taken = TakenBack::default();
    for (who, to, reason) in [
        (&change.acknowledged, MessageState::Cancelled, "acknowledged"),
        (&opted_out, MessageState::Suppressed, OptedOut.as_str()),
        (&astray, MessageState::Suppressed, WrongPerson.as_str()),
    ] {
        take_back(transaction, &change.with_open(who), to, reason, &mut taken).await?;
    }
    counts::add_all_recipients(transaction, spread, &change.counts).await?;
    let answered = change.answered();
    if !answered.is_empty() {
        messages::resolve_many_uncertain_as_sent(transaction, &answered).await?;
    }
    taken.count(transaction).await?;
    suppress(transaction, &change.opted_out, OptedOut, "recipient.opted_out").await?;
    suppress(transaction, &change.astray, WrongPerson, "recipient.not_me").await
}

async fn write_recipients(transaction: &DatabaseTransaction, change: &Change) -> Result<()> {
    let engine = Engine::of(transaction);
    let rows = JsonRows::new(
        engine,
        &[
            ("id", "bigint"),
            ("followed_at", "bigint"),
            ("acknowledged_at", "bigint"),
            ("opted_out_at", "bigint"),
            ("not_me_at", "bigint"),
            ("first_sent_at", "bigint"),
        ],
    );
    // The rows are locked, so what was worked out from them still holds.
    let sql = format!(
        "UPDATE recipient SET followed_at = v.followed_at, acknowledged_at = v.acknowledged_at, \
         opted_out_at = v.opted_out_at, not_me_at = v.not_me_at, first_sent_at = v.first_sent_at, \
         last_wave_sent = CASE WHEN v.first_sent_at IS NULL THEN recipient.last_wave_sent \
         ELSE COALESCE(recipient.last_wave_sent, 0) END \
         FROM {rows} WHERE recipient.id = v.id AND {}",
        engine.is_among("recipient.id")
    );
    let at = |at: Option<Timestamp>| at.map(|at| at.0);
    let values: Vec<Json> = change
        .changed
        .iter()
        .filter_map(|id| change.recipients.get(id))
        .map(|r| {
            let times = [r.followed_at, r.acknowledged_at, r.opted_out_at, r.not_me_at, r.first_sent_at].map(at);
            let mut row = vec![Some(r.id)];
            row.extend(times);
            json!(row)
        })
        .collect();
    let these = ids(change.changed.iter().copied());
    transaction.execute_raw(engine.statement(&sql, [Json::from(values).to_string().into(), these])).await?;
    Ok(())
}

async fn write_events(transaction: &DatabaseTransaction, change: &Change) -> Result<()> {
    let engine = Engine::of(transaction);
    let sql = format!(
        "INSERT INTO recipient_event (campaign_id, recipient_id, kind, at, weak, agent) \
         SELECT v.campaign_id, v.recipient_id, v.kind, v.at, FALSE, v.agent FROM {}",
        JsonRows::new(engine, EVENT_COLUMNS)
    );
    let rows = Json::from(change.events.clone()).to_string();
    transaction.execute_raw(engine.statement(&sql, [rows.into()])).await?;
    Ok(())
}

/// One weak event a recipient: a scanner that comes back tells nothing new.
async fn write_weak_events(transaction: &DatabaseTransaction, change: &Change) -> Result<()> {
    if change.weak_events.is_empty() {
        return Ok(());
    }
    let engine = Engine::of(transaction);
    let sql = format!(
        "INSERT INTO recipient_event (campaign_id, recipient_id, kind, at, weak, agent) \
         SELECT v.campaign_id, v.recipient_id, v.kind, v.at, TRUE, v.agent FROM {} \
         WHERE NOT EXISTS (SELECT 1 FROM recipient_event e WHERE e.recipient_id = v.recipient_id AND e.weak)",
        JsonRows::new(engine, EVENT_COLUMNS)
    );
    let rows = change.weak_events.values().cloned().collect::<Json>().to_string();
    transaction.execute_raw(engine.statement(&sql, [rows.into()])).await?;
    Ok(())
}
