//! A new campaign, checked field by field before it is saved as a draft.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::{campaign, template, time::Timestamp};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, EntityTrait, Set};
use serde_json::json;
use shared::{
    channel::{CampaignState, Channel},
    cohort::CohortRule,
    ids::CampaignId,
    permission::Permission,
    template::check_template,
};

use crate::{
    domain::{Actor, Error, Result, audit, cohorts, day},
    state::App,
};

const NAME_MAX: usize = 100; // characters; what fits a heading
const KIND_MAX: usize = 50; // characters
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
    actor.require(Permission::EditCampaigns)?;
    let now = app.clock.now();
    let name = checked_name(&draft.name)?;
    check_kind(&draft.kind)?;
    cohorts::compile(app.database.reader(), &draft.rule, day::of(now)).await?;
    let channels = checked_channels(&draft.channels)?;
    check_templates(&draft.templates, &channels)?;
    let now = Timestamp::from(now);
    let expires_at = draft.expires_at.map_or_else(|| now.plus(DEFAULT_WINDOW), Timestamp::from);
    if expires_at <= now {
        return Err(Error::invalid("expiresAt", "The campaign would end before it begins; give a time to come."));
    }

    let transaction = app.database.begin().await?;
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
    };
    let campaign = row.insert(&transaction).await?;
    let templates: Vec<_> = draft
        .templates
        .into_iter()
        .map(|text| template::ActiveModel {
            id: NotSet,
            campaign_id: Set(campaign.id),
            channel: Set(text.channel),
            subject: Set(text.subject.unwrap_or_default()),
            body: Set(text.body),
            created_at: Set(now),
        })
        .collect();
    if !templates.is_empty() {
        template::Entity::insert_many(templates).exec_without_returning(&transaction).await?;
    }
    let entry = audit::Entry {
        action: "campaign.created",
        subject: Some(CampaignId::from(campaign.id).to_string()),
        detail: json!({ "kind": campaign.kind, "channels": campaign.channels, "rule": campaign.rule }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    Ok(campaign)
}

fn checked_name(name: &str) -> Result<&str> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > NAME_MAX || name.chars().any(char::is_control) {
        return Err(Error::invalid(
            "name",
            format!("Give the campaign a name of 1 to {NAME_MAX} characters on one line."),
        ));
    }
    Ok(name)
}

fn check_kind(kind: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if kind.is_empty() || kind.len() > KIND_MAX || !kind.chars().all(plain) {
        let message = "Write the kind in small letters, digits and hyphens, such as `flu`.";
        return Err(Error::invalid("kind", message));
    }
    Ok(())
}

fn checked_channels(channels: &[Channel]) -> Result<Vec<Channel>> {
    let channels: Vec<_> = Channel::ALL.iter().copied().filter(|channel| channels.contains(channel)).collect();
    if channels.is_empty() {
        return Err(Error::invalid("channels", "Choose at least one channel."));
    }
    Ok(channels)
}

fn check_templates(templates: &[TemplateText], channels: &[Channel]) -> Result<()> {
    for (index, text) in templates.iter().enumerate() {
        let field = format!("templates[{index}]");
        if templates[..index].iter().any(|other| other.channel == text.channel) {
            let message = format!("There are two templates for {}; keep one.", text.channel.noun());
            return Err(Error::invalid(field, message));
        }
        if !channels.contains(&text.channel) {
            let message = format!(
                "The campaign is not sent by {}; choose that channel or drop its template.",
                text.channel.noun()
            );
            return Err(Error::invalid(field, message));
        }
        check_template(text.channel, text.subject.as_deref(), &text.body)
            .map_err(|error| Error::invalid(field, error.to_string()))?;
    }
    Ok(())
}
