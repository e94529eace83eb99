//! A campaign whose budget does not pay for its next message is paused.

use sea_orm::ConnectionTrait;
use serde_json::json;
use shared::{ids::CampaignId, money::Money};

use super::find::{get, plan_of};
use crate::{
    domain::{Actor, Result, audit, messages::spending},
    state::App,
};

/// Pauses the campaign; nothing happens where it is not running any more.
pub async fn pause_at_budget(app: &App, id: CampaignId) -> Result<()> {
    let transaction = app.database.begin().await?;
    let sql = "UPDATE campaign SET state = 'paused' WHERE id = ? AND state = 'running'";
    let done = transaction.execute_raw(app.database.statement(sql, [id.get().into()])).await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    let budget = plan_of(&get(&transaction, id).await?)?.budget;
    let spent = spending::spent(&transaction, id.get(), false).await?.cost();
    let entry = audit::Entry {
        action: "campaign.budget_reached",
        subject: Some(id.to_string()),
        detail: json!({ "spent": spent.amount(), "budget": budget.map(Money::amount), "currency": Money::CURRENCY }),
    };
    audit::record(&transaction, app.clock.timestamp(), &Actor::system("budget"), entry).await?;
    transaction.commit().await?;
    tracing::warn!(campaign = id.get(), "a campaign has reached its budget and is paused");
    Ok(())
}
