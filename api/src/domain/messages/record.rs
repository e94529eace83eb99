//! Writing outcomes down: one transaction records a group and marks the next one `sending`.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::{time::Timestamp, values::ContactKind};
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::Serialize;
use serde_json::json;
use shared::{
    channel::{Channel, MessageState},
    ids::CampaignId,
    money::Money,
    suppression::SuppressionReason,
};

use super::{
    answered,
    claim::Claimed,
    ledger::{Column, STATE, Tally, parameter, rows},
    render::Letter,
    spending::{self, Priced, Units},
};
use crate::{
    database::{Database, Engine, ids},
    domain::{
        Result,
        audit::hex,
        campaigns::counts::{self, Stage},
        suppressions,
    },
};

/// Where a message goes from `claimed` or `sending`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub message: Claimed,
    pub from: MessageState,
    pub to: MessageState,
    pub reason: Option<String>,
    pub provider_id: Option<String>,
    /// Not claimed again before this many milliseconds have passed.
    pub wait_ms: i64,
    /// Nothing more may go to this contact point (its blind index).
    pub suppress: Option<(Vec<u8>, SuppressionReason)>,
}

/// Records `outcomes` and marks `next` as `sending`, in one transaction and so with one wait for
/// the disk. Returns the ids of `next` that were marked: not those whose lease or campaign ended,
/// or whose recipient answered, since they were claimed, nor those that cost more than a budget has left.
pub(super) async fn record(
    database: &Database,
    priced: Priced<'_>,
    lease_ms: i64,
    at: Timestamp,
    outcomes: &[Outcome],
    next: &[Letter],
) -> Result<Recorded> {
    let channel = priced.channel;
    let transaction = database.begin().await?;
    let mut tally = Tally::default();
    let mut spent = Units::new();
    for from in [MessageState::Sending, MessageState::Claimed] {
        let of_state: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.from == from).collect();
        settle(&transaction, channel, from, &of_state, &mut tally, &mut spent).await?;
    }
    let (affordable, exhausted) = spending::affordable(&transaction, priced, next).await?;
    let marked: HashSet<i64> = mark(&transaction, channel, lease_ms, &affordable).await?.into_iter().collect();
    for letter in affordable.iter().filter(|letter| marked.contains(&letter.message.id)) {
        let Claimed { campaign_id, wave, .. } = letter.message;
        tally.moved(campaign_id, wave, channel, MessageState::Claimed, MessageState::Sending);
        *spent.entry(campaign_id).or_default() += spending::units(letter);
    }
    spending::add(&transaction, priced, &spent).await?;
    tally.write(&transaction).await?;
    // Last: the audit log that goes with it holds the chain until the transaction ends.
    for (index, reason) in outcomes.iter().filter_map(|outcome| outcome.suppress.as_ref()) {
        suppressions::by_provider(&transaction, at, "dispatch", contact_kind(channel), index, *reason).await?;
    }
    transaction.commit().await?;
    Ok(Recorded { marked, exhausted })
}

/// What [`record`] did.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    /// Ids of the next letters that may be handed over now.
    pub marked: HashSet<i64>,
    /// Campaigns whose budget does not pay for their next letter, with that budget.
    pub exhausted: Vec<(i64, Money)>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: i64,
    epoch: i64,
    state: &'static str,
    reason: Option<&'a str>,
    provider_id: Option<&'a str>,
    wait_ms: i64,
}

async fn settle(
    transaction: &impl ConnectionTrait,
    channel: Channel,
    from: MessageState,
    outcomes: &[&Outcome],
    tally: &mut Tally,
    spent: &mut Units,
) -> Result<()> {
    if outcomes.is_empty() {
        return Ok(());
    }
    let engine = Engine::of(transaction);
    let now = engine.now();
    let table = rows(
        engine,
        &[
            ("id", Column::Integer),
            ("epoch", Column::Integer),
            ("state", Column::Text),
            ("reason", Column::Text),
            ("provider_id", Column::Text),
            ("wait_ms", Column::Integer),
        ],
    );
    let sql = format!(
        "UPDATE message SET state = o.state, reason = o.reason, provider_id = o.provider_id, \
         lease_owner = NULL, lease_expires_at = NULL, available_at = {now} + o.wait_ms, updated_at = {now}, \
         sent_at = CASE WHEN o.state = 'sent' THEN {now} ELSE message.sent_at END \
         FROM {table} WHERE message.id = o.id AND message.epoch = o.epoch AND {STATE} = ? AND {} \
         RETURNING message.id AS id, message.segments AS segments",
        engine.is_among("message.id")
    );
    let table: Vec<Row<'_>> = outcomes
        .iter()
        .map(|outcome| Row {
            id: outcome.message.id,
            epoch: outcome.message.epoch,
            state: outcome.to.as_str(),
            reason: outcome.reason.as_deref(),
            provider_id: outcome.provider_id.as_deref(),
            wait_ms: outcome.wait_ms,
        })
        .collect();
    let these = ids(table.iter().map(|row| row.id));
    let values = [parameter(&table)?, from.as_str().into(), these];
    let mut settled: HashMap<i64, i64> = HashMap::with_capacity(outcomes.len());
    for row in transaction.query_all_raw(engine.statement(&sql, values)).await? {
        let segments: Option<i32> = row.try_get("", "segments")?;
        settled.insert(row.try_get("", "id")?, segments.map_or(1, i64::from));
    }
    let mut sent = Vec::new();
    for outcome in outcomes {
        let Some(units) = settled.get(&outcome.message.id) else { continue };
        let Claimed { campaign_id, recipient_id, wave, .. } = outcome.message;
        // The provider did not take it, so that it costs nothing.
        if from == MessageState::Sending && matches!(outcome.to, MessageState::Queued | MessageState::Failed) {
            *spent.entry(campaign_id).or_default() -= units;
        }
        tally.moved(campaign_id, wave, channel, from, outcome.to);
        if outcome.to == MessageState::Sent {
            sent.push(FirstSent { id: recipient_id, wave });
        }
    }
    if settled.len() < outcomes.len() {
        let late = outcomes.len() - settled.len();
        tracing::warn!(late, %channel, "outcomes came after their lease had ended; the ledger shows those messages as uncertain");
    }
    first_sent(transaction, &sent).await?;
    let in_doubt = outcomes.iter().filter(|outcome| outcome.to == MessageState::Uncertain);
    let in_doubt: Vec<i64> = in_doubt.map(|outcome| outcome.message.id).filter(|id| settled.contains_key(id)).collect();
    if !in_doubt.is_empty() {
        answered::settle(transaction, in_doubt, tally).await?;
    }
    Ok(())
}

/// The recipient `id` was sent a message of `wave`.
pub(in crate::domain) struct FirstSent {
    pub id: i64,
    pub wave: i32,
}

/// Writes down when recipients were first sent something and the last wave of it, and counts those
/// for whom this was the first.
pub(in crate::domain) async fn first_sent(transaction: &impl ConnectionTrait, sent: &[FirstSent]) -> Result<()> {
    if sent.is_empty() {
        return Ok(());
    }
    let engine = Engine::of(transaction);
    let mut waves: BTreeMap<i32, Vec<i64>> = BTreeMap::new();
    for sent in sent {
        waves.entry(sent.wave).or_default().push(sent.id);
    }
    let mut first: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for (wave, recipients) in waves {
        // In the order of their keys: another worker may send the other channel's message to the same recipients, and
        // neither waits for a row that the other holds while holding one that the other wants.
        let these = engine.is_among("id");
        let recipients = ids(recipients);
        let sql = format!(
            "UPDATE recipient SET first_sent_at = {}, last_wave_sent = ? WHERE {these} AND first_sent_at IS NULL \
             RETURNING id, campaign_id",
            engine.now()
        );
        for row in transaction.query_all_raw(engine.statement(&sql, [wave.into(), recipients.clone()])).await? {
            let spread: i64 = row.try_get("", "id")?;
            first.entry(row.try_get("", "campaign_id")?).or_insert((spread, 0)).1 += 1;
        }
        if wave > 0 {
            let sql = format!("UPDATE recipient SET last_wave_sent = ? WHERE {these} AND last_wave_sent < ?");
            transaction.execute_raw(engine.statement(&sql, [wave.into(), recipients, wave.into()])).await?;
        }
    }
    for (campaign, (spread, n)) in first {
        counts::add_recipients(transaction, CampaignId::from(campaign), Stage::Sent, spread, n).await?;
    }
    Ok(())
}

/// The recipient and the contact point are looked at once more: the check was a batch ago.
async fn mark(
    transaction: &impl ConnectionTrait,
    channel: Channel,
    lease_ms: i64,
    next: &[&Letter],
) -> Result<Vec<i64>> {
    if next.is_empty() {
        return Ok(Vec::new());
    }
    let engine = Engine::of(transaction);
    let now = engine.now();
    let kind = contact_kind(channel).to_value();
    let index = match engine {
        Engine::Sqlite => "unhex(o.contact)",
        Engine::Postgres => "decode(o.contact, 'hex')",
    };
    let sql = format!(
        "UPDATE message SET state = 'sending', attempts = message.attempts + 1, segments = o.segments, \
         lease_expires_at = {now} + ?, handed_over_at = {now}, updated_at = {now} \
         FROM {} WHERE message.id = o.id AND {} AND message.epoch = o.epoch AND {STATE} = 'claimed' \
         AND message.lease_expires_at > {now} \
         AND EXISTS (SELECT 1 FROM campaign c WHERE c.id = message.campaign_id AND c.state = 'running' AND c.expires_at > {now}) \
         AND EXISTS (SELECT 1 FROM recipient r JOIN patient p ON p.id = r.patient_id WHERE r.id = message.recipient_id \
           AND r.acknowledged_at IS NULL AND r.opted_out_at IS NULL AND r.not_me_at IS NULL AND p.status = 'active' \
           AND p.never_contact_at IS NULL) \
         AND (SELECT s.id FROM suppression s WHERE s.kind = '{kind}' AND s.value_index = {index}) IS NULL \
         RETURNING message.id AS id",
        rows(
            engine,
            &[
                ("id", Column::Integer),
                ("epoch", Column::Integer),
                ("segments", Column::Integer),
                ("contact", Column::Text)
            ]
        ),
        engine.is_among("message.id")
    );
    let table: Vec<_> = next
        .iter()
        .map(|letter| {
            json!({ "id": letter.message.id, "epoch": letter.message.epoch, "segments": letter.segments,
                "contact": hex(&letter.contact) })
        })
        .collect();
    let these = ids(next.iter().map(|letter| letter.message.id));
    let marked =
        transaction.query_all_raw(engine.statement(&sql, [lease_ms.into(), parameter(&table)?, these])).await?;
    Ok(marked.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
}

/// What a channel's messages go to.
pub(super) fn contact_kind(channel: Channel) -> ContactKind {
    match channel {
        Channel::Sms => ContactKind::Phone,
        Channel::Email => ContactKind::Email,
    }
}
