//! Trying again what failed, when a person says so. Messages in doubt stay: a second text may be the result.
//! So does what a person gave up, and what a later wave has taken the place of.

use entity::campaign;
use sea_orm::ConnectionTrait;
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
        messages::{reason, supersede_failed},
    },
    state::App,
};

/// Puts every failed message of a running or paused campaign back into the queue.
pub async fn retry_failed(app: &App, actor: &Actor, id: CampaignId) -> Result<campaign::Model> {
    actor.require(Permission::LaunchCampaigns)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let campaign = get(&transaction, id).await?;
    if !matches!(campaign.state, CampaignState::Running | CampaignState::Paused) {
        let message = format!("Only a running or paused campaign tries again; this one is {}.", campaign.state);
        return Err(Error::refused("NOT_RUNNING", message));
    }
    let superseded = supersede_failed(&transaction, id).await?;
    let mut retried = Vec::new();
    for (wave, channel) in counts::ledger(&transaction, id).await?.into_keys() {
        let sql = "UPDATE message SET state = 'queued', reason = NULL, attempts = 0, available_at = ?, updated_at = ? \
                   WHERE campaign_id = ? AND wave = ? AND channel = ? AND state = 'failed' \
                   AND (reason IS NULL OR reason <> ?)";
        let values = [
            now.0.into(),
            now.0.into(),
            id.get().into(),
            wave.into(),
            channel.as_str().into(),
            reason::GIVEN_UP.into(),
        ];
        let done = transaction.execute_raw(Engine::of(&transaction).statement(sql, values)).await?;
        retried.push((wave, channel, i64::try_from(done.rows_affected()).unwrap_or(i64::MAX)));
    }
    for &(wave, channel, n) in &retried {
        let (from, to) = (MessageState::Failed, MessageState::Queued);
        counts::move_messages(&transaction, id, wave, channel, from, to, n).await?;
    }
    let retried: i64 = retried.iter().map(|(_, _, n)| n).sum();
    if retried == 0 && superseded == 0 {
        return Err(nothing());
    }
    let entry = audit::Entry {
        action: "campaign.retried",
        subject: Some(id.to_string()),
        detail: json!({ "messages": retried, "superseded": superseded }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    // What was superseded counts as failed no longer, also where that was all.
    if retried == 0 { Err(nothing()) } else { Ok(campaign) }
}

fn nothing() -> Error {
    Error::refused("NOTHING_FAILED", "No message of this campaign has failed that could be tried again.")
}
