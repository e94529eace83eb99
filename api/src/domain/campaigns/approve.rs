//! A second person's approval, where a launch goes to more recipients than one may decide about alone.

use entity::campaign;
use sea_orm::ConnectionTrait;
use serde_json::json;
use shared::{channel::CampaignState, ids::CampaignId, permission::Permission};

use super::find::{get, plan_of, rule_of};
use crate::{
    database::Engine,
    domain::{Actor, Error, Result, audit, cohorts, day, forms, identity::fresh_code::begin_with_code},
    state::App,
};

/// Approves a draft of somebody else's as it is; a change of it takes the approval back. Takes a fresh code, as a launch
/// does.
pub async fn approve(app: &App, actor: &Actor, id: CampaignId, code: &str) -> Result<campaign::Model> {
    let transaction = begin_with_code(app, actor, Permission::LaunchCampaigns, code).await?;
    let now = app.clock.timestamp();
    let sql = "UPDATE campaign SET approved_at = ?, approved_by = ? WHERE id = ? AND state IN ('draft', 'scheduled')";
    let values = [now.0.into(), actor.id.clone().into(), id.get().into()];
    let done = transaction.execute_raw(Engine::of(&transaction).statement(sql, values)).await?;
    let campaign = get(&transaction, id).await?;
    if done.rows_affected() == 0 {
        return Err(Error::refused("ALREADY_LAUNCHED", "Only a campaign that is not launched can be approved."));
    }
    if campaign.created_by == actor.id {
        let message = "You have written this campaign. Ask somebody else who may launch to approve it.";
        return Err(Error::refused("OWN_CAMPAIGN", message));
    }
    forms::check_launched(&transaction, plan_of(&campaign)?.form).await?;
    let entry = audit::Entry {
        action: "campaign.approved",
        subject: Some(id.to_string()),
        detail: json!({ "template_version": campaign.template_version, "rule": campaign.rule }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    Ok(campaign)
}

/// Whether a launch to the recipients of today takes a second person.
pub async fn needs_approval(app: &App, campaign: &campaign::Model) -> Result<bool> {
    let waits = matches!(campaign.state, CampaignState::Draft | CampaignState::Scheduled);
    Ok(waits && is_large(app, recipients_today(app, campaign).await?))
}

/// How many a launch would go to today; nobody is counted where one person may decide about any number.
pub(super) async fn recipients_today(app: &App, campaign: &campaign::Model) -> Result<i64> {
    if app.config.sending.approval_above == 0 {
        return Ok(0);
    }
    let reader = app.database.reader();
    let cohort = cohorts::compile(reader, &rule_of(campaign)?, day::of(app.clock.now())).await?;
    Ok(cohorts::tally(app, &cohort).await?.reach(true).patients)
}

/// Whether so many recipients are more than one person decides about.
fn is_large(app: &App, recipients: i64) -> bool {
    let above = app.config.sending.approval_above;
    above > 0 && recipients > i64::from(above)
}

/// Refuses a launch by `launcher` to more recipients than one person decides about, unless another has approved it
/// who has not written it either.
pub(super) fn check_approval(app: &App, campaign: &campaign::Model, launcher: &str, recipients: i64) -> Result<()> {
    let is_other = |approver: &str| approver != launcher && approver != campaign.created_by;
    if !is_large(app, recipients) || campaign.approved_by.as_deref().is_some_and(is_other) {
        return Ok(());
    }
    let above = app.config.sending.approval_above;
    let message = format!(
        "A launch to more than {above} recipients takes two people, and this one goes to {recipients}. \
         Ask somebody else who may launch and has not written the campaign to approve it first."
    );
    Err(Error::refused("APPROVAL_NEEDED", message))
}
