//! Drafts: made, changed, removed.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    mutations::{CampaignInput, CampaignPayload},
    plan::CampaignPlanInput,
    texts::TemplateVariantInput,
    types::Campaign,
};
use crate::{
    domain::campaigns::{self, Draft, DraftChange, TemplateText},
    graphql::{
        cohorts::CohortRule,
        context::{actor, app},
        error::OrGraphql,
        scalars::{Channel, parse_id},
    },
};

#[derive(InputObject, Debug)]
pub struct CreateCampaignInput {
    name: String,
    /// A slug such as `flu`.
    kind: String,
    rule: CohortRule,
    channels: Vec<Channel>,
    /// At most one a channel; the launch wants one for each.
    templates: Vec<TemplateInput>,
    /// When links stop working and nothing more is sent; 180 days from now where absent.
    expires_at: Option<DateTime<Utc>>,
    /// How it is sent; the defaults where absent.
    plan: Option<CampaignPlanInput>,
    /// Templates of other languages and of reminders.
    variants: Option<Vec<TemplateVariantInput>>,
    /// A text of the caller's own, as a UUID: the same again gives the same campaign instead of another.
    request_id: Option<String>,
}

#[derive(InputObject, Debug)]
pub struct TemplateInput {
    channel: Channel,
    /// An email has one, an SMS none.
    subject: Option<String>,
    body: String,
}

impl From<TemplateInput> for TemplateText {
    fn from(template: TemplateInput) -> Self {
        Self { channel: template.channel.into(), subject: template.subject, body: template.body }
    }
}

#[derive(InputObject, Debug)]
pub struct SaveCampaignDraftInput {
    id: ID,
    name: Option<String>,
    kind: Option<String>,
    rule: Option<CohortRule>,
    channels: Option<Vec<Channel>>,
    /// At most one a channel; all of them together replace the old ones.
    templates: Option<Vec<TemplateInput>>,
    expires_at: Option<DateTime<Utc>>,
    /// The moment that is meant for the launch; null for none. It launches nothing: `launchCampaign` does.
    planned_at: MaybeUndefined<DateTime<Utc>>,
    /// All of it together replaces the old one.
    plan: Option<CampaignPlanInput>,
    /// All of them together replace the old ones.
    variants: Option<Vec<TemplateVariantInput>>,
}

#[derive(SimpleObject)]
pub struct CreateCampaignPayload {
    campaign: Campaign,
}

#[derive(Default)]
pub struct DraftMutation;

// Permissions are checked by the domain functions, which take the actor.
#[Object]
impl DraftMutation {
    async fn create_campaign(&self, ctx: &Context<'_>, input: CreateCampaignInput) -> Result<CreateCampaignPayload> {
        let actor = actor(ctx)?;
        let draft = Draft {
            name: input.name,
            kind: input.kind,
            rule: input.rule.into_rule()?,
            channels: input.channels.into_iter().map(Into::into).collect(),
            templates: input.templates.into_iter().map(Into::into).collect(),
            expires_at: input.expires_at,
            plan: input.plan.map(CampaignPlanInput::into_plan).transpose()?.unwrap_or_default(),
            variants: input.variants.unwrap_or_default().into_iter().map(Into::into).collect(),
        };
        let created = campaigns::create_once(app(ctx)?, actor, draft, input.request_id.as_deref()).await;
        Ok(CreateCampaignPayload { campaign: created.or_graphql()?.into() })
    }

    /// Changes a draft; what is absent stays as it is, and so does what is null but for `plannedAt`. Fails with ALREADY_LAUNCHED.
    async fn save_campaign_draft(&self, ctx: &Context<'_>, input: SaveCampaignDraftInput) -> Result<CampaignPayload> {
        let actor = actor(ctx)?;
        let id = parse_id("id", &input.id)?;
        let change = DraftChange {
            name: input.name,
            kind: input.kind,
            rule: input.rule.map(CohortRule::into_rule).transpose()?,
            channels: input.channels.map(|channels| channels.into_iter().map(Into::into).collect()),
            templates: input.templates.map(|templates| templates.into_iter().map(Into::into).collect()),
            expires_at: input.expires_at,
            planned_at: input.planned_at.as_opt_ref().map(Option::<&_>::copied),
            plan: input.plan.map(CampaignPlanInput::into_plan).transpose()?,
            variants: input.variants.map(|variants| variants.into_iter().map(Into::into).collect()),
        };
        let campaign = campaigns::save_draft(app(ctx)?, actor, id, change).await.or_graphql()?.into();
        Ok(CampaignPayload { campaign })
    }

    /// Removes a draft. Fails with ALREADY_LAUNCHED.
    async fn delete_campaign_draft(&self, ctx: &Context<'_>, input: CampaignInput) -> Result<bool> {
        let id = parse_id("id", &input.id)?;
        campaigns::delete_draft(app(ctx)?, actor(ctx)?, id).await.or_graphql()
    }
}
