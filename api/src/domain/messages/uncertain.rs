//! What resolves an uncertain message: evidence that it arrived, or a person's decision.

use std::time::Duration;

use sea_orm::{ConnectionTrait, QueryResult};
use serde_json::json;
use shared::{
    channel::{Channel, MessageState},
    ids::{CampaignId, MessageId, RecipientId},
};

use super::{
    ledger::{Column, Tally, parameter, rows},
    reason,
    record::{FirstSent, first_sent},
};
use crate::{
    database::{Engine, ids},
    domain::Result,
};

// The words of the index `message_to_look_at`, which SQLite wants to see again to use it.
const IN_DOUBT: &str = "message.state IN ('failed', 'uncertain') AND message.state = 'uncertain'";

/// A `message` whose recipient has one of a later wave on the same channel.
const SUPERSEDED: &str = "EXISTS (SELECT 1 FROM message l \
     WHERE l.recipient_id = message.recipient_id AND l.channel = message.channel AND l.wave > message.wave)";

const RETURNED: &str = "message.campaign_id AS campaign_id, message.recipient_id AS recipient_id, \
     message.wave AS wave, message.channel AS channel";

/// What a person decides about a message in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It arrived, as somebody found out.
    Sent,
    /// Send it once more, with the same link.
    SendAgain,
    /// It did not arrive and is not sent again.
    GiveUp,
}

impl Resolution {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::SendAgain => "send_again",
            Self::GiveUp => "give_up",
        }
    }

    fn state(self) -> MessageState {
        match self {
            Self::Sent => MessageState::Sent,
            Self::SendAgain => MessageState::Queued,
            Self::GiveUp => MessageState::Failed,
        }
    }

    /// What changes beside the state, at the time `now` (SQL). Attempts begin anew for one that is sent again.
    fn changes(self, now: &str) -> String {
        match self {
            Self::Sent => format!("reason = NULL, sent_at = COALESCE(message.sent_at, message.handed_over_at, {now})"),
            Self::SendAgain => {
                format!("reason = NULL, attempts = 0, available_at = {now}, possible_duplicate = TRUE")
            }
            Self::GiveUp => format!("reason = '{}'", reason::GIVEN_UP),
        }
    }
}

/// What a decision did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    pub changed: u64,
    /// Left as they were, because they were sent once more before.
    pub sent_twice: u64,
    /// Not sent again, because a later wave has taken their place; they are cancelled.
    pub superseded: u64,
}

/// Which messages in doubt are meant; what is `None` does not matter.
#[derive(Clone, Copy, Debug, Default)]
pub struct InDoubt<'a> {
    pub messages: Option<&'a [MessageId]>,
    pub channel: Option<Channel>,
    pub wave: Option<i32>,
    /// In doubt for at least this long, by the clock of the database.
    pub longer_than: Option<Duration>,
}

/// Decides about messages of a campaign that are in doubt.
pub async fn resolve_uncertain(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
    wanted: InDoubt<'_>,
    resolution: Resolution,
) -> Result<Resolved> {
    let engine = Engine::of(transaction);
    let now = engine.now();
    let mut which = format!("{IN_DOUBT} AND message.campaign_id = ?");
    let mut values = vec![campaign.get().into()];
    if let Some(messages) = wanted.messages {
        which += &format!(" AND message.id IN (SELECT o.id FROM {})", rows(engine, &[("id", Column::Integer)]));
        values.push(parameter(&messages.iter().map(|id| json!({ "id": id.get() })).collect::<Vec<_>>())?);
    }
    if let Some(channel) = wanted.channel {
        which += " AND message.channel = ?";
        values.push(channel.as_str().into());
    }
    if let Some(wave) = wanted.wave {
        which += " AND message.wave = ?";
        values.push(wave.into());
    }
    if let Some(waited) = wanted.longer_than {
        which += &format!(" AND message.updated_at <= {now} - ?");
        values.push(i64::try_from(waited.as_millis()).unwrap_or(i64::MAX).into());
    }
    let (mut sent_twice, mut superseded) = (0, 0);
    if resolution == Resolution::SendAgain {
        let sql = format!(
            "UPDATE message SET state = 'cancelled', reason = '{}', updated_at = {now} WHERE {which} AND {SUPERSEDED} \
             RETURNING {RETURNED}",
            reason::SUPERSEDED
        );
        let cancelled = transaction.query_all_raw(engine.statement(&sql, values.clone())).await?;
        superseded = u64::try_from(cancelled.len()).unwrap_or(u64::MAX);
        settle(transaction, &cancelled, MessageState::Uncertain, MessageState::Cancelled).await?;
        let sql = format!("SELECT COUNT(*) AS n FROM message WHERE {which} AND message.possible_duplicate");
        let row = transaction.query_one_raw(engine.statement(&sql, values.clone())).await?;
        let n: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
        sent_twice = u64::try_from(n).unwrap_or_default();
        which += " AND NOT message.possible_duplicate";
    }
    let sql = format!(
        "UPDATE message SET state = '{}', {}, lease_owner = NULL, lease_expires_at = NULL, updated_at = {now} \
         WHERE {which} RETURNING {RETURNED}",
        resolution.state(),
        resolution.changes(now),
    );
    let resolved = transaction.query_all_raw(engine.statement(&sql, values)).await?;
    settle(transaction, &resolved, MessageState::Uncertain, resolution.state()).await?;
    Ok(Resolved { changed: u64::try_from(resolved.len()).unwrap_or(u64::MAX), sent_twice, superseded })
}

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
        "UPDATE message SET state = 'sent', reason = NULL, \
         sent_at = COALESCE(message.sent_at, message.handed_over_at, {now}), updated_at = {now} \
         WHERE {} AND message.state = 'uncertain' RETURNING {RETURNED}",
        engine.is_among("message.recipient_id")
    );
    let these = ids(recipients.iter().map(|recipient| recipient.get()));
    let resolved = transaction.query_all_raw(engine.statement(&sql, [these])).await?;
    settle(transaction, &resolved, MessageState::Uncertain, MessageState::Sent).await?;
    Ok(u64::try_from(resolved.len()).unwrap_or(u64::MAX))
}

/// Failed messages whose recipient has one of a later wave on the same channel are not tried again: two at once would come
/// else. What a person gave up stays as it is. Returns how many there were.
pub(in crate::domain) async fn supersede_failed(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
) -> Result<u64> {
    let engine = Engine::of(transaction);
    // The words of the index `message_to_look_at`, which SQLite wants to see again to use it.
    let sql = format!(
        "UPDATE message SET state = 'cancelled', reason = ?, updated_at = {} WHERE message.campaign_id = ? \
         AND message.state IN ('failed', 'uncertain') AND message.state = 'failed' \
         AND (reason IS NULL OR reason <> ?) AND {SUPERSEDED} RETURNING {RETURNED}",
        engine.now()
    );
    let values = [reason::SUPERSEDED.into(), campaign.get().into(), reason::GIVEN_UP.into()];
    let cancelled = transaction.query_all_raw(engine.statement(&sql, values)).await?;
    settle(transaction, &cancelled, MessageState::Failed, MessageState::Cancelled).await?;
    Ok(u64::try_from(cancelled.len()).unwrap_or(u64::MAX))
}

/// Keeps the counts of messages that went from one state to another.
async fn settle(
    transaction: &impl ConnectionTrait,
    resolved: &[QueryResult],
    from: MessageState,
    to: MessageState,
) -> Result<()> {
    let mut tally = Tally::default();
    let mut sent = Vec::with_capacity(resolved.len());
    for row in resolved {
        let (campaign, wave): (i64, i32) = (row.try_get("", "campaign_id")?, row.try_get("", "wave")?);
        let channel: Channel = row.try_get("", "channel")?;
        tally.moved(campaign, wave, channel, from, to);
        if to == MessageState::Sent {
            sent.push(FirstSent { id: row.try_get("", "recipient_id")?, wave });
        }
    }
    first_sent(transaction, &sent).await?;
    tally.write(transaction).await
}
