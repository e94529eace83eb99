//! Launch: freeze the cohort, put the first wave on the ledger and start, all in one transaction.

use entity::{campaign, template, values::ActorKind};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;
use shared::{
    channel::{CampaignState, Channel},
    ids::CampaignId,
    permission::Permission,
};

use super::{
    approve::check_approval,
    audience::{freeze, mark_unreachable},
    counts::{Stage, add_recipients},
    find::{channels_of, get, plan_of, rule_of, templates_of},
    waves::{BY_LAUNCH, Wave, queue_channels},
};
use crate::{
    database::{Engine, prepare_for_sets, tell_planner},
    domain::{Actor, Error, Result, audit, cohorts, day, forms, identity::fresh_code::begin_with_code},
    state::App,
};

/// Launches for a person who shows a fresh code of their authenticator.
pub async fn launch(app: &App, actor: &Actor, id: CampaignId, code: &str) -> Result<campaign::Model> {
    start(begin_with_code(app, actor, Permission::LaunchCampaigns, code).await?, app, actor, id).await
}

/// Launches without a code, for somebody at the command line of the server.
pub async fn launch_unattended(app: &App, actor: &Actor, id: CampaignId) -> Result<campaign::Model> {
    if actor.kind != ActorKind::Command {
        return Err(Error::Forbidden(Permission::LaunchCampaigns));
    }
    start(app.database.begin().await?, app, actor, id).await
}

pub(super) async fn start(
    transaction: DatabaseTransaction,
    app: &App,
    actor: &Actor,
    id: CampaignId,
) -> Result<campaign::Model> {
    let now = app.clock.timestamp();
    prepare_for_sets(&transaction).await?;
    mark_running(&transaction, actor, id, now.0).await?;
    let campaign = get(&transaction, id).await?;
    if campaign.expires_at <= now {
        return Err(Error::refused("CAMPAIGN_EXPIRED", "The campaign's end has passed; make a new one."));
    }
    let channels = channels_of(&campaign)?;
    let templates = templates_of(&transaction, id).await?;
    check_templates(&channels, &templates)?;
    forms::check_launched(&transaction, plan_of(&campaign)?.form).await?;

    let cohort = cohorts::compile(&transaction, &rule_of(&campaign)?, day::of(now.to_utc())).await?;
    let recipients = freeze(&transaction, id, &cohort, now).await?;
    if recipients == 0 {
        let message = "The rule selects no active patient today; change it, or import the patients first.";
        return Err(Error::refused("EMPTY_COHORT", message));
    }
    let launcher = campaign.scheduled_by.as_deref().filter(|_| actor.user_id().is_none()).unwrap_or(&actor.id);
    check_approval(app, &campaign, launcher, recipients)?;
    tell_planner(&transaction, "recipient").await?;
    let wave = Wave { number: 0, channels: &channels, who: "1 = 1", cause: BY_LAUNCH };
    let (waves, _) = queue_channels(&transaction, &campaign, wave, now).await?;
    let unreachable = mark_unreachable(&transaction, id).await?;
    add_recipients(&transaction, id, Stage::Recipients, 0, recipients).await?;
    add_recipients(&transaction, id, Stage::Unreachable, 0, unreachable).await?;
    let entry = audit::Entry {
        action: "campaign.launched",
        subject: Some(id.to_string()),
        detail: json!({ "recipients": recipients, "unreachable": unreachable, "messages": waves }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    app.database.settle(&["recipient", "message"]).await;
    Ok(campaign)
}

/// Takes the campaign for this transaction: of two launches at once the second waits here and is refused.
async fn mark_running(transaction: &impl ConnectionTrait, actor: &Actor, id: CampaignId, now: i64) -> Result<()> {
    let sql = "UPDATE campaign SET state = 'running', launched_at = ?, launched_by = ? \
               WHERE id = ? AND state IN ('draft', 'scheduled')";
    let values = [now.into(), actor.id.clone().into(), id.get().into()];
    let done = transaction.execute_raw(Engine::of(transaction).statement(sql, values)).await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(not_launchable(&get(transaction, id).await?))
}

/// Why a campaign that is neither a draft nor scheduled is not launched.
pub(super) fn not_launchable(campaign: &campaign::Model) -> Error {
    match campaign.state {
        CampaignState::Cancelled if campaign.launched_at.is_none() => {
            Error::refused("CONFLICT", "The campaign was cancelled; make a new one.")
        }
        _ => Error::refused("ALREADY_LAUNCHED", "The campaign was launched before; nothing was changed."),
    }
}

/// Every channel has its template.
pub(super) fn check_templates(channels: &[Channel], templates: &[template::Model]) -> Result<()> {
    let Some(channel) = channels.iter().find(|&&channel| !templates.iter().any(|one| one.channel == channel)) else {
        return Ok(());
    };
    let message = format!("There is no template for {}; write one, or leave the channel out.", channel.noun());
    Err(Error::refused("MISSING_TEMPLATE", message))
}
