//! What a campaign says: its templates, those of other languages and waves, and what they were before.

use entity::{campaign, template, template_variant, template_version, time::Timestamp};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde_json::json;
use shared::{channel::Channel, ids::CampaignId, template::check_template};

use super::{draft::TemplateText, find::templates_of};
use crate::{
    database::Engine,
    domain::{Actor, Error, Result},
};

const WAVE_MAX: i32 = 100;
const LANGUAGE_MAX: usize = 35; // characters; RFC 5646 §4.4.1

/// What is said instead of a template from a wave on, or in a language.
#[derive(Clone, Debug)]
pub struct TemplateVariant {
    pub text: TemplateText,
    /// 0 is the first sending.
    pub wave: i32,
    /// BCP 47, such as `cy`; empty for everybody.
    pub language: String,
}

/// An error names the variant by its place.
pub(super) fn check_variants(variants: &[TemplateVariant], channels: &[Channel]) -> Result<()> {
    for (index, variant) in variants.iter().enumerate() {
        let field = |name: &str| format!("variants[{index}].{name}");
        let language = variant.language.as_str();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if language.len() > LANGUAGE_MAX || !language.chars().all(plain) || language.starts_with('-') {
            let message = "Write the language as a tag in small letters, such as cy or pt-br.";
            return Err(Error::invalid(field("language"), message));
        }
        if !(0..=WAVE_MAX).contains(&variant.wave) || (variant.wave == 0 && language.is_empty()) {
            let message =
                "Give a reminder's number or a language; the first sending for everybody is the template itself.";
            return Err(Error::invalid(field("wave"), message));
        }
        let key = |one: &TemplateVariant| (one.text.channel, one.wave, one.language.clone());
        if variants[..index].iter().any(|other| key(other) == key(variant)) {
            return Err(Error::invalid(
                field("language"),
                "There are two of this channel, wave and language; keep one.",
            ));
        }
        if !channels.contains(&variant.text.channel) {
            let message = format!("The campaign is not sent by {}.", variant.text.channel.noun());
            return Err(Error::invalid(field("channel"), message));
        }
        check_template(variant.text.channel, variant.text.subject.as_deref(), &variant.text.body)
            .map_err(|error| Error::invalid(field("body"), format!("{error}.")))?;
    }
    Ok(())
}

/// Puts these in the place of the variants there are.
pub(super) async fn replace_variants(
    transaction: &impl ConnectionTrait,
    id: CampaignId,
    variants: Vec<TemplateVariant>,
    now: Timestamp,
) -> Result<()> {
    template_variant::Entity::delete_many()
        .filter(template_variant::Column::CampaignId.eq(id.get()))
        .exec(transaction)
        .await?;
    let rows: Vec<_> = variants
        .into_iter()
        .map(|variant| template_variant::ActiveModel {
            id: NotSet,
            campaign_id: Set(id.get()),
            channel: Set(variant.text.channel),
            wave: Set(variant.wave),
            language: Set(variant.language),
            subject: Set(variant.text.subject.unwrap_or_default()),
            body: Set(variant.text.body),
            created_at: Set(now),
        })
        .collect();
    if !rows.is_empty() {
        template_variant::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// The variants of a campaign, by channel, wave and language.
pub async fn variants_of(connection: &impl ConnectionTrait, id: CampaignId) -> Result<Vec<template_variant::Model>> {
    Ok(template_variant::Entity::find()
        .filter(template_variant::Column::CampaignId.eq(id.get()))
        .order_by_asc(template_variant::Column::Channel)
        .order_by_asc(template_variant::Column::Wave)
        .order_by_asc(template_variant::Column::Language)
        .all(connection)
        .await?)
}

/// Keeps what the templates of a campaign are now as its next version.
pub(super) async fn keep_version(
    transaction: &impl ConnectionTrait,
    actor: &Actor,
    id: CampaignId,
    now: Timestamp,
) -> Result<()> {
    let templates = templates_of(transaction, id).await?;
    let variants = variants_of(transaction, id).await?;
    let text = |channel: Channel, wave: i32, language: &str, subject: &str, body: &str| json!({ "channel": channel, "wave": wave, "language": language, "subject": subject, "body": body });
    let first = templates.iter().map(|row: &template::Model| text(row.channel, 0, "", &row.subject, &row.body));
    let others = variants.iter().map(|row| text(row.channel, row.wave, &row.language, &row.subject, &row.body));
    let sql = "UPDATE campaign SET template_version = template_version + 1 WHERE id = ? RETURNING template_version";
    let row = transaction.query_one_raw(Engine::of(transaction).statement(sql, [id.get().into()])).await?;
    let version: i32 = row.ok_or(Error::NotFound("campaign"))?.try_get("", "template_version")?;
    let row = template_version::ActiveModel {
        campaign_id: Set(id.get()),
        version: Set(version),
        templates: Set(first.chain(others).collect()),
        saved_at: Set(now),
        saved_by: Set(actor.id.clone()),
    };
    template_version::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Every version of the templates of a campaign, the newest first.
pub async fn template_versions(
    connection: &impl ConnectionTrait,
    campaign: &campaign::Model,
) -> Result<Vec<template_version::Model>> {
    Ok(template_version::Entity::find()
        .filter(template_version::Column::CampaignId.eq(campaign.id))
        .order_by_desc(template_version::Column::Version)
        .all(connection)
        .await?)
}
