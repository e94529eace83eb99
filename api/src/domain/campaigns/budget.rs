//! A campaign whose budget does not pay for its next message is paused; whoever may launch can give it more.

use entity::campaign;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use serde_json::json;
use shared::{ids::CampaignId, money::Money, permission::Permission};

use super::{
    find::{get, plan_of},
    halt::{self, Halted},
};
use crate::{
    database::Engine,
    domain::{Actor, Error, Result, audit, messages::spending},
    state::App,
};

/// Pauses a campaign that has used `budget` up; nothing happens where it is not running any more, or has another budget.
pub async fn pause_at_budget(app: &App, id: CampaignId, budget: Money) -> Result<()> {
    let transaction = app.database.begin().await?;
    if !halt::pause(&transaction, id).await? {
        return Ok(());
    }
    let campaign = get(&transaction, id).await?;
    if plan_of(&campaign)?.budget != Some(budget) {
        return Ok(());
    }
    let spent = spending::spent(&transaction, id.get(), false).await?.cost();
    let detail = json!({ "spent": spent.amount(), "budget": budget.amount(), "currency": Money::CURRENCY });
    halt::note(app, &transaction, id, "budget", "campaign.budget_reached", detail).await?;
    transaction.commit().await?;
    let why = format!("its budget of {budget} does not pay for its next message ({spent} is spent)");
    Halted::new(app, &campaign, &why, "Raise its budget and resume it, or end it.").tell_staff(app);
    tracing::warn!(campaign = id.get(), "a campaign has reached its budget and is paused");
    Ok(())
}

/// Gives a running or paused campaign more to spend: `to` instead of `from`, or no limit any more. A paused one stays
/// paused until it is resumed. Asked again it changes nothing, because it names the budget it knew.
///
/// # Errors
/// `CONFLICT` where the campaign has another budget than `from`, or is neither running nor paused; `INVALID_INPUT`
/// where `to` is not more.
pub async fn raise_budget(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    from: Money,
    to: Option<Money>,
) -> Result<campaign::Model> {
    actor.require(Permission::LaunchCampaigns)?;
    if to.is_some_and(|to| to <= from) {
        let message = format!("The new budget must be more than {from}, which it is now.");
        return Err(Error::invalid("to", message));
    }
    let transaction = app.database.begin().await?;
    let campaign = hold(&transaction, id).await?;
    let mut plan = plan_of(&campaign)?;
    if plan.budget == to {
        return Ok(campaign);
    }
    if plan.budget != Some(from) {
        let budget = plan.budget.map_or_else(|| "no limit".to_owned(), |budget| budget.to_string());
        let message = format!("Somebody else has changed the budget: it is {budget} now. Look at it and decide again.");
        return Err(Error::refused("CONFLICT", message));
    }
    plan.budget = to;
    let mut row = campaign.into_active_model();
    row.plan = Set(json!(plan));
    let campaign = row.update(&transaction).await?;
    let entry = audit::Entry {
        action: "campaign.budget_raised",
        subject: Some(id.to_string()),
        detail: json!({ "from": from.amount(), "to": to.map(Money::amount), "currency": Money::CURRENCY }),
    };
    audit::record(&transaction, app.clock.timestamp(), actor, entry).await?;
    transaction.commit().await?;
    Ok(campaign)
}

/// The campaign, if it is running or paused; nobody else changes it until the transaction ends.
async fn hold(transaction: &impl ConnectionTrait, id: CampaignId) -> Result<campaign::Model> {
    let sql = "UPDATE campaign SET state = state WHERE id = ? AND state IN ('running', 'paused')";
    let done = transaction.execute_raw(Engine::of(transaction).statement(sql, [id.get().into()])).await?;
    let campaign = get(transaction, id).await?;
    if done.rows_affected() == 1 {
        return Ok(campaign);
    }
    let message = format!("The campaign is {}; only a running or paused one is given more to spend.", campaign.state);
    Err(Error::refused("CONFLICT", message))
}
