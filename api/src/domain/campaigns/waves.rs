//! Reminders: another wave to those who were sent one and have not acknowledged.

use entity::{campaign, time::Timestamp};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde_json::json;
use shared::{
    channel::{Channel, MessageState},
    ids::CampaignId,
    permission::Permission,
    plan::Household,
};

use super::{
    audience::queue_wave,
    counts,
    find::{channels_of, get, plan_of},
    households::{self, one_a_contact_point},
};
use crate::{
    database::{Engine, prepare_for_sets},
    domain::{
        Actor, Error, Result, audit,
        cohorts::{kind_of, reachable, written_to},
        messages::spread::spread,
        once,
    },
    state::App,
};

/// Non-respondents who may be written to again; `r` is `recipient`.
const NON_RESPONDENTS: &str = "r.first_sent_at IS NOT NULL AND r.acknowledged_at IS NULL AND r.opted_out_at IS NULL \
    AND EXISTS (SELECT 1 FROM patient p WHERE p.id = r.patient_id AND p.status = 'active' AND p.never_contact_at IS NULL)";

const REMIND: &str = "campaign.remind";

// What made a wave, in `wave.cause`.
pub(super) const BY_LAUNCH: &str = "launch";
pub(super) const BY_PLAN: &str = "plan";
const BY_PERSON: &str = "person";

/// A reminder that is to be queued.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reminder<'a> {
    /// The number it is to have; refused where another reminder has it already.
    pub expected: Option<i32>,
    /// All of the campaign where there are none.
    pub channels: Option<&'a [Channel]>,
    pub cause: &'static str,
    /// Of a caller who may ask again: one id sends one reminder.
    pub request_id: Option<&'a str>,
}

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
    let reminder = Reminder { expected: None, channels: None, cause: BY_PERSON, request_id };
    queue(app, actor, id, reminder).await
}

pub(super) async fn queue(app: &App, actor: &Actor, id: CampaignId, reminder: Reminder<'_>) -> Result<campaign::Model> {
    actor.require(Permission::LaunchCampaigns)?;
    let now = app.clock.timestamp();
    // Who was written to by the message of their household is reminded too, and who waits for it holds a reminder up.
    households::settle(app, &get(app.database.reader(), id).await?).await?;
    let transaction = app.database.begin().await?;
    match once::recall(&transaction, actor, REMIND, reminder.request_id).await? {
        None => {}
        Some(reminded) if reminded == id.get() => return get(&transaction, id).await,
        Some(_) => return Err(once::taken()),
    }
    prepare_for_sets(&transaction).await?;
    next_wave(&transaction, id).await?;
    let campaign = get(&transaction, id).await?;
    if reminder.expected.is_some_and(|expected| expected != campaign.wave) {
        return Err(Error::refused("ALREADY_REMINDED", "This reminder was sent before."));
    }
    if campaign.expires_at <= now {
        return Err(Error::refused("CAMPAIGN_EXPIRED", "The campaign's end has passed; nothing more is sent."));
    }
    let on_the_way = unfinished(&transaction, id).await?;
    if on_the_way > 0 {
        let message = format!("{on_the_way} messages of the last wave are not sent yet; remind when they are.");
        return Err(Error::refused("WAVE_UNFINISHED", message));
    }
    let all = channels_of(&campaign)?;
    let channels = reminder.channels.unwrap_or(&all);
    let wave = Wave { number: campaign.wave, channels, who: NON_RESPONDENTS, cause: reminder.cause };
    let (waves, queued) = queue_channels(&transaction, &campaign, wave, now).await?;
    // A planned one is put down as done even so, or those planned after it would never come.
    if queued == 0 && reminder.cause != BY_PLAN {
        let message = "Nobody is left to remind: all who were sent a message and can be reached have acknowledged.";
        return Err(Error::refused("NOBODY_LEFT", message));
    }
    let entry = audit::Entry {
        action: "campaign.reminded",
        subject: Some(id.to_string()),
        detail: json!({ "wave": campaign.wave, "messages": waves, "cause": reminder.cause }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    once::record(&transaction, actor, REMIND, reminder.request_id, id.get(), now).await?;
    transaction.commit().await?;
    app.database.settle(&["recipient", "message"]).await;
    Ok(campaign)
}

/// How many a reminder on these channels would go to if it were queued now.
pub async fn would_go_to(
    connection: &impl ConnectionTrait,
    campaign: &campaign::Model,
    channels: &[Channel],
) -> Result<i64> {
    let a_household = plan_of(campaign)?.household == Household::PerContactPoint;
    let engine = Engine::of(connection);
    let on_channel: Vec<String> = channels
        .iter()
        .map(|&channel| {
            let who = format!(
                "r.campaign_id = ? AND {NON_RESPONDENTS} AND {}",
                reachable(engine, "r.patient_id", kind_of(channel))
            );
            if a_household {
                format!("SELECT MIN(r.id) AS id FROM recipient r WHERE {who} GROUP BY {}", written_to("r", channel))
            } else {
                format!("SELECT r.id AS id FROM recipient r WHERE {who}")
            }
        })
        .collect();
    if on_channel.is_empty() {
        return Ok(0);
    }
    let sql = format!("SELECT COUNT(*) AS n FROM ({}) AS whom", on_channel.join(" UNION "));
    let values = channels.iter().map(|_| campaign.id.into());
    let row = connection.query_one_raw(engine.statement(&sql, values)).await?;
    Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default())
}

/// A wave that is to be put on the ledger.
pub(super) struct Wave<'a> {
    pub number: i32,
    pub channels: &'a [Channel],
    /// Which recipients `r`, as SQL without parameters.
    pub who: &'a str,
    pub cause: &'static str,
}

/// Queues a wave on its channels by the plan of the campaign. Returns what was queued on each, for the audit log, and
/// on all of them.
pub(super) async fn queue_channels(
    transaction: &impl ConnectionTrait,
    campaign: &campaign::Model,
    wave: Wave<'_>,
    now: Timestamp,
) -> Result<(serde_json::Map<String, serde_json::Value>, i64)> {
    let plan = plan_of(campaign)?;
    let id = CampaignId::from(campaign.id);
    let mut waves = serde_json::Map::new();
    let mut all = 0;
    for &channel in wave.channels {
        let mut queued = queue_wave(transaction, id, wave.number, channel, wave.who, now).await?;
        if plan.household == Household::PerContactPoint {
            queued = one_a_contact_point(transaction, id, wave.number, channel, queued).await?;
        }
        spread(transaction, id, channel, queued.queued, plan.spread_hours).await?;
        all += queued.queued;
        waves.insert(channel.to_string(), json!({ "queued": queued.queued, "suppressed": queued.suppressed }));
    }
    let row = entity::wave::ActiveModel {
        campaign_id: Set(campaign.id),
        number: Set(wave.number),
        cause: Set(wave.cause.to_owned()),
        channels: Set(json!(wave.channels)),
        queued_at: Set(now),
    };
    entity::wave::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok((waves, all))
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
