//! Campaigns, newest first, and one by id.

use async_graphql::{Context, ID, Object, Result, connection::Connection};
use shared::{channel, permission::Permission};

use super::types::Campaign;
use crate::{
    domain::{Error, campaigns},
    graphql::{
        context::{app, require},
        error::{OrGraphql, to_graphql},
        page::{PageRequest, connection, encode},
        scalars::{CampaignState, parse_id},
    },
};

#[derive(Default)]
pub struct CampaignQuery;

#[Object]
impl CampaignQuery {
    /// Campaigns, newest first; where `states` are given, only those in one of them.
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        states: Option<Vec<CampaignState>>,
    ) -> Result<Connection<String, Campaign, CampaignTotal>> {
        require(ctx, Permission::ViewCampaigns)?;
        let request = PageRequest::<i64>::new(first, after.as_deref(), last, before.as_deref())?;
        let reader = app(ctx)?.database.reader();
        let states: Option<Vec<_>> = states.map(|states| states.into_iter().map(Into::into).collect());
        let rows = campaigns::list(reader, states.as_deref(), request.from, request.backward, request.fetch()).await;
        Ok(connection(
            request.page(rows.or_graphql()?),
            CampaignTotal { states },
            |row| encode(&row.id),
            Campaign::from,
        ))
    }

    async fn campaign(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Campaign>> {
        require(ctx, Permission::ViewCampaigns)?;
        match campaigns::get(app(ctx)?.database.reader(), parse_id("id", &id)?).await {
            Ok(campaign) => Ok(Some(campaign.into())),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(to_graphql(error)),
        }
    }
}

/// The total of the list of campaigns.
pub struct CampaignTotal {
    states: Option<Vec<channel::CampaignState>>,
}

#[Object]
impl CampaignTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        campaigns::count(app(ctx)?.database.reader(), self.states.as_deref()).await.or_graphql()
    }
}
