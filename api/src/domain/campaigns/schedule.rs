//! Launching at a later time: the person shows the code now, a job launches then.
//!
//! The cohort is frozen at that time. The job names the time it was made for, so that of a campaign
//! that was scheduled anew, cancelled or launched meanwhile it launches nothing.

use chrono::{DateTime, Utc};
use entity::{campaign, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::json;
use shared::{channel::CampaignState, ids::CampaignId, permission::Permission};

use super::{
    approve::{check_approval, recipients_today},
    find::{channels_of, get, plan_of, templates_of},
    launch::{check_templates, not_launchable, start},
};
use crate::{
    database::Engine,
    domain::{Actor, Error, Result, audit, forms, identity::fresh_code::begin_with_code},
    queue::{job::Job, store::enqueue_at},
    state::App,
};

/// What became of a launch whose time had come.
#[derive(Debug)]
pub enum ScheduledLaunch {
    Launched(Box<campaign::Model>),
    /// The rules said no; the campaign is a draft again.
    PutBack {
        campaign: Box<campaign::Model>,
        reason: String,
    },
    /// Scheduled anew, cancelled, launched or removed meanwhile.
    NothingToDo,
}

/// Schedules a launch for a person who shows a fresh code of their authenticator. A campaign that is
/// scheduled already launches at the new time instead. A large one takes the approval that its launch takes, by today's
/// recipients; those of the launch are looked at again then.
pub async fn schedule(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    code: &str,
    at: DateTime<Utc>,
) -> Result<campaign::Model> {
    actor.require(Permission::LaunchCampaigns)?;
    if at <= app.clock.now() {
        return Err(Error::invalid("at", "This time has passed. Give a time to come, or launch now."));
    }
    // Counted before anything is held: it may take a while.
    let recipients = recipients_today(app, &get(app.database.reader(), id).await?).await?;
    let at = Timestamp::from(at);
    let transaction = begin_with_code(app, actor, Permission::LaunchCampaigns, code).await?;
    let sql = "UPDATE campaign SET state = 'scheduled', scheduled_at = ?, scheduled_by = ? \
               WHERE id = ? AND state IN ('draft', 'scheduled')";
    let values = [at.0.into(), actor.id.clone().into(), id.get().into()];
    let done = transaction.execute_raw(Engine::of(&transaction).statement(sql, values)).await?;
    let campaign = get(&transaction, id).await?;
    if done.rows_affected() == 0 {
        return Err(not_launchable(&campaign));
    }
    if campaign.expires_at <= at {
        return Err(Error::invalid("at", "The campaign would end before it begins; give an earlier time."));
    }
    check_templates(&channels_of(&campaign)?, &templates_of(&transaction, id).await?)?;
    forms::check_launched(&transaction, plan_of(&campaign)?.form).await?;
    check_approval(app, &campaign, &actor.id, recipients)?;
    enqueue_launch(&transaction, id, at).await?;
    let entry = audit::Entry {
        action: "campaign.scheduled",
        subject: Some(id.to_string()),
        detail: json!({ "at": at.to_utc() }),
    };
    audit::record(&transaction, app.clock.timestamp(), actor, entry).await?;
    transaction.commit().await?;
    Ok(campaign)
}

async fn enqueue_launch(transaction: &impl ConnectionTrait, id: CampaignId, at: Timestamp) -> Result<()> {
    let job = Job::LaunchCampaign { campaign: id.get(), at: at.0 };
    enqueue_at(transaction, &job, Some(&format!("launch of {id} at {}", at.0)), at).await
}

/// Launches a campaign whose time has come. Where the rules refuse it, the campaign becomes a draft
/// again and the audit log says why.
pub async fn launch_scheduled(app: &App, id: CampaignId, at: Timestamp) -> Result<ScheduledLaunch> {
    let actor = Actor::system("scheduled_launch");
    let transaction = app.database.begin().await?;
    if !hold(&transaction, id, at).await? {
        return Ok(ScheduledLaunch::NothingToDo);
    }
    match start(transaction, app, &actor, id).await {
        Ok(campaign) => Ok(ScheduledLaunch::Launched(Box::new(campaign))),
        Err(error) if error.is_internal() => Err(error),
        Err(refusal) => put_back(app, &actor, id, at, &refusal).await,
    }
}

/// Whether the campaign still waits for its launch at this time; holds it until the transaction ends.
async fn hold(transaction: &DatabaseTransaction, id: CampaignId, at: Timestamp) -> Result<bool> {
    let sql = "UPDATE campaign SET state = 'scheduled' WHERE id = ? AND state = 'scheduled' AND scheduled_at = ?";
    let values = [id.get().into(), at.0.into()];
    let done = transaction.execute_raw(Engine::of(transaction).statement(sql, values)).await?;
    Ok(done.rows_affected() == 1)
}

async fn put_back(app: &App, actor: &Actor, id: CampaignId, at: Timestamp, refusal: &Error) -> Result<ScheduledLaunch> {
    let transaction = app.database.begin().await?;
    let sql = "UPDATE campaign SET state = 'draft', scheduled_at = NULL, scheduled_by = NULL \
               WHERE id = ? AND state = 'scheduled' AND scheduled_at = ?";
    let values = [id.get().into(), at.0.into()];
    let done = transaction.execute_raw(Engine::of(&transaction).statement(sql, values)).await?;
    if done.rows_affected() == 0 {
        return Ok(ScheduledLaunch::NothingToDo);
    }
    let campaign = Box::new(get(&transaction, id).await?);
    let reason = refusal.to_string();
    let entry = audit::Entry {
        action: "campaign.launch_failed",
        subject: Some(id.to_string()),
        detail: json!({ "code": refusal.code(), "reason": reason, "at": at.to_utc() }),
    };
    audit::record(&transaction, app.clock.timestamp(), actor, entry).await?;
    transaction.commit().await?;
    Ok(ScheduledLaunch::PutBack { campaign, reason })
}

/// Enqueues the launches whose time has passed and whose job is gone, as after a database that was
/// down for longer than a job is tried again. Returns how many campaigns wait for that.
pub async fn enqueue_overdue(app: &App) -> Result<usize> {
    let overdue = campaign::Entity::find()
        .filter(campaign::Column::State.eq(CampaignState::Scheduled))
        .filter(campaign::Column::ScheduledAt.lt(app.clock.timestamp()))
        .all(app.database.reader())
        .await?;
    for campaign in &overdue {
        if let Some(at) = campaign.scheduled_at {
            enqueue_launch(app.database.writer(), campaign.id.into(), at).await?;
        }
    }
    Ok(overdue.len())
}
