//! Claiming: a batch of queued messages goes to one worker for the time of a lease.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::{
    channel::{Channel, MessageState},
    plan::Plan,
};

use super::{
    ledger::{Tally, among},
    spread,
};
use crate::{
    database::{Database, Engine},
    domain::{Result, hours::Hours},
    queue::retry::LONGEST,
};

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

/// Who claims, how much and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim<'a> {
    pub channel: Channel,
    pub worker: &'a str,
    pub lease: Duration,
    pub limit: u64,
    /// By the clock of this process: sending windows are the practice's, leases the database's.
    pub at: DateTime<Utc>,
    pub closed_days: &'a [NaiveDate],
}

/// What was claimed.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub messages: Vec<Claimed>,
    /// When the first of its campaigns closes its window.
    pub until: Option<DateTime<Utc>>,
}

/// A running campaign that has something to send now.
struct Work {
    campaign: i64,
    closes_at: Option<DateTime<Utc>>,
}

/// Claims messages of a channel out of the running campaigns whose window is open, oldest campaign first.
pub(super) async fn claim(database: &Database, claim: Claim<'_>) -> Result<Batch> {
    // Looked at by a reader first: an idle worker writes nothing.
    let work = with_work(database, claim).await?;
    if work.is_empty() {
        return Ok(Batch::default());
    }
    let (now, lock) = (database.engine().now(), database.engine().skip_locked());
    let due = due(database.engine()).map(|due| {
        let queued = format!(
            "SELECT id FROM message WHERE state = 'queued' AND channel = ? AND campaign_id = ? AND {due} \
             ORDER BY available_at, id LIMIT ? {lock}"
        );
        format!(
            "UPDATE message SET state = 'claimed', epoch = epoch + 1, lease_owner = ?, lease_expires_at = {now} + ?, \
             updated_at = {now} WHERE {} RETURNING id, epoch, campaign_id, recipient_id, wave, attempts",
            among(database.engine(), &queued)
        )
    });
    let lease = i64::try_from(claim.lease.as_millis()).unwrap_or(i64::MAX);
    let transaction = database.begin().await?;
    let mut batch = Batch::default();
    for Work { campaign, closes_at } in work {
        let taken = u64::try_from(batch.messages.len()).unwrap_or(claim.limit);
        let share = spread::share(&transaction, campaign, claim.channel).await?;
        let left = claim.limit.saturating_sub(taken).cast_signed();
        let most = share.as_ref().map_or(left, |share| left.min(share.n));
        let mut left = most;
        for sql in &due {
            if left <= 0 {
                break;
            }
            let channel = claim.channel.as_str();
            let values = [claim.worker.into(), lease.into(), channel.into(), campaign.into(), left.into()];
            let rows = transaction.query_all_raw(database.statement(sql, values)).await?;
            for row in &rows {
                batch.messages.push(Claimed::from_query_result(row, "")?);
            }
            left -= i64::try_from(rows.len()).unwrap_or(i64::MAX);
        }
        if let Some(share) = share.filter(|_| most > 0) {
            share.take(&transaction, most - left).await?;
        }
        if left < most {
            batch.until = [batch.until, closes_at].into_iter().flatten().min();
        }
    }
    let mut tally = Tally::default();
    for message in &batch.messages {
        tally.moved(message.campaign_id, message.wave, claim.channel, MessageState::Queued, MessageState::Claimed);
    }
    tally.write(&transaction).await?;
    transaction.commit().await?;
    batch.messages.sort_unstable_by_key(|message| message.id);
    Ok(batch)
}

/// When a queued message is due, each condition one range of the index of queued messages. No back-off is longer than
/// [`LONGEST`], so that what lies further ahead was put there by a clock that has been set back since, and waits no more.
fn due(engine: Engine) -> [String; 2] {
    let now = engine.now();
    [format!("available_at <= {now}"), format!("available_at > {now} + {}", LONGEST.as_millis())]
}

/// Running campaigns that have a message to send on the channel now.
async fn with_work(database: &Database, claim: Claim<'_>) -> Result<Vec<Work>> {
    let now = database.engine().now();
    let [passed, far_ahead] = due(database.engine()).map(|due| {
        format!(
            "EXISTS (SELECT 1 FROM message m WHERE m.state = 'queued' AND m.channel = ? AND m.campaign_id = c.id AND m.{due})"
        )
    });
    let sql = format!(
        "SELECT c.id AS id, c.plan AS plan FROM campaign c WHERE c.state = 'running' AND c.expires_at > {now} \
         AND ({passed} OR {far_ahead}) ORDER BY c.launched_at, c.id"
    );
    let channel = claim.channel.as_str();
    let rows = database.reader().query_all_raw(database.statement(&sql, [channel.into(), channel.into()])).await?;
    let mut work = Vec::with_capacity(rows.len());
    for row in rows {
        let plan: serde_json::Value = row.try_get("", "plan")?;
        let plan: Plan = serde_json::from_value(plan).map_err(anyhow::Error::from)?;
        let hours = Hours { window: plan.window.as_ref(), closed_days: claim.closed_days };
        if hours.is_open(claim.at) {
            work.push(Work { campaign: row.try_get("", "id")?, closes_at: hours.closes_at(claim.at) });
        }
    }
    Ok(work)
}
