//! Campaigns as they are stored, and what their JSON columns hold.

use anyhow::Context;
use entity::{campaign, template};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use shared::{
    channel::{CampaignState, Channel},
    cohort::CohortRule,
    ids::CampaignId,
    plan::Plan,
};

use crate::domain::{Error, Result};

pub async fn get(connection: &impl ConnectionTrait, id: CampaignId) -> Result<campaign::Model> {
    campaign::Entity::find_by_id(id.get()).one(connection).await?.ok_or(Error::NotFound("campaign"))
}

/// At most `limit` campaigns, newest first, before (or, going `backward`, after) the one with the id `from`.
/// Going backward they come oldest first. Where `states` are given, only those in one of them.
pub async fn list(
    connection: &impl ConnectionTrait,
    states: Option<&[CampaignState]>,
    from: Option<i64>,
    backward: bool,
    limit: u64,
) -> Result<Vec<campaign::Model>> {
    let mut query = in_states(states).limit(limit);
    if let Some(from) = from {
        let id = campaign::Column::Id;
        query = query.filter(if backward { id.gt(from) } else { id.lt(from) });
    }
    let query =
        if backward { query.order_by_asc(campaign::Column::Id) } else { query.order_by_desc(campaign::Column::Id) };
    Ok(query.all(connection).await?)
}

/// How many campaigns there are; where `states` are given, in one of them.
pub async fn count(connection: &impl ConnectionTrait, states: Option<&[CampaignState]>) -> Result<u64> {
    Ok(in_states(states).count(connection).await?)
}

fn in_states(states: Option<&[CampaignState]>) -> Select<campaign::Entity> {
    let query = campaign::Entity::find();
    match states {
        Some(states) => query.filter(campaign::Column::State.is_in(states.iter().copied())),
        None => query,
    }
}

/// The templates of a campaign, by channel.
pub async fn templates_of(connection: &impl ConnectionTrait, id: CampaignId) -> Result<Vec<template::Model>> {
    Ok(template::Entity::find()
        .filter(template::Column::CampaignId.eq(id.get()))
        .order_by_asc(template::Column::Channel)
        .all(connection)
        .await?)
}

/// Who the campaign is for.
pub fn rule_of(campaign: &campaign::Model) -> Result<CohortRule> {
    let rule = serde_json::from_value(campaign.rule.clone());
    Ok(rule.with_context(|| format!("the rule of campaign-{} cannot be read", campaign.id))?)
}

/// The channels the campaign is sent on.
pub fn channels_of(campaign: &campaign::Model) -> Result<Vec<Channel>> {
    let channels = serde_json::from_value(campaign.channels.clone());
    Ok(channels.with_context(|| format!("the channels of campaign-{} cannot be read", campaign.id))?)
}

/// How the campaign is sent.
pub fn plan_of(campaign: &campaign::Model) -> Result<Plan> {
    let plan = serde_json::from_value(campaign.plan.clone());
    Ok(plan.with_context(|| format!("the plan of campaign-{} cannot be read", campaign.id))?)
}
