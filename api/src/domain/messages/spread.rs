//! Spreading a wave evenly over hours of sending, so that the practice's phones survive it.
//!
//! The pace of a wave is a row of `pace` of its own, made when the wave is queued. Claims move its time on; it does not
//! run while the campaign is paused or its window is closed.

use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use shared::{channel::Channel, ids::CampaignId};

use super::pace::SECOND_AT_ONE;
use crate::{database::Engine, domain::Result};

// What may be caught up after a time without claims: a worker that restarts.
const CATCH_UP_US: i64 = 60_000_000;
const HOUR_US: i64 = 3_600 * 1_000_000;

fn name(campaign: i64, channel: Channel) -> String {
    format!("campaign-{campaign}-{channel}")
}

/// Spreads `n` messages of a channel that were queued just now over `hours`; 0 takes the limit away.
pub async fn spread(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
    channel: Channel,
    n: i64,
    hours: u32,
) -> Result<()> {
    let engine = Engine::of(transaction);
    let name = name(campaign.get(), channel);
    if hours == 0 || n == 0 {
        let sql = "DELETE FROM pace WHERE name = ?";
        transaction.execute_raw(engine.statement(sql, [name.into()])).await?;
        return Ok(());
    }
    let each = (i64::from(hours) * HOUR_US / n).max(1);
    let rate = (SECOND_AT_ONE / each).max(1);
    let sql = format!(
        "INSERT INTO pace (name, limit_micro, rate_micro, next_at, slowed_at) VALUES (?, ?, ?, {} * 1000, 0) \
         ON CONFLICT (name) DO UPDATE SET limit_micro = excluded.limit_micro, rate_micro = excluded.rate_micro, \
         next_at = excluded.next_at",
        engine.now()
    );
    let values: [Value; 3] = [name.into(), rate.into(), rate.into()];
    transaction.execute_raw(engine.statement(&sql, values)).await?;
    Ok(())
}

/// What a spread campaign may claim now.
pub(super) struct Share {
    name: String,
    pub n: i64,
    begins: i64,
    each: i64,
}

#[derive(FromQueryResult)]
struct Row {
    rate_micro: i64,
    next_at: i64,
    now: i64,
}

/// How many messages of a campaign may be claimed now; `None` where it is not spread. Held until the transaction ends.
pub(super) async fn share(
    transaction: &impl ConnectionTrait,
    campaign: i64,
    channel: Channel,
) -> Result<Option<Share>> {
    let engine = Engine::of(transaction);
    let lock = if engine == Engine::Postgres { "FOR UPDATE" } else { "" };
    let sql = format!("SELECT rate_micro, next_at, {} * 1000 AS now FROM pace WHERE name = ? {lock}", engine.now());
    let name = name(campaign, channel);
    let row = Row::find_by_statement(engine.statement(&sql, [name.clone().into()])).one(transaction).await?;
    Ok(row.map(|row| {
        let each = (SECOND_AT_ONE / row.rate_micro.max(1)).max(1);
        // The next one leaves within its share of the time: what lies further ahead was written by a clock that has been
        // set back since.
        let next_at = if row.next_at > row.now.saturating_add(each) { row.now } else { row.next_at };
        let begins = next_at.max(row.now - CATCH_UP_US);
        let n = if begins > row.now { 0 } else { 1 + (row.now - begins) / each };
        Share { name, n, begins, each }
    }))
}

impl Share {
    /// Writes down how many were claimed.
    pub(super) async fn take(self, transaction: &impl ConnectionTrait, claimed: i64) -> Result<()> {
        if claimed == 0 {
            return Ok(());
        }
        let next = self.begins.saturating_add(self.each.saturating_mul(claimed));
        let sql = "UPDATE pace SET next_at = ? WHERE name = ?";
        let statement = Engine::of(transaction).statement(sql, [next.into(), self.name.into()]);
        transaction.execute_raw(statement).await?;
        Ok(())
    }
}
