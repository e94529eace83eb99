//! Campaigns, recipients and what belongs to them, for many rows at once.

use std::collections::HashMap;

use async_graphql::{
    Context, Error, Result,
    dataloader::{DataLoader, Loader},
};
use entity::{campaign, message, recipient, recipient_event};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    ids::{CampaignId, RecipientId},
    permission::Permission,
};

use super::{recipients::Recipient, types::Campaign};
use crate::{
    database::Database,
    domain,
    graphql::{
        context::require,
        error::{OrGraphql, to_graphql},
    },
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

/// A recipient itself; the id alone asks for its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecipientRow(pub RecipientId);

impl Loader<RecipientRow> for CampaignLoader {
    type Value = recipient::Model;
    type Error = Error;

    async fn load(&self, keys: &[RecipientRow]) -> Result<HashMap<RecipientRow, recipient::Model>> {
        let ids = keys.iter().map(|key| key.0.get());
        let rows = recipient::Entity::find().filter(recipient::Column::Id.is_in(ids)).all(self.database.reader()).await;
        Ok(rows.or_graphql()?.into_iter().map(|row| (RecipientRow(RecipientId::from(row.id)), row)).collect())
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

/// The recipient something else belongs to. The list they stand in is what is audited.
pub async fn load_recipient(ctx: &Context<'_>, id: RecipientId) -> Result<Recipient> {
    require(ctx, Permission::ViewPatients)?;
    let found = ctx.data::<DataLoader<CampaignLoader>>()?.load_one(RecipientRow(id)).await?;
    found.map(Recipient::from).ok_or_else(|| to_graphql(domain::Error::NotFound("recipient")))
}
