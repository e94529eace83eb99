//! One message for each contact point, where several patients of a campaign share one.
//!
//! Whose message is held back remembers the message that goes in its place. Where that one is not sent for a reason of
//! its patient, the next of the household takes its turn; where it is sent, all of them were written to.

use std::collections::BTreeMap;

use entity::campaign;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter};
use serde_json::json;
use shared::{
    channel::{CampaignState, Channel, MessageState},
    ids::CampaignId,
    plan::Household,
};

use super::{audience::Queued, counts, find::plan_of};
use crate::{
    database::{Engine, ids},
    domain::{
        Result,
        cohorts::written_to,
        messages::{
            FirstSent, first_sent,
            ledger::{Column, Tally, parameter, rows},
            reason,
        },
    },
    state::App,
};

/// Holds back the messages of a wave that was queued just now to all but the first patient of a contact point, and
/// returns what is left.
pub(super) async fn one_a_contact_point(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
    wave: i32,
    channel: Channel,
    queued: Queued,
) -> Result<Queued> {
    let sql = format!(
        "WITH addressed AS (SELECT m.id AS id, m.recipient_id AS recipient_id, {} AS point \
           FROM message m JOIN recipient r ON r.id = m.recipient_id \
           WHERE m.state = 'queued' AND m.channel = ? AND m.campaign_id = ? AND m.wave = ?), \
         ranked AS (SELECT id, FIRST_VALUE(id) OVER (PARTITION BY point ORDER BY recipient_id) AS chosen FROM addressed) \
         UPDATE message SET state = 'suppressed', reason = ?, held_by = ranked.chosen \
         FROM ranked WHERE message.id = ranked.id AND ranked.chosen <> ranked.id",
        written_to("r", channel)
    );
    let values = [channel.as_str().into(), campaign.get().into(), wave.into(), reason::HOUSEHOLD.into()];
    let done = transaction.execute_raw(Engine::of(transaction).statement(&sql, values)).await?;
    let held = i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
    let (from, to) = (MessageState::Queued, MessageState::Suppressed);
    counts::move_messages(transaction, campaign, wave, channel, from, to, held).await?;
    Ok(Queued { queued: queued.queued - held, suppressed: queued.suppressed + held })
}

/// Settles the households of every campaign that is going on. Returns how many messages were released.
pub async fn settle_households(app: &App) -> Result<u64> {
    let going = campaign::Entity::find()
        .filter(campaign::Column::State.is_in([CampaignState::Running, CampaignState::Paused]))
        .filter(campaign::Column::ExpiresAt.gt(app.clock.timestamp()))
        .all(app.database.reader())
        .await?;
    let mut released = 0;
    for campaign in going {
        released += settle(app, &campaign).await?;
    }
    Ok(released)
}

/// Where the message of a household was sent, all of it were written to; where it was not, for a reason of its patient,
/// the next of the household has their message queued. Returns how many were released so.
pub(super) async fn settle(app: &App, campaign: &campaign::Model) -> Result<u64> {
    if plan_of(campaign)?.household != Household::PerContactPoint {
        return Ok(0);
    }
    let reader = app.database.reader();
    let anything =
        !reached_by_household(reader, campaign).await?.is_empty() || !left_without(reader, campaign).await?.is_empty();
    if !anything {
        return Ok(0);
    }
    let transaction = app.database.begin().await?;
    // No reminder comes in between, and no other process does the same.
    let sql = "UPDATE campaign SET wave = wave WHERE id = ? AND wave = ? AND state IN ('running', 'paused')";
    let values = [campaign.id.into(), campaign.wave.into()];
    if transaction.execute_raw(app.database.statement(sql, values)).await?.rows_affected() == 0 {
        return Ok(0);
    }
    let mut tally = Tally::default();
    let released = release(&transaction, campaign, &mut tally).await?;
    let reached = reached_by_household(&transaction, campaign).await?;
    first_sent(&transaction, &reached).await?;
    tally.write(&transaction).await?;
    transaction.commit().await?;
    if released > 0 {
        tracing::info!(campaign = campaign.id, released, "messages go to the next patient of a household");
    }
    Ok(released)
}

/// Those held back whose household was sent the message, and for whom that is not written down.
async fn reached_by_household(connection: &impl ConnectionTrait, campaign: &campaign::Model) -> Result<Vec<FirstSent>> {
    let sql = "SELECT h.recipient_id AS id, MAX(h.wave) AS wave \
               FROM message h JOIN message x ON x.id = h.held_by JOIN recipient r ON r.id = h.recipient_id \
               WHERE h.campaign_id = ? AND h.held_by IS NOT NULL AND x.sent_at IS NOT NULL \
               AND (r.first_sent_at IS NULL OR r.last_wave_sent < h.wave) GROUP BY h.recipient_id";
    let statement = Engine::of(connection).statement(sql, [campaign.id.into()]);
    let rows = connection.query_all_raw(statement).await?;
    let row = |row: &sea_orm::QueryResult| Ok(FirstSent { id: row.try_get("", "id")?, wave: row.try_get("", "wave")? });
    rows.iter().map(row).collect()
}

/// A message held back by one that was not sent.
#[derive(Clone, Copy, Debug, FromQueryResult)]
struct Held {
    id: i64,
    held_by: i64,
}

/// Those of the newest wave that wait for a message which ended unsent for a reason of its patient, by that message and
/// in the order of the recipients. A refusal or a return is a reason of the patient only where the contact point was
/// given up for it: else whoever shares it would fare the same.
async fn left_without(connection: &impl ConnectionTrait, campaign: &campaign::Model) -> Result<Vec<Held>> {
    let sql = "SELECT h.id AS id, h.held_by AS held_by FROM message h JOIN message x ON x.id = h.held_by \
               JOIN recipient r ON r.id = h.recipient_id JOIN recipient y ON y.id = x.recipient_id \
               WHERE h.campaign_id = ? AND h.wave = ? AND h.held_by IS NOT NULL \
               AND h.state = 'suppressed' AND h.reason = ? AND (x.state = 'suppressed' \
               OR (x.state IN ('failed', 'bounced') AND EXISTS (SELECT 1 FROM contact_point v \
                 JOIN contact_point w ON w.patient_id = y.patient_id AND w.kind = v.kind AND w.value_index = v.value_index \
                 JOIN suppression s ON s.kind = v.kind AND s.value_index = v.value_index \
                 WHERE v.patient_id = r.patient_id AND v.kind = CASE h.channel WHEN 'sms' THEN 'phone' ELSE 'email' END))) \
               ORDER BY h.held_by, h.recipient_id";
    let values = [campaign.id.into(), campaign.wave.into(), reason::HOUSEHOLD.into()];
    Ok(Held::find_by_statement(Engine::of(connection).statement(sql, values)).all(connection).await?)
}

/// Queues the next message of each household that was left without. The others of it wait for that one now.
async fn release(transaction: &impl ConnectionTrait, campaign: &campaign::Model, tally: &mut Tally) -> Result<u64> {
    let engine = Engine::of(transaction);
    let now = engine.now();
    let mut next: BTreeMap<i64, i64> = BTreeMap::new();
    let mut waiting = Vec::new();
    for held in left_without(transaction, campaign).await? {
        let first = *next.entry(held.held_by).or_insert(held.id);
        if first != held.id {
            waiting.push(json!({ "id": held.id, "held_by": first }));
        }
    }
    if next.is_empty() {
        return Ok(0);
    }
    let these = ids(next.into_values());
    let sql = format!(
        "UPDATE message SET state = 'queued', reason = NULL, held_by = NULL, available_at = {now}, updated_at = {now} \
         WHERE {} RETURNING channel",
        engine.is_among("id")
    );
    for row in transaction.query_all_raw(engine.statement(&sql, [these.clone()])).await? {
        let channel = row.try_get("", "channel")?;
        tally.moved(campaign.id, campaign.wave, channel, MessageState::Suppressed, MessageState::Queued);
    }
    let table = rows(engine, &[("id", Column::Integer), ("held_by", Column::Integer)]);
    let sql = format!("UPDATE message SET held_by = o.held_by FROM {table} WHERE message.id = o.id");
    transaction.execute_raw(engine.statement(&sql, [parameter(&waiting)?])).await?;
    let mut released = 0;
    for &channel in Channel::ALL {
        released += hold_again(transaction, campaign, channel, &these, tally).await?;
    }
    Ok(released)
}

/// Of the messages that were released, holds those back whose contact point another patient is written to on now: their
/// first one may have been given up, and the next is shared with others. Returns how many stay released on the channel.
async fn hold_again(
    transaction: &impl ConnectionTrait,
    campaign: &campaign::Model,
    channel: Channel,
    released: &sea_orm::Value,
    tally: &mut Tally,
) -> Result<u64> {
    let engine = Engine::of(transaction);
    let sql = format!(
        "WITH again AS (SELECT m.id AS id, MIN(o.id) AS other FROM message m JOIN recipient r ON r.id = m.recipient_id \
           JOIN contact_point p ON p.value_index = {mine} \
           JOIN recipient q ON q.patient_id = p.patient_id AND q.campaign_id = m.campaign_id AND q.id <> r.id \
           JOIN message o ON o.recipient_id = q.id AND o.wave = m.wave AND o.channel = m.channel \
           WHERE {among_m} AND m.channel = ? AND {theirs} = p.value_index \
           AND o.state IN ('queued', 'claimed', 'sending', 'sent', 'delivered', 'uncertain') \
           AND (o.id < m.id OR NOT ({among_o})) GROUP BY m.id) \
         UPDATE message SET state = 'suppressed', reason = ?, held_by = again.other FROM again WHERE message.id = again.id",
        mine = written_to("r", channel),
        theirs = written_to("q", channel),
        among_m = engine.is_among("m.id"),
        among_o = engine.is_among("o.id"),
    );
    let values = [released.clone(), channel.as_str().into(), released.clone(), reason::HOUSEHOLD.into()];
    let held = transaction.execute_raw(engine.statement(&sql, values)).await?.rows_affected();
    let (of, n) = ((campaign.id, campaign.wave, channel), i64::try_from(held).unwrap_or(i64::MAX));
    tally.moved_many(of, MessageState::Queued, MessageState::Suppressed, n);
    let sql = format!(
        "SELECT COUNT(*) AS n FROM message WHERE {} AND channel = ? AND state = 'queued'",
        engine.is_among("id")
    );
    let row = transaction.query_one_raw(engine.statement(&sql, [released.clone(), channel.as_str().into()])).await?;
    let left: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
    Ok(u64::try_from(left).unwrap_or_default())
}
