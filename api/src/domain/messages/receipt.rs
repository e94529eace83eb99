//! Receipts: what a provider tells of a message after it took it. The one place where a message becomes delivered,
//! and where a receipt proves that one in doubt was sent.

use entity::time::Timestamp;
use sea_orm::{ConnectionTrait, QueryResult};
use shared::{
    channel::{Channel, MessageState},
    ids::{CampaignId, MessageId},
    prices::Prices,
};

use super::{
    ledger::Tally,
    record::{FirstSent, first_sent},
    spending::{self, Priced, Units},
};
use crate::{database::Engine, domain::Result};

/// What a message becomes that could not be delivered.
pub const BOUNCED: MessageState = MessageState::Bounced;

/// What the provider saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It has the message and is trying: it was sent.
    Accepted,
    Delivered,
    /// It could not be delivered, and never will be.
    Bounced,
    /// It could not be delivered for as long as the provider tried. It tells nothing against a delivery before: a mailbox
    /// that has a message may answer so as well.
    BouncedForNow,
    /// It took the message and did not send it, because of our account there. A person may try again.
    NotSent,
}

impl Told {
    const ALL: [Self; 5] = [Self::Accepted, Self::Delivered, Self::Bounced, Self::BouncedForNow, Self::NotSent];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
            Self::BouncedForNow => "bounced_for_now",
            Self::NotSent => "not_sent",
        }
    }

    pub(in crate::domain) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|told| told.as_str() == text)
    }

    /// The state it leads to, and those it leads from. From `queued` only what waits to be sent once more after a doubt:
    /// the first copy was sent after all.
    fn way(self) -> (MessageState, &'static [MessageState]) {
        use MessageState::{Delivered, Failed, Queued, Sent, Uncertain};
        match self {
            Self::Accepted => (Sent, &[Uncertain, Queued]),
            Self::Delivered => (Delivered, &[Sent, Uncertain, Queued]),
            Self::Bounced => (BOUNCED, &[Sent, Delivered, Uncertain]),
            Self::BouncedForNow => (BOUNCED, &[Sent, Uncertain]),
            Self::NotSent => (Failed, &[Sent, Uncertain]),
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

/// Where a text went and when, as the provider wrote it down: it finds a text whose hand-over was never answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Blind index of the number.
    pub address: Vec<u8>,
    /// When the provider took it.
    pub at: Timestamp,
}

/// One receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub channel: Channel,
    /// As the provider answered at the hand-over.
    pub provider_id: String,
    pub mark: Option<Mark>,
    pub seen: Option<Seen>,
    pub told: Told,
    /// A code or our own words, never what a provider wrote.
    pub reason: Option<String>,
}

/// What a receipt did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    Changed(Moved),
    /// The message has come as far already, or further.
    Before,
    /// The hand-over of this message is not recorded yet.
    TooEarly(MessageId),
    /// No message has this id of the provider, or has it yet.
    Unknown,
}

/// A message that a receipt moved on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub campaign: CampaignId,
    pub to: MessageState,
}

/// Finds the message of a receipt and moves it on, with the counts that go with it.
pub async fn apply(transaction: &impl ConnectionTrait, prices: &Prices, receipt: &Receipt) -> Result<Applied> {
    match find(transaction, receipt).await? {
        Some(message) => {
            let (told, reason) = (receipt.told, receipt.reason.as_deref());
            apply_to(transaction, prices, message, News { told, reason, provider_id: &receipt.provider_id }).await
        }
        None => Ok(Applied::Unknown),
    }
}

/// What a receipt tells of a message that was found.
#[derive(Clone, Copy, Debug)]
pub(in crate::domain) struct News<'a> {
    pub told: Told,
    pub reason: Option<&'a str>,
    /// Kept where the hand-over was not answered: what is told of the message later finds it. Empty where it is not known.
    pub provider_id: &'a str,
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
    if let Some(row) = transaction.query_one_raw(engine.statement(sql, values)).await? {
        return Ok(Some(id_of(&row)?));
    }
    match &receipt.seen {
        Some(seen) => find_seen(transaction, receipt.channel, seen).await,
        None => Ok(None),
    }
}

/// A message `m` that is in doubt, or waits to be sent once more after a doubt.
const IN_DOUBT: &str = "(m.state = 'uncertain' OR m.state = 'queued' AND m.possible_duplicate)";

/// A message `m` may be the text that the provider took at `at` (SQL): its id there is not known, whatever has become of it
/// since, and its hand-over fits. Requests that are not answered take half a minute, and two clocks may be apart.
fn may_be(at: &str) -> String {
    format!("m.provider_id IS NULL AND m.handed_over_at BETWEEN {at} - 300000 AND {at} + 60000")
}

/// The one message to that address that was handed over then and was never answered for; none where it could be another.
async fn find_seen(transaction: &impl ConnectionTrait, channel: Channel, seen: &Seen) -> Result<Option<MessageId>> {
    let sql = format!(
        "SELECT DISTINCT m.id AS id, CASE WHEN {IN_DOUBT} THEN 1 ELSE 0 END AS in_doubt FROM contact_point p \
         JOIN recipient r ON r.patient_id = p.patient_id JOIN message m ON m.recipient_id = r.id \
         WHERE p.value_index = ? AND m.channel = ? AND {} LIMIT 2",
        may_be("CAST(? AS BIGINT)")
    );
    let at = seen.at.0;
    let values = [seen.address.clone().into(), channel.as_str().into(), at.into(), at.into()];
    let found = transaction.query_all_raw(Engine::of(transaction).statement(&sql, values)).await?;
    let [one] = found.as_slice() else { return Ok(None) };
    let in_doubt: i32 = one.try_get("", "in_doubt")?;
    Ok(if in_doubt == 1 { Some(id_of(one)?) } else { None })
}

/// [`find_seen`] for the rows `e` of `early_receipt`: their ids and those of their messages, with `columns` of `e`.
pub(in crate::domain) fn seen_early(columns: &str) -> String {
    format!(
        "SELECT e.id AS id, MIN(m.id) AS message, {columns} FROM early_receipt e \
         JOIN contact_point p ON p.value_index = e.address_index JOIN recipient r ON r.patient_id = p.patient_id \
         JOIN message m ON m.recipient_id = r.id AND m.channel = e.channel \
         WHERE e.address_index IS NOT NULL AND {} \
         AND NOT EXISTS (SELECT 1 FROM message o WHERE o.provider_id = e.provider_id AND o.channel = e.channel) \
         GROUP BY e.id, {columns} \
         HAVING COUNT(DISTINCT m.id) = 1 AND MIN(CASE WHEN {IN_DOUBT} THEN 1 ELSE 0 END) = 1",
        may_be("e.sent_at")
    )
}

/// Moves one message on.
pub(in crate::domain) async fn apply_to(
    transaction: &impl ConnectionTrait,
    prices: &Prices,
    message: MessageId,
    news: News<'_>,
) -> Result<Applied> {
    let News { told, reason, provider_id } = news;
    let engine = Engine::of(transaction);
    let now = engine.now();
    let (to, from) = told.way();
    let sent_at = match told {
        Told::NotSent => "NULL".to_owned(),
        _ => format!("COALESCE(sent_at, handed_over_at, {now})"),
    };
    for &from in from {
        let sql = format!(
            "UPDATE message SET state = ?, reason = ?, provider_id = COALESCE(provider_id, NULLIF(?, '')), sent_at = {sent_at}, \
             possible_duplicate = possible_duplicate AND state <> 'queued', updated_at = {now} \
             WHERE id = ? AND state = ? AND (state <> 'queued' OR possible_duplicate) \
             RETURNING campaign_id, recipient_id, wave, channel, segments"
        );
        let values = [
            to.as_str().into(),
            reason.map(ToOwned::to_owned).into(),
            provider_id.into(),
            message.get().into(),
            from.as_str().into(),
        ];
        if let Some(row) = transaction.query_one_raw(engine.statement(&sql, values)).await? {
            settle(transaction, prices, &row, from, to).await?;
            let channel: Channel = row.try_get("", "channel")?;
            metrics::counter!("recall_receipts_total", "channel" => channel.as_str(), "told" => told.as_str())
                .increment(1);
            let campaign = row.try_get::<i64>("", "campaign_id")?.into();
            return Ok(Applied::Changed(Moved { campaign, to }));
        }
    }
    let sql = "SELECT state, possible_duplicate FROM message WHERE id = ?";
    let Some(row) = transaction.query_one_raw(engine.statement(sql, [message.get().into()])).await? else {
        return Ok(Applied::Unknown);
    };
    let state: MessageState = row.try_get("", "state")?;
    // Bad news of a first copy is none of the second, which has not left yet.
    let of_first = row.try_get("", "possible_duplicate")?
        && matches!(state, MessageState::Queued | MessageState::Claimed)
        && matches!(to, MessageState::Bounced | MessageState::Failed);
    Ok(if of_first || state.is_terminal() { Applied::Before } else { Applied::TooEarly(message) })
}

async fn settle(
    transaction: &impl ConnectionTrait,
    prices: &Prices,
    row: &QueryResult,
    from: MessageState,
    to: MessageState,
) -> Result<()> {
    let (campaign, wave) = (row.try_get("", "campaign_id")?, row.try_get("", "wave")?);
    let channel: Channel = row.try_get("", "channel")?;
    if to == MessageState::Failed {
        // The provider did not send it, so that it costs nothing.
        let segments: Option<i32> = row.try_get("", "segments")?;
        let units = Units::from([(campaign, -segments.map_or(1, i64::from))]);
        spending::add(transaction, Priced { channel, price: prices.of(channel) }, &units).await?;
    } else if from != MessageState::Sent && from != MessageState::Delivered {
        first_sent(transaction, &[FirstSent { id: row.try_get("", "recipient_id")?, wave }]).await?;
    }
    let mut tally = Tally::default();
    tally.moved(campaign, wave, channel, from, to);
    tally.write(transaction).await
}

fn id_of(row: &QueryResult) -> Result<MessageId> {
    Ok(row.try_get::<i64>("", "id")?.into())
}
