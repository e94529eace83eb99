//! Receipts: what a provider tells of a message after it took it. The one place where a message becomes delivered,
//! and where a receipt proves that one in doubt was sent.

use sea_orm::{ConnectionTrait, QueryResult};
use shared::{
    channel::{Channel, MessageState},
    ids::MessageId,
};

use super::{
    ledger::Tally,
    record::{FirstSent, first_sent},
};
use crate::{database::Engine, domain::Result};

/// What a message becomes that could not be delivered.
pub const BOUNCED: MessageState = MessageState::Bounced;
const MAY_BOUNCE: &[MessageState] = &[MessageState::Sent, MessageState::Delivered, MessageState::Uncertain];

/// What the provider saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It has the message and is trying: it was sent.
    Accepted,
    Delivered,
    /// It could not be delivered, for good or for as long as the provider tried.
    Bounced,
}

impl Told {
    const ALL: [Self; 3] = [Self::Accepted, Self::Delivered, Self::Bounced];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
        }
    }

    pub(in crate::domain) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|told| told.as_str() == text)
    }

    /// The state it leads to, and those it leads from.
    fn way(self) -> (MessageState, &'static [MessageState]) {
        match self {
            Self::Accepted => (MessageState::Sent, &[MessageState::Uncertain]),
            Self::Delivered => (MessageState::Delivered, &[MessageState::Sent, MessageState::Uncertain]),
            Self::Bounced => (BOUNCED, MAY_BOUNCE),
        }
    }
}

/// Our own mark, which a provider gives back. It alone finds a message whose hand-over was never answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub message: MessageId,
    /// Blind index of the address it went to: the mark of another installation does not fit.
    pub address: Vec<u8>,
}

/// One receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub channel: Channel,
    /// As the provider answered at the hand-over.
    pub provider_id: String,
    pub mark: Option<Mark>,
    pub told: Told,
    /// A code or our own words, never what a provider wrote.
    pub reason: Option<String>,
}

/// What a receipt did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    Changed(MessageState),
    /// The message has come as far already, or further.
    Before,
    /// The hand-over of this message is not recorded yet.
    TooEarly(MessageId),
    /// No message has this id of the provider, or has it yet.
    Unknown,
}

/// Finds the message of a receipt and moves it on, with the counts that go with it.
pub async fn apply(transaction: &impl ConnectionTrait, receipt: &Receipt) -> Result<Applied> {
    match find(transaction, receipt).await? {
        Some(message) => apply_to(transaction, message, receipt.told, receipt.reason.as_deref()).await,
        None => Ok(Applied::Unknown),
    }
}

async fn find(transaction: &impl ConnectionTrait, receipt: &Receipt) -> Result<Option<MessageId>> {
    let engine = Engine::of(transaction);
    if let Some(mark) = &receipt.mark {
        let sql = "SELECT m.id AS id FROM message m JOIN recipient r ON r.id = m.recipient_id \
                   JOIN contact_point p ON p.patient_id = r.patient_id \
                   WHERE m.id = ? AND m.channel = ? AND p.value_index = ? LIMIT 1";
        let values = [mark.message.get().into(), receipt.channel.as_str().into(), mark.address.clone().into()];
        if let Some(row) = transaction.query_one_raw(engine.statement(sql, values)).await? {
            return Ok(Some(id_of(&row)?));
        }
    }
    if receipt.provider_id.is_empty() {
        return Ok(None);
    }
    let sql = "SELECT id FROM message WHERE provider_id = ? AND channel = ? LIMIT 1";
    let values = [receipt.provider_id.as_str().into(), receipt.channel.as_str().into()];
    transaction.query_one_raw(engine.statement(sql, values)).await?.map(|row| id_of(&row)).transpose()
}

/// Moves one message on.
pub(in crate::domain) async fn apply_to(
    transaction: &impl ConnectionTrait,
    message: MessageId,
    told: Told,
    reason: Option<&str>,
) -> Result<Applied> {
    let engine = Engine::of(transaction);
    let now = engine.now();
    let (to, from) = told.way();
    for &from in from {
        let sql = format!(
            "UPDATE message SET state = ?, reason = ?, sent_at = COALESCE(sent_at, {now}), updated_at = {now} \
             WHERE id = ? AND state = ? \
             RETURNING campaign_id, recipient_id, wave, channel"
        );
        let values =
            [to.as_str().into(), reason.map(ToOwned::to_owned).into(), message.get().into(), from.as_str().into()];
        if let Some(row) = transaction.query_one_raw(engine.statement(&sql, values)).await? {
            settle(transaction, &row, from, to).await?;
            let channel: Channel = row.try_get("", "channel")?;
            metrics::counter!("recall_receipts_total", "channel" => channel.as_str(), "told" => told.as_str())
                .increment(1);
            return Ok(Applied::Changed(to));
        }
    }
    let sql = "SELECT state FROM message WHERE id = ?";
    let row = transaction.query_one_raw(engine.statement(sql, [message.get().into()])).await?;
    let Some(state) = row.map(|row| row.try_get::<MessageState>("", "state")).transpose()? else {
        return Ok(Applied::Unknown);
    };
    Ok(if state.is_terminal() { Applied::Before } else { Applied::TooEarly(message) })
}

async fn settle(
    transaction: &impl ConnectionTrait,
    row: &QueryResult,
    from: MessageState,
    to: MessageState,
) -> Result<()> {
    let wave = row.try_get("", "wave")?;
    if from == MessageState::Uncertain {
        first_sent(transaction, &[FirstSent { id: row.try_get("", "recipient_id")?, wave }]).await?;
    }
    let mut tally = Tally::default();
    tally.moved(row.try_get("", "campaign_id")?, wave, row.try_get("", "channel")?, from, to);
    tally.write(transaction).await
}

fn id_of(row: &QueryResult) -> Result<MessageId> {
    Ok(row.try_get::<i64>("", "id")?.into())
}
