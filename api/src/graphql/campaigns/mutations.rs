//! What is done with campaigns: create, launch, pause, resume, cancel, remind, try again, revoke a link.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{recipients::Recipient, types::Campaign};
use crate::{
    domain::campaigns::{self, Draft, TemplateText},
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
}

#[derive(InputObject, Debug)]
pub struct TemplateInput {
    channel: Channel,
    /// An email has one, an SMS none.
    subject: Option<String>,
    body: String,
}

#[derive(InputObject)]
pub struct LaunchCampaignInput {
    id: ID,
    /// A fresh code of the authenticator; it works once.
    #[graphql(secret)]
    code: String,
}

#[derive(InputObject, Debug)]
pub struct CampaignInput {
    id: ID,
}

#[derive(InputObject, Debug)]
pub struct RevokeLinkInput {
    /// Id of the recipient.
    id: ID,
}

#[derive(SimpleObject)]
pub struct CreateCampaignPayload {
    campaign: Campaign,
}

#[derive(SimpleObject)]
pub struct LaunchCampaignPayload {
    campaign: Campaign,
}

#[derive(SimpleObject)]
pub struct CampaignPayload {
    campaign: Campaign,
}

#[derive(SimpleObject)]
pub struct RevokeLinkPayload {
    recipient: Recipient,
}

#[derive(Default)]
pub struct CampaignMutation;

// Permissions are checked by the domain functions, which take the actor.
#[Object]
impl CampaignMutation {
    async fn create_campaign(&self, ctx: &Context<'_>, input: CreateCampaignInput) -> Result<CreateCampaignPayload> {
        let actor = actor(ctx)?;
        let templates = input.templates.into_iter().map(|template| TemplateText {
            channel: template.channel.into(),
            subject: template.subject,
            body: template.body,
        });
        let draft = Draft {
            name: input.name,
            kind: input.kind,
            rule: input.rule.into_rule()?,
            channels: input.channels.into_iter().map(Into::into).collect(),
            templates: templates.collect(),
            expires_at: input.expires_at,
        };
        let campaign = campaigns::create(app(ctx)?, actor, draft).await.or_graphql()?.into();
        Ok(CreateCampaignPayload { campaign })
    }

    /// Freezes the recipients and queues the first wave. Refused with EMPTY_COHORT, MISSING_TEMPLATE,
    /// ALREADY_LAUNCHED, WRONG_CODE or CODE_ALREADY_USED; then nothing is changed.
    async fn launch_campaign(&self, ctx: &Context<'_>, input: LaunchCampaignInput) -> Result<LaunchCampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let campaign = campaigns::launch(app(ctx)?, actor(ctx)?, id, &input.code).await.or_graphql()?.into();
        Ok(LaunchCampaignPayload { campaign })
    }

    /// Stops sending until it is resumed.
    async fn pause_campaign(&self, ctx: &Context<'_>, input: CampaignInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let campaign = campaigns::pause(app(ctx)?, actor(ctx)?, id).await.or_graphql()?.into();
        Ok(CampaignPayload { campaign })
    }

    async fn resume_campaign(&self, ctx: &Context<'_>, input: CampaignInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let campaign = campaigns::resume(app(ctx)?, actor(ctx)?, id).await.or_graphql()?.into();
        Ok(CampaignPayload { campaign })
    }

    /// Ends the campaign for good: what waits is cancelled.
    async fn cancel_campaign(&self, ctx: &Context<'_>, input: CampaignInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let campaign = campaigns::cancel(app(ctx)?, actor(ctx)?, id).await.or_graphql()?.into();
        Ok(CampaignPayload { campaign })
    }

    /// Queues the next wave for those who were sent one and have not acknowledged. Refused with
    /// NOT_RUNNING, WAVE_UNFINISHED or NOBODY_LEFT.
    async fn send_reminder(&self, ctx: &Context<'_>, input: CampaignInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let campaign = campaigns::remind(app(ctx)?, actor(ctx)?, id).await.or_graphql()?.into();
        Ok(CampaignPayload { campaign })
    }

    /// Queues every failed message again; those in doubt stay. Refused with NOT_RUNNING or NOTHING_FAILED.
    async fn retry_failed_messages(&self, ctx: &Context<'_>, input: CampaignInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let campaign = campaigns::retry_failed(app(ctx)?, actor(ctx)?, id).await.or_graphql()?.into();
        Ok(CampaignPayload { campaign })
    }

    /// Makes every link sent to a recipient so far useless.
    async fn revoke_link(&self, ctx: &Context<'_>, input: RevokeLinkInput) -> Result<RevokeLinkPayload> {
        let id = parse_id("id", &input.id)?;
        let recipient = campaigns::revoke_link(app(ctx)?, actor(ctx)?, id).await.or_graphql()?.into();
        Ok(RevokeLinkPayload { recipient })
    }
}
