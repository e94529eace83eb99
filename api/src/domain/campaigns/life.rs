//! Pause, resume, cancel, and the end that comes with the campaign's last day.

use entity::{campaign, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use shared::{
    channel::{CampaignState, MessageState},
    ids::CampaignId,
    permission::Permission,
};

use super::{counts, find::get};
use crate::{
    database::Engine,
    domain::{
        Actor, Error, Result, audit,
        messages::ledger::{Tally, among},
    },
    state::App,
};

/// Stops sending until it is resumed. What was handed over already ends by itself.
pub async fn pause(app: &App, actor: &Actor, id: CampaignId) -> Result<campaign::Model> {
    let change = Change { to: CampaignState::Paused, from: &[CampaignState::Running], action: "campaign.paused" };
    change.make(app, actor, id).await
}

pub async fn resume(app: &App, actor: &Actor, id: CampaignId) -> Result<campaign::Model> {
    let change = Change { to: CampaignState::Running, from: &[CampaignState::Paused], action: "campaign.resumed" };
    change.make(app, actor, id).await
}

/// Ends a campaign for good: what waits is cancelled, what is being sent ends by itself.
pub async fn cancel(app: &App, actor: &Actor, id: CampaignId) -> Result<campaign::Model> {
    use CampaignState::{Cancelled, Draft, Paused, Running, Scheduled};
    let from = &[Draft, Scheduled, Running, Paused];
    Change { to: Cancelled, from, action: "campaign.cancelled" }.make(app, actor, id).await
}

/// Completes the campaigns whose end has passed, and cancels messages that came back to the queue
/// of a campaign after its end. Returns how many campaigns were completed.
pub async fn complete_due(app: &App, actor: &Actor) -> Result<u64> {
    use CampaignState::{Completed, Paused, Running};
    let now = app.clock.timestamp();
    let due = ids(app, &[Running, Paused], Some(now)).await?;
    for &id in &due {
        Change { to: Completed, from: &[Running, Paused], action: "campaign.completed" }.make(app, actor, id).await?;
    }
    for id in ids(app, &[Completed, CampaignState::Cancelled], None).await? {
        if has_waiting(app.database.reader(), id).await? {
            let transaction = app.database.begin().await?;
            cancel_waiting(&transaction, id, "ended", now).await?;
            transaction.commit().await?;
        }
    }
    Ok(u64::try_from(due.len()).unwrap_or(u64::MAX))
}

async fn ids(app: &App, states: &[CampaignState], expired_at: Option<Timestamp>) -> Result<Vec<CampaignId>> {
    let mut query = campaign::Entity::find().filter(campaign::Column::State.is_in(states.iter().copied()));
    if let Some(now) = expired_at {
        query = query.filter(campaign::Column::ExpiresAt.lte(now));
    }
    let ids: Vec<i64> =
        query.select_only().column(campaign::Column::Id).into_tuple().all(app.database.reader()).await?;
    Ok(ids.into_iter().map(CampaignId::from).collect())
}

struct Change {
    to: CampaignState,
    from: &'static [CampaignState],
    action: &'static str,
}

impl Change {
    async fn make(self, app: &App, actor: &Actor, id: CampaignId) -> Result<campaign::Model> {
        actor.require(Permission::LaunchCampaigns)?;
        let now = app.clock.timestamp();
        let transaction = app.database.begin().await?;
        self.write(&transaction, id, now).await?;
        let cancelled = match self.to {
            CampaignState::Cancelled => cancel_waiting(&transaction, id, "cancelled", now).await?,
            CampaignState::Completed => cancel_waiting(&transaction, id, "expired", now).await?,
            _ => 0,
        };
        let campaign = get(&transaction, id).await?;
        let entry = audit::Entry {
            action: self.action,
            subject: Some(id.to_string()),
            detail: json!({ "messages_cancelled": cancelled }),
        };
        audit::record(&transaction, now, actor, entry).await?;
        transaction.commit().await?;
        Ok(campaign)
    }

    async fn write(&self, transaction: &impl ConnectionTrait, id: CampaignId, now: Timestamp) -> Result<()> {
        let ended = self.to.is_terminal().then_some(now.0);
        let from: Vec<_> = self.from.iter().map(|state| format!("'{state}'")).collect();
        let sql =
            format!("UPDATE campaign SET state = ?, completed_at = ? WHERE id = ? AND state IN ({})", from.join(", "));
        let values = [self.to.as_str().into(), ended.into(), id.get().into()];
        let done = transaction.execute_raw(Engine::of(transaction).statement(&sql, values)).await?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
        let state = get(transaction, id).await?.state;
        let message = format!("The campaign is {state} and cannot become {}.", self.to);
        Err(Error::refused("CONFLICT", message))
    }
}

async fn has_waiting(connection: &impl ConnectionTrait, id: CampaignId) -> Result<bool> {
    let ledger = counts::ledger(connection, id).await?;
    Ok(ledger.values().any(|states| WAITING.iter().any(|state| states.get(state).is_some_and(|&n| n > 0))))
}

/// Messages that no provider was called for.
const WAITING: [MessageState; 2] = [MessageState::Queued, MessageState::Claimed];

/// Cancels what waits, with the reason, and keeps the counts. A claim that comes or goes meanwhile is
/// caught by the second look at the queue, or by the next [`complete_due`]. What a worker is writing down at the moment
/// is not waited for, and the counts come last: neither ever waits for the other.
async fn cancel_waiting(
    transaction: &impl ConnectionTrait,
    id: CampaignId,
    reason: &str,
    now: Timestamp,
) -> Result<i64> {
    use MessageState::{Cancelled, Claimed, Queued};
    let engine = Engine::of(transaction);
    let waiting = format!(
        "SELECT id FROM message WHERE campaign_id = ? AND wave = ? AND channel = ? AND state = ? {}",
        engine.skip_locked()
    );
    let sql = format!(
        "UPDATE message SET state = 'cancelled', reason = ?, lease_owner = NULL, lease_expires_at = NULL, \
         updated_at = ? WHERE {}",
        among(engine, &waiting)
    );
    let (mut cancelled, mut tally) = (0, Tally::default());
    for (wave, channel) in counts::ledger(transaction, id).await?.into_keys() {
        for state in [Queued, Claimed, Queued] {
            let (reason, state_is) = (reason.into(), state.as_str().into());
            let values = [reason, now.0.into(), id.get().into(), wave.into(), channel.as_str().into(), state_is];
            let done = transaction.execute_raw(engine.statement(&sql, values)).await?;
            let n = i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
            tally.moved_many((id.get(), wave, channel), state, Cancelled, n);
            cancelled += n;
        }
    }
    tally.write(transaction).await?;
    Ok(cancelled)
}
