//! Campaigns and messages for many rows at once.

use std::collections::HashMap;

use async_graphql::{
    Context, Error, Result,
    dataloader::{DataLoader, Loader},
};
use entity::{campaign, message, recipient_event};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    ids::{CampaignId, RecipientId},
    permission::Permission,
};

use super::types::Campaign;
use crate::{
    database::Database,
    graphql::{context::require, error::OrGraphql},
};

pub struct CampaignLoader {
    database: Database,
}

/// What the schema is given, once; it keeps nothing between two reads.
pub fn loader(database: Database) -> DataLoader<CampaignLoader> {
    DataLoader::new(CampaignLoader { database }, tokio::spawn)
}

impl Loader<CampaignId> for CampaignLoader {
    type Value = campaign::Model;
    type Error = Error;

    async fn load(&self, keys: &[CampaignId]) -> Result<HashMap<CampaignId, campaign::Model>> {
        let ids = keys.iter().map(|id| id.get());
        let rows = campaign::Entity::find().filter(campaign::Column::Id.is_in(ids)).all(self.database.reader()).await;
        Ok(rows.or_graphql()?.into_iter().map(|row| (CampaignId::from(row.id), row)).collect())
    }
}

/// The messages of recipients, oldest first.
impl Loader<RecipientId> for CampaignLoader {
    type Value = Vec<message::Model>;
    type Error = Error;

    async fn load(&self, keys: &[RecipientId]) -> Result<HashMap<RecipientId, Vec<message::Model>>> {
        let rows = message::Entity::find()
            .filter(message::Column::RecipientId.is_in(keys.iter().map(|id| id.get())))
            .order_by_asc(message::Column::Wave)
            .order_by_asc(message::Column::Channel)
            .all(self.database.reader())
            .await
            .or_graphql()?;
        let mut messages: HashMap<RecipientId, Vec<message::Model>> = HashMap::new();
        for row in rows {
            messages.entry(RecipientId::from(row.recipient_id)).or_default().push(row);
        }
        Ok(messages)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventsOf(pub RecipientId);

/// What recipients did with their links, oldest first.
impl Loader<EventsOf> for CampaignLoader {
    type Value = Vec<recipient_event::Model>;
    type Error = Error;

    async fn load(&self, keys: &[EventsOf]) -> Result<HashMap<EventsOf, Vec<recipient_event::Model>>> {
        let rows = recipient_event::Entity::find()
            .filter(recipient_event::Column::RecipientId.is_in(keys.iter().map(|key| key.0.get())))
            .order_by_asc(recipient_event::Column::At)
            .order_by_asc(recipient_event::Column::Id)
            .all(self.database.reader())
            .await
            .or_graphql()?;
        let mut events: HashMap<EventsOf, Vec<recipient_event::Model>> = HashMap::new();
        for row in rows {
            events.entry(EventsOf(RecipientId::from(row.recipient_id))).or_default().push(row);
        }
        Ok(events)
    }
}

/// The campaign something else belongs to.
pub async fn load_campaign(ctx: &Context<'_>, id: CampaignId) -> Result<Option<Campaign>> {
    require(ctx, Permission::ViewCampaigns)?;
    let found = ctx.data::<DataLoader<CampaignLoader>>()?.load_one(id).await?;
    Ok(found.map(Campaign::from))
}
