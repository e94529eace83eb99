//! What was done to a campaign and by whom.

use async_graphql::{Context, Result, SimpleObject};
use chrono::{DateTime, Utc};
use shared::{ids::CampaignId, permission::Permission};

use crate::{
    domain::{audit, campaigns, identity::names},
    graphql::{
        context::{app, require},
        error::OrGraphql,
    },
};

/// One thing that was done, by name of who did it.
#[derive(SimpleObject)]
pub struct Activity {
    at: DateTime<Utc>,
    /// A person's name, the name of an external system, or `Recall` for what it did by itself.
    who: String,
    /// As `campaign.launched`.
    action: String,
    /// A JSON object of fields and counts.
    detail: String,
}

pub async fn activity(ctx: &Context<'_>, id: CampaignId) -> Result<Vec<Activity>> {
    require(ctx, Permission::ViewCampaigns)?;
    let reader = app(ctx)?.database.reader();
    let events = campaigns::activity(reader, id).await.or_graphql()?;
    let mut actors: Vec<String> = events.iter().map(|event| event.actor.clone()).collect();
    actors.sort_unstable();
    actors.dedup();
    let names = names::names_of(reader, &actors).await.or_graphql()?;
    let told = events.into_iter().map(|event| Activity {
        at: event.at.to_utc(),
        who: names.get(&event.actor).map_or_else(|| names::RECALL.to_owned(), Clone::clone),
        detail: audit::canonical(&event.detail),
        action: event.action,
    });
    Ok(told.collect())
}
