//! A second person's approval, where a launch goes to more recipients than one may decide about alone.

use entity::campaign;
use sea_orm::ConnectionTrait;
use serde_json::json;
use shared::{
    channel::CampaignState,
    ids::{CampaignId, UserId},
    permission::Permission,
};

use super::{
    find::{get, rule_of},
    launch::person,
};
use crate::{
    database::Engine,
    domain::{
        Actor, Error, Result, audit, cohorts, day,
        identity::{lockout, totp},
    },
    state::App,
};

/// Approves a draft as it is; a change of it takes the approval back. Takes a fresh code, as a launch does.
pub async fn approve(app: &App, actor: &Actor, id: CampaignId, code: &str) -> Result<campaign::Model> {
    actor.require(Permission::LaunchCampaigns)?;
    let user = person(actor)?;
    let outcome = approve_with_code(app, actor, user, id, code).await;
    lockout::count_wrong_code(app, user, &outcome).await?;
    outcome
}

async fn approve_with_code(
    app: &App,
    actor: &Actor,
    user: UserId,
    id: CampaignId,
    code: &str,
) -> Result<campaign::Model> {
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    totp::use_code(&transaction, app, user, code).await?;
    let sql = "UPDATE campaign SET approved_at = ?, approved_by = ? WHERE id = ? AND state IN ('draft', 'scheduled')";
    let values = [now.0.into(), actor.id.clone().into(), id.get().into()];
    let done = transaction.execute_raw(Engine::of(&transaction).statement(sql, values)).await?;
    let campaign = get(&transaction, id).await?;
    if done.rows_affected() == 0 {
        return Err(Error::refused("ALREADY_LAUNCHED", "Only a campaign that is not launched can be approved."));
    }
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
    let above = app.config.sending.approval_above;
    let waits = matches!(campaign.state, CampaignState::Draft | CampaignState::Scheduled);
    if above == 0 || !waits {
        return Ok(false);
    }
    let reader = app.database.reader();
    let cohort = cohorts::compile(reader, &rule_of(campaign)?, day::of(app.clock.now())).await?;
    let reach = cohorts::tally(app, &cohort).await?.reach(true);
    Ok(reach.patients > i64::from(above))
}

/// Refuses a launch by `launcher` to more recipients than one person decides about, unless another has approved it.
pub(super) fn check_approval(app: &App, campaign: &campaign::Model, launcher: &str, recipients: i64) -> Result<()> {
    let above = app.config.sending.approval_above;
    if above == 0 || recipients <= i64::from(above) {
        return Ok(());
    }
    if campaign.approved_by.as_deref().is_some_and(|approver| approver != launcher) {
        return Ok(());
    }
    let message = format!(
        "A launch to more than {above} recipients takes two people, and this one goes to {recipients}. \
         Ask somebody else who may launch to approve the campaign first."
    );
    Err(Error::refused("APPROVAL_NEEDED", message))
}
