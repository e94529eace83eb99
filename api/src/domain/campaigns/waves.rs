//! Reminders: another wave to those who were sent one and have not acknowledged.

use entity::campaign;
use sea_orm::ConnectionTrait;
use serde_json::json;
use shared::{channel::MessageState, ids::CampaignId, permission::Permission};

use super::{
    audience::queue_wave,
    counts,
    find::{channels_of, get},
};
use crate::{
    database::{Engine, prepare_for_sets},
    domain::{Actor, Error, Result, audit, once},
    state::App,
};

/// Non-respondents who may be written to again; `r` is `recipient`.
const NON_RESPONDENTS: &str = "r.first_sent_at IS NOT NULL AND r.acknowledged_at IS NULL AND r.opted_out_at IS NULL \
    AND EXISTS (SELECT 1 FROM patient p WHERE p.id = r.patient_id AND p.status = 'active' AND p.never_contact_at IS NULL)";

const REMIND: &str = "campaign.remind";

/// Queues the next wave for every non-respondent on every channel of the campaign, in one transaction.
/// Refused while an earlier wave is still going out, because somebody would get both at once.
pub async fn remind(app: &App, actor: &Actor, id: CampaignId) -> Result<campaign::Model> {
    remind_once(app, actor, id, None).await
}

/// The same for a caller who may ask again: one `request_id` sends one reminder.
pub async fn remind_once(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    request_id: Option<&str>,
) -> Result<campaign::Model> {
    actor.require(Permission::LaunchCampaigns)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    match once::recall(&transaction, actor, REMIND, request_id).await? {
        None => {}
        Some(reminded) if reminded == id.get() => return get(&transaction, id).await,
        Some(_) => return Err(once::taken()),
    }
    prepare_for_sets(&transaction).await?;
    next_wave(&transaction, id).await?;
    let campaign = get(&transaction, id).await?;
    if campaign.expires_at <= now {
        return Err(Error::refused("CAMPAIGN_EXPIRED", "The campaign's end has passed; nothing more is sent."));
    }
    let on_the_way = unfinished(&transaction, id).await?;
    if on_the_way > 0 {
        let message = format!("{on_the_way} messages of the last wave are not sent yet; remind when they are.");
        return Err(Error::refused("WAVE_UNFINISHED", message));
    }
    let mut queued = 0;
    let mut waves = serde_json::Map::new();
    for channel in channels_of(&campaign)? {
        let wave = queue_wave(&transaction, id, campaign.wave, channel, NON_RESPONDENTS, now).await?;
        queued += wave.queued;
        waves.insert(channel.to_string(), json!({ "queued": wave.queued, "suppressed": wave.suppressed }));
    }
    if queued == 0 {
        let message = "Nobody is left to remind: all who were sent a message and can be reached have acknowledged.";
        return Err(Error::refused("NOBODY_LEFT", message));
    }
    let entry = audit::Entry {
        action: "campaign.reminded",
        subject: Some(id.to_string()),
        detail: json!({ "wave": campaign.wave, "messages": waves }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    once::record(&transaction, actor, REMIND, request_id, id.get(), now).await?;
    transaction.commit().await?;
    app.database.settle(&["recipient", "message"]).await;
    Ok(campaign)
}

async fn next_wave(transaction: &impl ConnectionTrait, id: CampaignId) -> Result<()> {
    let sql = "UPDATE campaign SET wave = wave + 1 WHERE id = ? AND state = 'running'";
    let done = transaction.execute_raw(Engine::of(transaction).statement(sql, [id.get().into()])).await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    let state = get(transaction, id).await?.state;
    let message = format!("Only a running campaign sends reminders; this one is {state}.");
    Err(Error::refused("NOT_RUNNING", message))
}

/// Messages of any wave that wait or are on their way.
async fn unfinished(transaction: &impl ConnectionTrait, id: CampaignId) -> Result<i64> {
    use MessageState::{Claimed, Queued, Sending};
    let ledger = counts::ledger(transaction, id).await?;
    Ok(ledger
        .values()
        .flat_map(|states| [Queued, Claimed, Sending].map(|state| states.get(&state).copied().unwrap_or(0)))
        .sum())
}
