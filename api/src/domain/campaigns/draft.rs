//! A new campaign, checked field by field before it is saved as a draft.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::{campaign, template, time::Timestamp};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ConnectionTrait, EntityTrait, Set};
use serde_json::json;
use shared::{
    channel::{CampaignState, Channel},
    cohort::CohortRule,
    ids::CampaignId,
    permission::Permission,
    plan::Plan,
};

use super::{
    checks::{check_end, check_kind, check_plan, check_templates, checked_channels, checked_name},
    find::get,
    texts::{TemplateVariant, check_variants, keep_version, replace_variants},
};
use crate::{
    domain::{Actor, Result, audit, cohorts, day, forms, once},
    state::App,
};

/// What [`once`] calls it.
const CREATE: &str = "campaign.create";

const DEFAULT_WINDOW: Duration = Duration::from_hours(4320); // a flu season, September to February

/// What a campaign is to be.
#[derive(Clone, Debug)]
pub struct Draft {
    pub name: String,
    /// A slug such as `flu`, by which later rules refer to campaigns of the same purpose.
    pub kind: String,
    pub rule: CohortRule,
    pub channels: Vec<Channel>,
    pub templates: Vec<TemplateText>,
    /// When links stop working and nothing more is sent; 180 days from now where absent.
    pub expires_at: Option<DateTime<Utc>>,
    /// How it is sent.
    pub plan: Plan,
    /// Templates of other languages and of reminders.
    pub variants: Vec<TemplateVariant>,
}

/// What is said on one channel; an email has a subject, an SMS none.
#[derive(Clone, Debug)]
pub struct TemplateText {
    pub channel: Channel,
    pub subject: Option<String>,
    pub body: String,
}

/// Checks and saves a draft. A channel may still lack its template: only the launch insists on it.
pub async fn create(app: &App, actor: &Actor, draft: Draft) -> Result<campaign::Model> {
    create_once(app, actor, draft, None).await
}

/// The same for a caller who may ask again: one `request_id` makes one campaign.
pub async fn create_once(app: &App, actor: &Actor, draft: Draft, request_id: Option<&str>) -> Result<campaign::Model> {
    actor.require(Permission::EditCampaigns)?;
    let now = app.clock.now();
    let name = checked_name(&draft.name)?;
    check_kind(&draft.kind)?;
    cohorts::compile(app.database.reader(), &draft.rule, day::of(now)).await?;
    let channels = checked_channels(&draft.channels)?;
    check_templates(&draft.templates, &channels)?;
    check_variants(&draft.variants, &channels)?;
    check_plan(&draft.plan, &channels)?;
    forms::check_pinned(app.database.reader(), draft.plan.form).await?;
    let now = Timestamp::from(now);
    let expires_at = draft.expires_at.map_or_else(|| now.plus(DEFAULT_WINDOW), Timestamp::from);
    check_end(expires_at, now)?;

    let transaction = app.database.begin().await?;
    if let Some(made) = once::recall(&transaction, actor, CREATE, request_id).await? {
        return get(&transaction, made.into()).await;
    }
    let row = campaign::ActiveModel {
        id: NotSet,
        name: Set(name.to_owned()),
        kind: Set(draft.kind),
        state: Set(CampaignState::Draft),
        rule: Set(json!(draft.rule)),
        channels: Set(json!(channels)),
        wave: Set(0),
        expires_at: Set(expires_at),
        created_by: Set(actor.id.clone()),
        created_at: Set(now),
        launched_at: Set(None),
        launched_by: Set(None),
        completed_at: Set(None),
        scheduled_at: Set(None),
        scheduled_by: Set(None),
        plan: Set(json!(draft.plan)),
        ..Default::default()
    };
    let campaign = row.insert(&transaction).await?;
    insert_templates(&transaction, campaign.id, draft.templates, now).await?;
    replace_variants(&transaction, campaign.id.into(), draft.variants, now).await?;
    keep_version(&transaction, actor, campaign.id.into(), now).await?;
    once::record(&transaction, actor, CREATE, request_id, campaign.id, now).await?;
    let entry = audit::Entry {
        action: "campaign.created",
        subject: Some(CampaignId::from(campaign.id).to_string()),
        detail: json!({ "kind": campaign.kind, "channels": campaign.channels, "rule": campaign.rule }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    let campaign = get(&transaction, campaign.id.into()).await?;
    transaction.commit().await?;
    Ok(campaign)
}

/// Writes the templates of a campaign that has none on these channels.
pub(super) async fn insert_templates(
    transaction: &impl ConnectionTrait,
    campaign: i64,
    templates: Vec<TemplateText>,
    now: Timestamp,
) -> Result<()> {
    let templates: Vec<_> = templates
        .into_iter()
        .map(|text| template::ActiveModel {
            id: NotSet,
            campaign_id: Set(campaign),
            channel: Set(text.channel),
            subject: Set(text.subject.unwrap_or_default()),
            body: Set(text.body),
            created_at: Set(now),
        })
        .collect();
    if !templates.is_empty() {
        template::Entity::insert_many(templates).exec_without_returning(transaction).await?;
    }
    Ok(())
}
