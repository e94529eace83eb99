//! What was on its way when the patient answered did arrive: evidence that came before its message was in doubt.
//!
//! A button on the page is evidence: whoever pressed it has the link and needs no second copy. An opening alone is not:
//! machines that look at the email open the link too, which tells nothing of the text, and a missed recall is worse than a
//! repeated one.

use sea_orm::{ConnectionTrait, QueryResult};
use shared::{
    channel::{Channel, MessageState},
    ids::CampaignId,
};

use super::{
    ledger::Tally,
    record::{FirstSent, first_sent},
};
use crate::{
    database::{Engine, ids},
    domain::Result,
};

// Marking refuses recipients who have answered, so that one of these came after the hand-over.
const ANSWERED: &str = "EXISTS (SELECT 1 FROM recipient r WHERE r.id = message.recipient_id AND \
     (r.acknowledged_at IS NOT NULL OR r.opted_out_at IS NOT NULL OR r.not_me_at IS NOT NULL))";

/// Settles those of the messages that are in doubt and whose recipients have answered; returns how many those are.
pub(super) async fn settle(
    transaction: &impl ConnectionTrait,
    messages: impl IntoIterator<Item = i64>,
    tally: &mut Tally,
) -> Result<usize> {
    let among = Engine::of(transaction).is_among("message.id");
    write(transaction, &format!("{among} AND message.state = 'uncertain'"), ids(messages), tally).await
}

/// [`settle`] for all messages of a campaign: an answer that was being written down while its message came into doubt saw
/// nothing to settle.
pub(super) async fn settle_all(transaction: &impl ConnectionTrait, campaign: CampaignId) -> Result<usize> {
    let mut tally = Tally::default();
    // The words of the index `message_to_look_at`, which SQLite wants to see again to use it.
    let which = "message.campaign_id = ? AND message.state IN ('failed', 'uncertain') AND message.state = 'uncertain'";
    let settled = write(transaction, which, campaign.get().into(), &mut tally).await?;
    tally.write(transaction).await?;
    Ok(settled)
}

async fn write(
    transaction: &impl ConnectionTrait,
    which: &str,
    value: sea_orm::Value,
    tally: &mut Tally,
) -> Result<usize> {
    let engine = Engine::of(transaction);
    let now = engine.now();
    let sql = format!(
        "UPDATE message SET state = 'sent', reason = NULL, updated_at = {now}, \
         sent_at = COALESCE(message.sent_at, message.handed_over_at, {now}) WHERE {which} AND {ANSWERED} \
         RETURNING message.campaign_id AS campaign_id, message.recipient_id AS recipient_id, message.wave AS wave, \
         message.channel AS channel"
    );
    let rows = transaction.query_all_raw(engine.statement(&sql, [value])).await?;
    let sent = rows.iter().map(|row| count(row, tally)).collect::<Result<Vec<_>>>()?;
    first_sent(transaction, &sent).await?;
    Ok(sent.len())
}

fn count(row: &QueryResult, tally: &mut Tally) -> Result<FirstSent> {
    let (campaign, wave): (i64, i32) = (row.try_get("", "campaign_id")?, row.try_get("", "wave")?);
    let channel: Channel = row.try_get("", "channel")?;
    tally.moved(campaign, wave, channel, MessageState::Uncertain, MessageState::Sent);
    Ok(FirstSent { id: row.try_get("", "recipient_id")?, wave })
}
