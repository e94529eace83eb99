//! Campaigns: launches and reminders whose time has come, doubts, and the end of those past theirs.

use entity::campaign;

use crate::{
    domain::{
        Actor,
        campaigns::{self, ScheduledLaunch},
        messages,
    },
    queue::retry::JobError,
    state::App,
};

/// Launches a campaign at the time somebody set. Staff are told where it could not be.
pub async fn launch(app: &App, campaign: i64, at: i64) -> Result<(), JobError> {
    match campaigns::launch_scheduled(app, campaign.into(), entity::time::Timestamp(at)).await? {
        ScheduledLaunch::Launched(campaign) => tracing::info!(campaign = campaign.id, "a campaign was launched"),
        ScheduledLaunch::PutBack { campaign, reason } => {
            tracing::warn!(campaign = campaign.id, reason, "a campaign could not be launched at its time");
            tell_staff(app, &campaign, &reason).await;
        }
        ScheduledLaunch::NothingToDo => tracing::info!(campaign, "a launch was called off meanwhile"),
    }
    Ok(())
}

pub async fn complete(app: &App) -> Result<(), JobError> {
    let actor = Actor::system("complete_campaigns");
    let completed = campaigns::complete_due(app, &actor).await.map_err(JobError::retry)?;
    if completed > 0 {
        tracing::info!(completed, "campaigns have come to their end");
    }
    let overdue = campaigns::enqueue_overdue(app).await.map_err(JobError::retry)?;
    if overdue > 0 {
        tracing::warn!(overdue, "launches are overdue; they are tried again");
    }
    Ok(())
}

pub async fn settle_doubts(app: &App) -> Result<(), JobError> {
    let again = messages::settle_doubts(app).await.map_err(JobError::retry)?;
    if again > 0 {
        tracing::warn!(again, "messages were in doubt for too long and are sent once more");
    }
    Ok(())
}

pub async fn remind(app: &App) -> Result<(), JobError> {
    campaigns::settle_households(app).await.map_err(JobError::retry)?;
    let reminded = campaigns::remind_due(app).await.map_err(JobError::retry)?;
    if reminded > 0 {
        tracing::info!(reminded, "campaigns have sent a planned reminder");
    }
    Ok(())
}

async fn tell_staff(app: &App, campaign: &campaign::Model, reason: &str) {
    let text = format!(
        "The campaign \"{}\" could not be launched at its time and is a draft again.\n\n{reason}\n\n\
         Look at it under Campaigns: {}/\n",
        campaign.name,
        app.config.http.base_url()
    );
    let id = format!("campaign-{}-not-launched", campaign.id);
    if let Err(error) = app.notices.send(&id, "Recall: a campaign was not launched", &text).await {
        tracing::error!(campaign = campaign.id, %error, "the notice of a launch that failed was not sent");
    }
}
