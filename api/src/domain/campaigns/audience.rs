//! Freezing the cohort into recipients and their messages, with SQL over whole sets.
//!
//! Every recipient gets one row of the ledger a channel and wave: queued, or suppressed with the
//! reason, so that the rows of a channel always add up to the recipients.

use entity::time::Timestamp;
use sea_orm::{ConnectionTrait, Value};
use shared::{
    channel::{Channel, MessageState},
    ids::CampaignId,
};

use super::counts;
use crate::{
    database::Engine,
    domain::{
        Result,
        cohorts::{CompiledCohort, MAY_BE_WRITTEN_TO, TEXTABLE, kind_of, reachable},
    },
};

/// What a wave put on the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queued {
    pub queued: i64,
    pub suppressed: i64,
}

/// Makes a recipient of every patient of the cohort who may be written to and returns how many.
pub async fn freeze(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
    cohort: &CompiledCohort,
    now: Timestamp,
) -> Result<i64> {
    let sql = format!(
        "INSERT INTO recipient (campaign_id, patient_id, link_version, created_at) \
         SELECT CAST(? AS BIGINT), p.id, 1, CAST(? AS BIGINT) FROM patient p \
         WHERE {MAY_BE_WRITTEN_TO} AND {} ORDER BY p.id",
        cohort.sql
    );
    let mut values: Vec<Value> = vec![campaign.get().into(), now.0.into()];
    values.extend(cohort.values.iter().cloned());
    execute(transaction, &sql, values).await
}

/// Puts a wave of one channel on the ledger for the recipients `r` of the campaign that match `who`
/// (SQL without parameters), and keeps the counts.
pub async fn queue_wave(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
    wave: i32,
    channel: Channel,
    who: &str,
    now: Timestamp,
) -> Result<Queued> {
    let kind = kind_of(channel);
    let head = "INSERT INTO message (campaign_id, recipient_id, wave, channel, state, reason, attempts, epoch, \
         available_at, created_at, updated_at) \
         SELECT r.campaign_id, r.id, CAST(? AS INTEGER), CAST(? AS TEXT)";
    let tail = "0, 0, r_now.at, r_now.at, r_now.at FROM recipient r CROSS JOIN (SELECT CAST(? AS BIGINT) AS at) r_now \
         WHERE r.campaign_id = ?";
    let values = |more: &[Value]| {
        let mut values: Vec<Value> = vec![wave.into(), channel.as_str().into()];
        values.extend([now.0.into(), campaign.get().into()]);
        values.extend(more.iter().cloned());
        values
    };

    let reachable = reachable(Engine::of(transaction), "r.patient_id", kind);
    let sql = format!("{head}, 'queued', NULL, {tail} AND {who} AND {reachable} ORDER BY r.id");
    let queued = execute(transaction, &sql, values(&[])).await?;

    // Whoever matches and got no row above has no contact point left to use.
    let kind = match kind {
        entity::values::ContactKind::Email => "email",
        entity::values::ContactKind::Phone => "phone",
    };
    let any = format!("SELECT 1 FROM contact_point v WHERE v.patient_id = r.patient_id AND v.kind = '{kind}'");
    let reason = format!(
        "CASE WHEN EXISTS ({any} AND {TEXTABLE}) THEN 'opted_out' WHEN EXISTS ({any}) THEN 'no_mobile' \
         ELSE 'no_contact_point' END"
    );
    let sql = format!(
        "{head}, 'suppressed', {reason}, {tail} AND {who} AND NOT EXISTS (SELECT 1 FROM message m \
         WHERE m.recipient_id = r.id AND m.wave = ? AND m.channel = ?) ORDER BY r.id"
    );
    let suppressed = execute(transaction, &sql, values(&[wave.into(), channel.as_str().into()])).await?;

    counts::add_messages(transaction, campaign, wave, channel, MessageState::Queued, queued).await?;
    counts::add_messages(transaction, campaign, wave, channel, MessageState::Suppressed, suppressed).await?;
    Ok(Queued { queued, suppressed })
}

/// Marks the recipients that no channel of the first wave can reach, with the reason, and returns how many.
///
/// Their messages are queued or suppressed and nothing else. The state is asked for by what it is not: `= 'queued'`
/// would offer PostgreSQL the index of all queued messages, to be walked for each recipient.
pub async fn mark_unreachable(transaction: &impl ConnectionTrait, campaign: CampaignId) -> Result<i64> {
    let sql = "UPDATE recipient SET unreachable_reason = \
                 CASE WHEN EXISTS (SELECT 1 FROM message m \
                   WHERE m.recipient_id = recipient.id AND m.wave = 0 AND m.reason = 'opted_out') THEN 'opted_out' \
                 WHEN EXISTS (SELECT 1 FROM message m \
                   WHERE m.recipient_id = recipient.id AND m.wave = 0 AND m.reason = 'no_mobile') THEN 'no_mobile' \
                 ELSE 'no_contact_point' END \
               WHERE campaign_id = ? AND NOT EXISTS (SELECT 1 FROM message m \
                 WHERE m.recipient_id = recipient.id AND m.wave = 0 AND (m.state <> 'suppressed' OR m.reason = 'household'))";
    execute(transaction, sql, vec![campaign.get().into()]).await
}

async fn execute(transaction: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<i64> {
    let done = transaction.execute_raw(Engine::of(transaction).statement(sql, values)).await?;
    Ok(i64::try_from(done.rows_affected()).unwrap_or(i64::MAX))
}
