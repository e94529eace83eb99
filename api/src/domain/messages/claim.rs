//! Claiming: a batch of queued messages goes to one worker for the time of a lease.

use std::time::Duration;

use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::channel::{Channel, MessageState};

use super::ledger::{Tally, among};
use crate::{database::Database, domain::Result};

/// A message under a lease. `epoch` names this claim among all claims of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Claimed {
    pub id: i64,
    pub epoch: i64,
    pub campaign_id: i64,
    pub recipient_id: i64,
    pub wave: i32,
    /// Attempts before this one.
    pub attempts: i32,
}

/// Claims up to `limit` messages of a channel out of the running campaigns, oldest campaign first.
pub(super) async fn claim(
    database: &Database,
    channel: Channel,
    worker: &str,
    lease: Duration,
    limit: u64,
) -> Result<Vec<Claimed>> {
    // Looked at by a reader first: an idle worker writes nothing.
    let campaigns = with_work(database, channel).await?;
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let (now, lock) = (database.engine().now(), database.engine().skip_locked());
    let queued = format!(
        "SELECT id FROM message WHERE state = 'queued' AND channel = ? AND campaign_id = ? AND available_at <= {now} \
         ORDER BY available_at, id LIMIT ? {lock}"
    );
    let sql = format!(
        "UPDATE message SET state = 'claimed', epoch = epoch + 1, lease_owner = ?, lease_expires_at = {now} + ?, updated_at = {now} \
         WHERE {} RETURNING id, epoch, campaign_id, recipient_id, wave, attempts",
        among(database.engine(), &queued)
    );
    let lease = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
    let transaction = database.begin().await?;
    let mut claimed = Vec::new();
    for campaign in campaigns {
        let left = limit.saturating_sub(u64::try_from(claimed.len()).unwrap_or(limit));
        if left == 0 {
            break;
        }
        let values = [worker.into(), lease.into(), channel.as_str().into(), campaign.into(), left.cast_signed().into()];
        for row in transaction.query_all_raw(database.statement(&sql, values)).await? {
            claimed.push(Claimed::from_query_result(&row, "")?);
        }
    }
    let mut tally = Tally::default();
    for message in &claimed {
        tally.moved(message.campaign_id, message.wave, channel, MessageState::Queued, MessageState::Claimed);
    }
    tally.write(&transaction).await?;
    transaction.commit().await?;
    claimed.sort_unstable_by_key(|message| message.id);
    Ok(claimed)
}

/// Running campaigns that have a message to send on the channel now.
async fn with_work(database: &Database, channel: Channel) -> Result<Vec<i64>> {
    let now = database.engine().now();
    let sql = format!(
        "SELECT c.id AS id FROM campaign c WHERE c.state = 'running' AND c.expires_at > {now} AND EXISTS \
         (SELECT 1 FROM message m WHERE m.state = 'queued' AND m.channel = ? AND m.campaign_id = c.id AND m.available_at <= {now}) \
         ORDER BY c.launched_at, c.id"
    );
    let rows = database.reader().query_all_raw(database.statement(&sql, [channel.as_str().into()])).await?;
    Ok(rows.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
}
