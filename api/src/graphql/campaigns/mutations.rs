//! What is done with campaigns: launch, pause, resume, cancel, remind, try again, decide, revoke a link.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use shared::{ids::MessageId, money::Money};

use super::{recipients::Recipient, types::Campaign};
use crate::{
    domain::{
        Error, campaigns,
        messages::{self, InDoubt},
    },
    graphql::{
        context::{actor, app},
        error::{OrGraphql, to_graphql},
        scalars::{Channel, parse_id},
    },
};

#[derive(InputObject)]
pub struct LaunchCampaignInput {
    id: ID,
    /// A fresh code of the authenticator; it works once.
    #[graphql(secret)]
    code: String,
    /// When to launch; now where absent.
    at: Option<DateTime<Utc>>,
}

#[derive(InputObject)]
pub struct ApproveCampaignInput {
    id: ID,
    /// A fresh code of the authenticator; it works once.
    #[graphql(secret)]
    code: String,
}

#[derive(InputObject, Debug)]
pub struct CampaignInput {
    pub(super) id: ID,
}

#[derive(InputObject, Debug)]
pub struct RaiseCampaignBudgetInput {
    id: ID,
    /// The budget as it is known, in pounds, as `250.00`. Asking again changes nothing more.
    from: String,
    /// What it is to be instead, in pounds; no limit where absent.
    to: Option<String>,
}

#[derive(InputObject, Debug)]
pub struct SendReminderInput {
    id: ID,
    /// A key of the caller's, such as a UUID, kept for a week: the same key again sends no second reminder.
    request_id: Option<String>,
}

/// What became of messages that are in doubt.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "messages::Resolution")]
pub enum UncertainResolution {
    /// It arrived, as somebody found out.
    Sent,
    /// Send once more with the same link; the ledger marks it as a possible duplicate.
    SendAgain,
    /// It did not arrive and is not sent again.
    GiveUp,
}

#[derive(InputObject, Debug)]
pub struct ResolveUncertainInput {
    /// Only those of this channel.
    channel: Option<Channel>,
    /// Of the campaign.
    id: ID,
    /// Only these; all in doubt where absent.
    message_ids: Option<Vec<ID>>,
    resolution: UncertainResolution,
    /// Only those of this wave: 0 is the first sending.
    wave: Option<i32>,
}

#[derive(InputObject, Debug)]
pub struct RevokeLinkInput {
    /// Id of the recipient.
    id: ID,
    /// A key of the caller's, such as a UUID, kept for a week: the same key again revokes nothing more.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
pub struct LaunchCampaignPayload {
    campaign: Campaign,
}

#[derive(SimpleObject)]
pub struct CampaignPayload {
    pub(super) campaign: Campaign,
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
    /// Freezes the recipients and queues the first wave. Refused with EMPTY_COHORT, MISSING_TEMPLATE,
    /// ALREADY_LAUNCHED, APPROVAL_NEEDED, WRONG_CODE or CODE_ALREADY_USED; then nothing is changed.
    async fn launch_campaign(&self, ctx: &Context<'_>, input: LaunchCampaignInput) -> Result<LaunchCampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let (app, actor) = (app(ctx)?, actor(ctx)?);
        let launched = match input.at {
            Some(at) => campaigns::schedule(app, actor, id, &input.code, at).await,
            None => campaigns::launch(app, actor, id, &input.code).await,
        };
        Ok(LaunchCampaignPayload { campaign: launched.or_graphql()?.into() })
    }

    /// Approves a draft of somebody else's as it is, as the second person a large launch takes; a change takes the
    /// approval back. Fails with ALREADY_LAUNCHED, OWN_CAMPAIGN, WRONG_CODE or CODE_ALREADY_USED.
    async fn approve_campaign(&self, ctx: &Context<'_>, input: ApproveCampaignInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let campaign = campaigns::approve(app(ctx)?, actor(ctx)?, id, &input.code).await.or_graphql()?.into();
        Ok(CampaignPayload { campaign })
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

    /// Gives a running or paused campaign more to spend. A paused one stays paused until it is resumed. Fails with
    /// INVALID_INPUT where it would not be more, and with CONFLICT where the budget is not the one that was known.
    async fn raise_campaign_budget(
        &self,
        ctx: &Context<'_>,
        input: RaiseCampaignBudgetInput,
    ) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let amount = |field: &str, text: &str| {
            text.parse::<Money>().map_err(|error| to_graphql(Error::invalid(field, error.to_string())))
        };
        let from = amount("from", &input.from)?;
        let to = input.to.as_deref().map(|to| amount("to", to)).transpose()?;
        let raised = campaigns::raise_budget(app(ctx)?, actor(ctx)?, id, from, to).await;
        Ok(CampaignPayload { campaign: raised.or_graphql()?.into() })
    }

    /// Ends the campaign for good: what waits is cancelled.
    async fn cancel_campaign(&self, ctx: &Context<'_>, input: CampaignInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let campaign = campaigns::cancel(app(ctx)?, actor(ctx)?, id).await.or_graphql()?.into();
        Ok(CampaignPayload { campaign })
    }

    /// Queues the next wave for those who were sent one and have not acknowledged. Refused with
    /// NOT_RUNNING, WAVE_UNFINISHED or NOBODY_LEFT.
    async fn send_reminder(&self, ctx: &Context<'_>, input: SendReminderInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let reminded = campaigns::remind_once(app(ctx)?, actor(ctx)?, id, input.request_id.as_deref()).await;
        Ok(CampaignPayload { campaign: reminded.or_graphql()?.into() })
    }

    /// Queues every failed message again; those in doubt stay. Refused with NOT_RUNNING or NOTHING_FAILED.
    async fn retry_failed_messages(&self, ctx: &Context<'_>, input: CampaignInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let campaign = campaigns::retry_failed(app(ctx)?, actor(ctx)?, id).await.or_graphql()?.into();
        Ok(CampaignPayload { campaign })
    }

    /// Decides about messages that are in doubt.
    async fn resolve_uncertain(&self, ctx: &Context<'_>, input: ResolveUncertainInput) -> Result<CampaignPayload> {
        let id = parse_id("id", &input.id)?;
        let messages: Option<Vec<MessageId>> =
            input.message_ids.map(|ids| ids.iter().map(|id| parse_id("messageIds", id)).collect()).transpose()?;
        let channel = input.channel.map(Into::into);
        let which = InDoubt { messages: messages.as_deref(), channel, wave: input.wave, longer_than: None };
        let resolved = campaigns::resolve(app(ctx)?, actor(ctx)?, id, which, input.resolution.into());
        Ok(CampaignPayload { campaign: resolved.await.or_graphql()?.into() })
    }

    /// Makes every link sent to a recipient so far useless.
    async fn revoke_link(&self, ctx: &Context<'_>, input: RevokeLinkInput) -> Result<RevokeLinkPayload> {
        let id = parse_id("id", &input.id)?;
        let key = input.request_id.as_deref();
        let recipient = campaigns::revoke_link_once(app(ctx)?, actor(ctx)?, id, key).await.or_graphql()?;
        Ok(RevokeLinkPayload { recipient: recipient.into() })
    }
}
