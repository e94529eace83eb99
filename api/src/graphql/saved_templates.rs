//! The library of texts that new campaigns start from.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::message_template;
use shared::{ids::SavedTemplateId, permission::Permission};

use super::{
    context::{app, require},
    error::OrGraphql,
    scalars::{Channel, parse_id},
};
use crate::domain::saved_templates::{self, Draft};

/// A text to start from.
#[derive(SimpleObject)]
pub struct SavedTemplate {
    id: ID,
    name: String,
    channel: Channel,
    subject: Option<String>,
    body: String,
    updated_at: DateTime<Utc>,
}

impl From<message_template::Model> for SavedTemplate {
    fn from(row: message_template::Model) -> Self {
        Self {
            id: SavedTemplateId::from(row.id).to_string().into(),
            name: row.name,
            channel: row.channel.into(),
            subject: row.subject,
            body: row.body,
            updated_at: row.updated_at.to_utc(),
        }
    }
}

#[derive(InputObject)]
pub struct SaveTemplateInput {
    /// Of the one to be replaced; a new one where absent. Names are unique a channel.
    id: Option<ID>,
    name: String,
    channel: Channel,
    subject: Option<String>,
    body: String,
    /// A key of the caller's, such as a UUID, kept for a week: the same key again makes no second template.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
pub struct SaveTemplatePayload {
    template: SavedTemplate,
}

#[derive(InputObject)]
pub struct DeleteTemplateInput {
    id: ID,
}

#[derive(Default)]
pub struct SavedTemplateQuery;

#[Object]
impl SavedTemplateQuery {
    /// The library of templates that new campaigns start from, by name.
    async fn saved_templates(&self, ctx: &Context<'_>) -> Result<Vec<SavedTemplate>> {
        let actor = require(ctx, Permission::ViewCampaigns)?;
        let rows = saved_templates::list(app(ctx)?, actor).await.or_graphql()?;
        Ok(rows.into_iter().map(SavedTemplate::from).collect())
    }
}

#[derive(Default)]
pub struct SavedTemplateMutation;

#[Object]
impl SavedTemplateMutation {
    async fn save_template(&self, ctx: &Context<'_>, input: SaveTemplateInput) -> Result<SaveTemplatePayload> {
        let actor = require(ctx, Permission::EditCampaigns)?;
        let id = input.id.as_ref().map(|id| parse_id::<SavedTemplateId>("id", id)).transpose()?;
        let draft = Draft { name: input.name, channel: input.channel.into(), subject: input.subject, body: input.body };
        let key = input.request_id.as_deref();
        let saved = saved_templates::save_once(app(ctx)?, actor, id, draft, key).await.or_graphql()?;
        Ok(SaveTemplatePayload { template: saved.into() })
    }

    async fn delete_template(&self, ctx: &Context<'_>, input: DeleteTemplateInput) -> Result<bool> {
        let actor = require(ctx, Permission::EditCampaigns)?;
        let id: SavedTemplateId = parse_id("id", &input.id)?;
        saved_templates::delete(app(ctx)?, actor, id).await.or_graphql()
    }
}
