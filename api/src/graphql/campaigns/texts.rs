//! What a campaign says: variants, versions, advice, and a test to oneself.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{campaign, template_variant, template_version};
use shared::{ids::CampaignId, permission::Permission, sms::Encoding, template};

use super::drafts::TemplateInput;
use crate::{
    domain::campaigns::{self, TemplateVariant},
    graphql::{
        actors::name_of_actor,
        context::{actor, app, require},
        error::OrGraphql,
        scalars::Channel,
    },
};

/// What is said instead of a template from a wave on, or in a language.
#[derive(InputObject, Debug)]
pub struct TemplateVariantInput {
    channel: Channel,
    /// 0 is the first sending.
    #[graphql(default = 0)]
    wave: i32,
    /// BCP 47 in small letters, such as `cy`; everybody's where absent.
    #[graphql(default)]
    language: String,
    /// An email has one, an SMS none.
    subject: Option<String>,
    body: String,
}

impl From<TemplateVariantInput> for TemplateVariant {
    fn from(input: TemplateVariantInput) -> Self {
        let text = campaigns::TemplateText { channel: input.channel.into(), subject: input.subject, body: input.body };
        Self { text, wave: input.wave, language: input.language }
    }
}

/// What is said instead of a template from a wave on, or in a language.
#[derive(SimpleObject, Debug)]
pub struct CampaignTemplateVariant {
    channel: Channel,
    wave: i32,
    /// Empty for everybody.
    language: String,
    subject: Option<String>,
    body: String,
}

impl From<template_variant::Model> for CampaignTemplateVariant {
    fn from(row: template_variant::Model) -> Self {
        let subject = Some(row.subject).filter(|subject| !subject.is_empty());
        Self { channel: row.channel.into(), wave: row.wave, language: row.language, subject, body: row.body }
    }
}

pub async fn variants(ctx: &Context<'_>, id: CampaignId) -> Result<Vec<CampaignTemplateVariant>> {
    require(ctx, Permission::ViewCampaigns)?;
    let rows = campaigns::variants_of(app(ctx)?.database.reader(), id).await.or_graphql()?;
    Ok(rows.into_iter().map(CampaignTemplateVariant::from).collect())
}

/// What the templates of a campaign were when they were saved.
pub struct TemplateVersion(template_version::Model);

#[Object]
impl TemplateVersion {
    async fn version(&self) -> i32 {
        self.0.version
    }

    async fn saved_at(&self) -> DateTime<Utc> {
        self.0.saved_at.to_utc()
    }

    async fn saved_by(&self, ctx: &Context<'_>) -> Result<String> {
        name_of_actor(ctx, &self.0.saved_by).await
    }

    /// All templates as a JSON list of objects with channel, wave, language, subject and body.
    async fn templates_json(&self) -> String {
        self.0.templates.to_string()
    }
}

pub async fn versions(ctx: &Context<'_>, campaign: &campaign::Model) -> Result<Vec<TemplateVersion>> {
    require(ctx, Permission::ViewCampaigns)?;
    let rows = campaigns::template_versions(app(ctx)?.database.reader(), campaign).await.or_graphql()?;
    Ok(rows.into_iter().map(TemplateVersion).collect())
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdviceKind {
    /// A subject or a text names a word that may tell of a condition to whoever sees the screen.
    TellsOfCondition,
    /// A character outside the GSM alphabet makes every segment hold 70 characters instead of 160.
    ForcesUcs2,
    /// The longest rendering takes more than one segment.
    SeveralSegments,
}

/// Something worth a second look.
#[derive(SimpleObject, Debug)]
pub struct TemplateAdvice {
    kind: AdviceKind,
    /// The word or the character.
    what: Option<String>,
    /// What to write instead.
    replacement: Option<String>,
}

impl From<template::Advice> for TemplateAdvice {
    fn from(advice: template::Advice) -> Self {
        use template::Advice as A;
        match advice {
            A::TellsOfCondition { word, .. } => {
                Self { kind: AdviceKind::TellsOfCondition, what: Some(word), replacement: None }
            }
            A::ForcesUcs2 { character, replacement } => Self {
                kind: AdviceKind::ForcesUcs2,
                what: Some(character.to_string()),
                replacement: replacement.map(ToOwned::to_owned),
            },
            A::SeveralSegments { .. } => Self { kind: AdviceKind::SeveralSegments, what: None, replacement: None },
        }
    }
}

/// What is worth a second look in a template, and what it takes as an SMS at its longest.
#[derive(SimpleObject, Debug)]
pub struct AdvisedTemplate {
    channel: Channel,
    advice: Vec<TemplateAdvice>,
    /// Of an SMS; the longest name among all patients counts.
    segments: Option<i32>,
    /// Characters of an SMS at its longest, in units of its alphabet.
    units: Option<i32>,
    /// Whether an SMS is sent in 16-bit units.
    is_ucs2: bool,
}

#[derive(Default)]
pub struct TemplateQuery;

// Permissions are checked by the domain functions, which take the actor.
#[Object]
impl TemplateQuery {
    /// What is worth a second look in templates while they are written; `campaign` is its name, which they may carry.
    /// Fails with INVALID_INPUT for one that could not be saved.
    async fn template_advice(
        &self,
        ctx: &Context<'_>,
        templates: Vec<TemplateInput>,
        campaign: Option<String>,
    ) -> Result<Vec<AdvisedTemplate>> {
        let templates: Vec<_> = templates.into_iter().map(Into::into).collect();
        let advised = campaigns::advise(app(ctx)?, actor(ctx)?, &templates, campaign.as_deref()).await.or_graphql()?;
        let whole = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        let one = |(channel, advised): (shared::channel::Channel, template::Advised)| AdvisedTemplate {
            channel: channel.into(),
            segments: advised.longest.as_ref().map(|longest| whole(longest.segments)),
            units: advised.longest.as_ref().map(|longest| whole(longest.units)),
            is_ucs2: advised.longest.as_ref().is_some_and(|longest| longest.encoding == Encoding::Ucs2),
            advice: advised.advice.into_iter().map(TemplateAdvice::from).collect(),
        };
        Ok(advised.into_iter().map(one).collect())
    }
}

#[derive(InputObject, Debug)]
pub struct SendTestMessageInput {
    template: TemplateInput,
    /// Your own mobile number, for a text. An email goes to the address you sign in with.
    phone: Option<String>,
    /// A key of the caller's, such as a UUID, kept for a week: the same key again sends no second test.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
pub struct SendTestMessagePayload {
    /// Where it went.
    to: String,
}

#[derive(Default)]
pub struct TemplateMutation;

#[Object]
impl TemplateMutation {
    /// Sends a template to oneself as an invented patient would get it, with an example of a link. Fails with
    /// INVALID_INPUT, TEST_NOT_SENT, TEST_IN_DOUBT or TOO_MANY_TESTS.
    async fn send_test_message(
        &self,
        ctx: &Context<'_>,
        input: SendTestMessageInput,
    ) -> Result<SendTestMessagePayload> {
        let (phone, key) = (input.phone.as_deref(), input.request_id.as_deref());
        let sent = campaigns::send_test(app(ctx)?, actor(ctx)?, &input.template.into(), phone, key).await;
        Ok(SendTestMessagePayload { to: sent.or_graphql()? })
    }
}
