//! The numbers that screens show, kept by the same transaction that changes the rows they count.

use std::collections::BTreeMap;

use entity::{message_count, recipient_count};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value as Json, json};
use shared::{
    channel::{Channel, MessageState},
    ids::CampaignId,
};

use crate::{
    database::Engine,
    domain::{Result, json_rows::JsonRows},
};

/// Counters of one stage are spread over this many rows, so that acknowledgements of different
/// recipients do not wait for one another's row lock.
const SHARDS: i64 = 16;

/// How far recipients came; each recipient counts once in every stage they reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Frozen into the campaign.
    Recipients,
    /// No usable contact point on any channel of the campaign.
    Unreachable,
    /// At least one message of any wave was sent.
    Sent,
    Followed,
    Acknowledged,
    OptedOut,
}

impl Stage {
    pub const ALL: [Self; 6] =
        [Self::Recipients, Self::Unreachable, Self::Sent, Self::Followed, Self::Acknowledged, Self::OptedOut];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recipients => "recipients",
            Self::Unreachable => "unreachable",
            Self::Sent => "sent",
            Self::Followed => "followed",
            Self::Acknowledged => "acknowledged",
            Self::OptedOut => "opted_out",
        }
    }
}

/// Adds `n` recipients to a stage. `spread` is any number that differs between concurrent callers,
/// such as the recipient's id.
pub async fn add_recipients(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
    stage: Stage,
    spread: i64,
    n: i64,
) -> Result<()> {
    if n == 0 {
        return Ok(());
    }
    add_all_recipients(transaction, spread, &BTreeMap::from([((campaign, stage), n)])).await
}

/// The same for many stages at once.
pub async fn add_all_recipients(
    transaction: &impl ConnectionTrait,
    spread: i64,
    counts: &BTreeMap<(CampaignId, Stage), i64>,
) -> Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let engine = Engine::of(transaction);
    let columns = &[("campaign_id", "bigint"), ("stage", "text"), ("shard", "integer"), ("n", "bigint")];
    let sql = format!(
        "INSERT INTO recipient_count (campaign_id, stage, shard, n) SELECT v.campaign_id, v.stage, v.shard, v.n FROM {} \
         WHERE TRUE ORDER BY 1, 2, 3 \
         ON CONFLICT (campaign_id, stage, shard) DO UPDATE SET n = recipient_count.n + excluded.n",
        JsonRows::new(engine, columns)
    );
    let shard = spread.rem_euclid(SHARDS);
    let rows: Json =
        counts.iter().map(|((campaign, stage), n)| json!([campaign.get(), stage.as_str(), shard, n])).collect();
    transaction.execute_raw(engine.statement(&sql, [rows.to_string().into()])).await?;
    Ok(())
}

/// Adds `n` (which may be negative) messages to a state of the ledger.
pub async fn add_messages(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
    wave: i32,
    channel: Channel,
    state: MessageState,
    n: i64,
) -> Result<()> {
    if n == 0 {
        return Ok(());
    }
    let sql = "INSERT INTO message_count (campaign_id, wave, channel, state, n) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (campaign_id, wave, channel, state) DO UPDATE SET n = message_count.n + excluded.n";
    let values = [campaign.get().into(), wave.into(), channel.as_str().into(), state.as_str().into(), n.into()];
    transaction.execute_raw(Engine::of(transaction).statement(sql, values)).await?;
    Ok(())
}

/// Moves `n` messages from one state of the ledger to another.
pub async fn move_messages(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
    wave: i32,
    channel: Channel,
    from: MessageState,
    to: MessageState,
    n: i64,
) -> Result<()> {
    // In a fixed order, so that two transactions never wait for each other's counter.
    let mut changes = [(from, -n), (to, n)];
    changes.sort_by_key(|(state, _)| state.as_str());
    for (state, n) in changes {
        add_messages(transaction, campaign, wave, channel, state, n).await?;
    }
    Ok(())
}

/// The ledger of a campaign: messages by wave, channel and state.
pub type Ledger = BTreeMap<(i32, Channel), BTreeMap<MessageState, i64>>;

/// How many recipients reached each stage; stages nobody reached are 0.
pub async fn recipients(connection: &impl ConnectionTrait, campaign: CampaignId) -> Result<BTreeMap<Stage, i64>> {
    let rows = recipient_count::Entity::find()
        .filter(recipient_count::Column::CampaignId.eq(campaign.get()))
        .all(connection)
        .await?;
    Ok(Stage::ALL
        .into_iter()
        .map(|stage| (stage, rows.iter().filter(|row| row.stage == stage.as_str()).map(|row| row.n).sum()))
        .collect())
}

pub async fn ledger(connection: &impl ConnectionTrait, campaign: CampaignId) -> Result<Ledger> {
    let rows = message_count::Entity::find()
        .filter(message_count::Column::CampaignId.eq(campaign.get()))
        .all(connection)
        .await?;
    let mut ledger = Ledger::new();
    for row in rows.into_iter().filter(|row| row.n != 0) {
        ledger.entry((row.wave, row.channel)).or_default().insert(row.state, row.n);
    }
    Ok(ledger)
}
