//! What becomes of messages in doubt that nothing proves within the grace period of their campaign.

use std::time::Duration;

use entity::campaign;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use shared::{
    channel::{CampaignState, MessageState},
    ids::CampaignId,
    plan::{DoubtPolicy, Plan},
};

use super::{
    answered,
    uncertain::{InDoubt, Resolution, resolve_uncertain},
};
use crate::{
    domain::{Actor, Result, audit, campaigns::counts},
    state::App,
};

/// Settles what the patient has answered meanwhile, and sends once more what has been in doubt for longer than its campaign waits, where its policy says so. What was sent
/// once more before stays for a person. Returns how many messages were queued again.
pub async fn settle_doubts(app: &App) -> Result<u64> {
    let going = campaign::Entity::find()
        .filter(campaign::Column::State.is_in([CampaignState::Running, CampaignState::Paused]))
        .filter(campaign::Column::ExpiresAt.gt(app.clock.timestamp()))
        .all(app.database.reader())
        .await?;
    let mut again = 0;
    for row in going {
        let plan: Plan = serde_json::from_value(row.plan).map_err(anyhow::Error::from)?;
        let id = CampaignId::from(row.id);
        if !has_doubts(app, id).await? {
            continue;
        }
        settle_answered(app, id).await?;
        if plan.doubt == DoubtPolicy::SendAgain {
            again += send_again(app, id, Duration::from_hours(plan.doubt_hours.into())).await?;
        }
    }
    Ok(again)
}

async fn settle_answered(app: &App, id: CampaignId) -> Result<()> {
    let transaction = app.database.begin().await?;
    if answered::settle_all(&transaction, id).await? > 0 {
        transaction.commit().await?;
    }
    Ok(())
}

async fn has_doubts(app: &App, id: CampaignId) -> Result<bool> {
    let ledger = counts::ledger(app.database.reader(), id).await?;
    Ok(ledger.values().any(|states| states.get(&MessageState::Uncertain).is_some_and(|&n| n > 0)))
}

async fn send_again(app: &App, id: CampaignId, grace: Duration) -> Result<u64> {
    let transaction = app.database.begin().await?;
    let which = InDoubt { longer_than: Some(grace), ..InDoubt::default() };
    let resolved = resolve_uncertain(&transaction, id, which, Resolution::SendAgain).await?;
    if resolved.changed + resolved.superseded == 0 {
        return Ok(0);
    }
    let entry = audit::Entry {
        action: "campaign.uncertain_resolved",
        subject: Some(id.to_string()),
        detail: json!({ "resolution": Resolution::SendAgain.as_str(), "messages": resolved.changed,
            "superseded": resolved.superseded, "grace_hours": grace.as_secs() / 3600 }),
    };
    audit::record(&transaction, app.clock.timestamp(), &Actor::system("settle_doubts"), entry).await?;
    transaction.commit().await?;
    Ok(resolved.changed)
}
