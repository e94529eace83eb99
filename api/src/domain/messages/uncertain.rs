//! What resolves an uncertain message: evidence that it arrived.

use sea_orm::ConnectionTrait;
use serde_json::json;
use shared::{
    channel::{Channel, MessageState},
    ids::RecipientId,
};

use super::{
    ledger::{Column, Tally, parameter, rows},
    record::{FirstSent, first_sent},
};
use crate::{database::Engine, domain::Result};

/// The recipient has used the link, so what was uncertain did arrive: nothing needs to be sent
/// again. Returns how many messages were resolved.
pub async fn resolve_uncertain_as_sent(transaction: &impl ConnectionTrait, recipient: RecipientId) -> Result<u64> {
    resolve_many_uncertain_as_sent(transaction, &[recipient]).await
}

/// [`resolve_uncertain_as_sent`] for many recipients in one statement.
pub async fn resolve_many_uncertain_as_sent(
    transaction: &impl ConnectionTrait,
    recipients: &[RecipientId],
) -> Result<u64> {
    let engine = Engine::of(transaction);
    let now = engine.now();
    let sql = format!(
        "UPDATE message SET state = 'sent', sent_at = COALESCE(message.sent_at, {now}), updated_at = {now} \
         FROM {} WHERE message.recipient_id = o.id AND message.state = 'uncertain' \
         RETURNING message.campaign_id AS campaign_id, message.recipient_id AS recipient_id, \
         message.wave AS wave, message.channel AS channel",
        rows(engine, &[("id", Column::Integer)])
    );
    let ids: Vec<_> = recipients.iter().map(|recipient| json!({ "id": recipient.get() })).collect();
    let resolved = transaction.query_all_raw(engine.statement(&sql, [parameter(&ids)?])).await?;
    let mut tally = Tally::default();
    let mut sent = Vec::with_capacity(resolved.len());
    for row in &resolved {
        let (campaign, wave): (i64, i32) = (row.try_get("", "campaign_id")?, row.try_get("", "wave")?);
        let channel: Channel = row.try_get("", "channel")?;
        tally.moved(campaign, wave, channel, MessageState::Uncertain, MessageState::Sent);
        sent.push(FirstSent { id: row.try_get("", "recipient_id")?, wave });
    }
    first_sent(transaction, &sent).await?;
    tally.write(transaction).await?;
    Ok(u64::try_from(resolved.len()).unwrap_or(u64::MAX))
}
