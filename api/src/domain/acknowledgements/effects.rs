//! What an answer does elsewhere: queued messages are taken back, contact points are suppressed.

use std::collections::BTreeMap;

use entity::{time::Timestamp, values::ActorKind};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use serde_json::json;
use shared::{
    channel::{Channel, MessageState},
    ids::RecipientId,
};

use super::rows::JsonRows;
use crate::{
    database::Engine,
    domain::{Actor, Result, audit, campaigns::counts},
};

/// How many messages of each campaign, wave and channel went into which state.
#[derive(Default)]
pub(super) struct TakenBack(BTreeMap<(i64, i32, Channel, &'static str), (MessageState, i64)>);

impl TakenBack {
    /// Moves the counters.
    pub async fn count(self, transaction: &DatabaseTransaction) -> Result<()> {
        for ((campaign, wave, channel, _), (to, n)) in self.0 {
            counts::move_messages(transaction, campaign.into(), wave, channel, MessageState::Queued, to, n).await?;
        }
        Ok(())
    }
}

/// Queued messages of these recipients are not sent any more. Those a worker holds already are looked
/// at again by the worker before they leave.
pub(super) async fn take_back(
    transaction: &DatabaseTransaction,
    recipients: &[i64],
    to: MessageState,
    reason: &str,
    taken: &mut TakenBack,
) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
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
    for row in Row::find_by_statement(engine.statement(&sql, values)).all(transaction).await? {
        taken.0.entry((row.campaign_id, row.wave, row.channel, to.as_str())).or_insert((to, 0)).1 += 1;
    }
    Ok(())
}

/// Nothing more goes to the contact points of these recipients; the audit log keeps that they said so.
pub(super) async fn suppress(transaction: &DatabaseTransaction, opted_out: &[(i64, Timestamp)]) -> Result<()> {
    let sql = "INSERT INTO suppression (kind, value_index, reason, patient_id, created_at) \
               SELECT DISTINCT p.kind, p.value_index, 'opted_out', p.patient_id, CAST(? AS BIGINT) \
               FROM contact_point p JOIN recipient r ON r.patient_id = p.patient_id WHERE r.id = ? \
               ON CONFLICT DO NOTHING";
    for &(id, at) in opted_out {
        let done = transaction.execute_raw(Engine::of(transaction).statement(sql, [at.0.into(), id.into()])).await?;
        let recipient = RecipientId::from(id).to_string();
        let mut patient = Actor::client(&recipient, "patient", Vec::new());
        patient.kind = ActorKind::Patient;
        let entry = audit::Entry {
            action: "recipient.opted_out",
            subject: Some(recipient),
            detail: json!({ "suppressed_contact_points": done.rows_affected() }),
        };
        audit::record(transaction, at, &patient, entry).await?;
    }
    Ok(())
}
