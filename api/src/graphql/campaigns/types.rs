//! A campaign with everything that hangs on it.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{campaign, template};
use shared::{cohort, ids::CampaignId, permission::Permission};

use super::{
    activity::{Activity, activity},
    counts::{CampaignCounts, CampaignEstimate},
    ledger::{MessageConnection, MessageFilter, message_page},
    plan::CampaignPlan,
    previews::MessagePreview,
    recipients::{RecipientConnection, RecipientFilter, recipient_page},
    sending::{PlannedReminder, Sending, Spent, Wave, planned, sending, spent, to_remind, waves},
    texts::{CampaignTemplateVariant, TemplateVersion, variants, versions},
};
use crate::{
    domain::{campaigns, day},
    graphql::{
        actors::name_of_actor,
        cohorts::input_json,
        context::{actor, app, require},
        error::OrGraphql,
        scalars::{CampaignState, Channel},
    },
};

/// One sending of a message, with its reminders, to a cohort.
#[derive(Clone, Debug)]
pub struct Campaign(campaign::Model, Option<campaigns::Rates>);

impl From<campaign::Model> for Campaign {
    fn from(model: campaign::Model) -> Self {
        Self(model, None)
    }
}

impl Campaign {
    /// The campaign as somebody sees it who has watched it send so many messages a second.
    pub fn watched(model: campaign::Model, seen: Option<campaigns::Rates>) -> Self {
        Self(model, seen)
    }
}

#[Object]
impl Campaign {
    async fn id(&self) -> ID {
        self.key().to_string().into()
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    /// A slug such as `flu`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    async fn state(&self) -> CampaignState {
        self.0.state.into()
    }

    /// The rule in words.
    async fn cohort(&self) -> Result<String> {
        Ok(cohort::sentence(&campaigns::rule_of(&self.0).or_graphql()?))
    }

    async fn channels(&self) -> Result<Vec<Channel>> {
        Ok(campaigns::channels_of(&self.0).or_graphql()?.into_iter().map(Channel::from).collect())
    }

    /// The last wave that was queued: 0 is the first sending, 1 and on are the reminders.
    async fn wave(&self) -> i32 {
        self.0.wave
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at.to_utc()
    }

    async fn launched_at(&self) -> Option<DateTime<Utc>> {
        self.0.launched_at.map(entity::time::Timestamp::to_utc)
    }

    /// When links stop working and nothing more is sent.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        Some(self.0.expires_at.to_utc())
    }

    /// When it was completed or cancelled.
    async fn completed_at(&self) -> Option<DateTime<Utc>> {
        self.0.completed_at.map(entity::time::Timestamp::to_utc)
    }

    async fn templates(&self, ctx: &Context<'_>) -> Result<Vec<Template>> {
        require(ctx, Permission::ViewCampaigns)?;
        let templates = campaigns::templates_of(app(ctx)?.database.reader(), self.key()).await.or_graphql()?;
        Ok(templates.into_iter().map(Template::from).collect())
    }

    async fn counts(&self, ctx: &Context<'_>) -> Result<CampaignCounts> {
        require(ctx, Permission::ViewCampaigns)?;
        let connection = app(ctx)?.database.reader();
        let funnel = campaigns::funnel(connection, self.key()).await.or_graphql()?;
        let ledger = campaigns::counts::ledger(connection, self.key()).await.or_graphql()?;
        Ok(CampaignCounts::new(funnel, &ledger))
    }

    /// Of a draft what a launch would do today; of a launched campaign the same for its recipients.
    async fn estimate(&self, ctx: &Context<'_>) -> Result<CampaignEstimate> {
        require(ctx, Permission::ViewCampaigns)?;
        let app = app(ctx)?;
        let estimate = campaigns::estimate(app, &self.0, day::of(app.clock.now())).await.or_graphql()?;
        Ok(estimate.into())
    }

    /// A point for every day from the launch to the last event, in London.
    async fn timeline(&self, ctx: &Context<'_>) -> Result<Vec<TimelinePoint>> {
        require(ctx, Permission::ViewCampaigns)?;
        let points = campaigns::timeline(app(ctx)?.database.reader(), &self.0).await.or_graphql()?;
        Ok(points.into_iter().map(TimelinePoint::from).collect())
    }

    async fn recipients(
        &self,
        ctx: &Context<'_>,
        filter: Option<RecipientFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<RecipientConnection> {
        recipient_page(ctx, self.key(), filter, (first, after.as_deref()), (last, before.as_deref())).await
    }

    /// The rule as JSON in the shape of the input `CohortRule`, for editing.
    async fn rule_json(&self) -> Result<String> {
        Ok(input_json(&campaigns::rule_of(&self.0).or_graphql()?).to_string())
    }

    /// When a scheduled campaign launches.
    async fn scheduled_at(&self) -> Option<DateTime<Utc>> {
        let is_scheduled = self.0.state == shared::channel::CampaignState::Scheduled;
        self.0.scheduled_at.filter(|_| is_scheduled).map(entity::time::Timestamp::to_utc)
    }

    /// When somebody means to launch a draft. It launches nothing by itself.
    async fn planned_at(&self) -> Option<DateTime<Utc>> {
        let is_draft = self.0.state == shared::channel::CampaignState::Draft;
        self.0.scheduled_at.filter(|_| is_draft).map(entity::time::Timestamp::to_utc)
    }

    async fn created_by(&self, ctx: &Context<'_>) -> Result<String> {
        name_of_actor(ctx, &self.0.created_by).await
    }

    /// Whether it was whoever asks.
    async fn created_by_me(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(actor(ctx)?.id == self.0.created_by)
    }

    /// How its messages look to three of its patients.
    #[graphql(complexity = "3 * child_complexity")]
    async fn samples(&self, ctx: &Context<'_>) -> Result<Vec<MessagePreview>> {
        let actor = require(ctx, Permission::ViewPatients)?;
        let app = app(ctx)?;
        let samples = campaigns::samples(app, actor, &self.0, day::of(app.clock.now())).await.or_graphql()?;
        Ok(samples.into_iter().map(MessagePreview::from).collect())
    }

    /// The ledger row by row, the newest first.
    async fn messages(
        &self,
        ctx: &Context<'_>,
        filter: Option<MessageFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<MessageConnection> {
        message_page(ctx, self.key(), filter, (first, after.as_deref()), (last, before.as_deref())).await
    }

    /// How it is sent.
    async fn plan(&self) -> Result<CampaignPlan> {
        Ok(campaigns::plan_of(&self.0).or_graphql()?.into())
    }

    /// How far it is with its sending, and how long it still takes.
    async fn sending(&self, ctx: &Context<'_>) -> Result<Sending> {
        sending(ctx, &self.0, self.1.as_ref()).await
    }

    async fn spent(&self, ctx: &Context<'_>) -> Result<Spent> {
        spent(ctx, &self.0).await
    }

    async fn waves(&self, ctx: &Context<'_>) -> Result<Vec<Wave>> {
        waves(ctx, self.key()).await
    }

    /// The reminders of its plan that are still to come.
    async fn planned_reminders(&self, ctx: &Context<'_>) -> Result<Vec<PlannedReminder>> {
        planned(ctx, &self.0).await
    }

    /// How many a reminder on all its channels would go to if it were sent now; null before the launch.
    async fn to_remind(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        to_remind(ctx, &self.0).await
    }

    /// Templates of other languages and of reminders.
    async fn variants(&self, ctx: &Context<'_>) -> Result<Vec<CampaignTemplateVariant>> {
        variants(ctx, self.key()).await
    }

    /// What its templates were each time they were saved, the newest first.
    async fn template_versions(&self, ctx: &Context<'_>) -> Result<Vec<TemplateVersion>> {
        versions(ctx, &self.0).await
    }

    /// Whether a launch to today's recipients takes the approval of a second person.
    async fn needs_approval(&self, ctx: &Context<'_>) -> Result<bool> {
        require(ctx, Permission::ViewCampaigns)?;
        campaigns::needs_approval(app(ctx)?, &self.0).await.or_graphql()
    }

    async fn approved_at(&self) -> Option<DateTime<Utc>> {
        self.0.approved_at.map(entity::time::Timestamp::to_utc)
    }

    async fn approved_by(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match &self.0.approved_by {
            Some(approver) => Ok(Some(name_of_actor(ctx, approver).await?)),
            None => Ok(None),
        }
    }

    /// Whether it was whoever asks, who then cannot launch it as the second person.
    async fn approved_by_me(&self, ctx: &Context<'_>) -> Result<bool> {
        let me = &actor(ctx)?.id;
        Ok(self.0.approved_by.as_ref() == Some(me))
    }

    /// What was done to it and by whom, the newest first; the last 100.
    async fn activity(&self, ctx: &Context<'_>) -> Result<Vec<Activity>> {
        activity(ctx, self.key()).await
    }
}

impl Campaign {
    fn key(&self) -> CampaignId {
        self.0.id.into()
    }
}

/// What a campaign says on one channel.
#[derive(SimpleObject, Debug)]
pub struct Template {
    channel: Channel,
    /// An SMS has none.
    subject: Option<String>,
    body: String,
}

impl From<template::Model> for Template {
    fn from(model: template::Model) -> Self {
        let subject = Some(model.subject).filter(|subject| !subject.is_empty());
        Self { channel: model.channel.into(), subject, body: model.body }
    }
}

/// What happened on one day in London.
#[derive(SimpleObject, Debug)]
pub struct TimelinePoint {
    date: NaiveDate,
    followed: i64,
    acknowledged: i64,
}

impl From<campaigns::TimelinePoint> for TimelinePoint {
    fn from(point: campaigns::TimelinePoint) -> Self {
        Self { date: point.date, followed: point.followed, acknowledged: point.acknowledged }
    }
}
