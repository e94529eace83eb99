//! Changing and removing a draft. What was launched, or waits for its launch, stays as it is.

use chrono::{DateTime, Utc};
use entity::{campaign, report, template, template_variant, time::Timestamp};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set, sea_query::Expr,
};
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
    draft::{TemplateText, insert_templates},
    find::{channels_of, get, plan_of},
    texts::{TemplateVariant, check_variants, keep_version, replace_variants},
};
use crate::{
    database::Engine,
    domain::{Actor, Error, Result, audit, cohorts, day, forms},
    state::App,
};

/// What a draft is to become; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct DraftChange {
    pub name: Option<String>,
    pub kind: Option<String>,
    pub rule: Option<CohortRule>,
    /// A channel that is left out loses its template.
    pub channels: Option<Vec<Channel>>,
    /// All of them together replace the old ones.
    pub templates: Option<Vec<TemplateText>>,
    pub expires_at: Option<DateTime<Utc>>,
    /// The moment to launch at that somebody has in mind; `Some(None)` for none. It launches nothing by itself.
    pub planned_at: Option<Option<DateTime<Utc>>>,
    pub plan: Option<Plan>,
    /// All of them together replace the old ones.
    pub variants: Option<Vec<TemplateVariant>>,
}

impl DraftChange {
    /// Names of the fields that change, as the caller knows them.
    fn fields(&self) -> Vec<&'static str> {
        let all = [
            ("name", self.name.is_some()),
            ("kind", self.kind.is_some()),
            ("rule", self.rule.is_some()),
            ("channels", self.channels.is_some()),
            ("templates", self.templates.is_some()),
            ("expiresAt", self.expires_at.is_some()),
            ("plannedAt", self.planned_at.is_some()),
            ("plan", self.plan.is_some()),
            ("variants", self.variants.is_some()),
        ];
        all.into_iter().filter_map(|(field, changes)| changes.then_some(field)).collect()
    }
}

/// Changes a draft, checked as a new one is.
pub async fn save_draft(app: &App, actor: &Actor, id: CampaignId, change: DraftChange) -> Result<campaign::Model> {
    actor.require(Permission::EditCampaigns)?;
    let now = app.clock.now();
    let fields = change.fields();
    let transaction = app.database.begin().await?;
    let old = take_draft(&transaction, id).await?;
    let channels = match &change.channels {
        Some(channels) => checked_channels(channels)?,
        None => channels_of(&old)?,
    };
    let plan = match change.plan {
        Some(plan) => plan,
        None => plan_of(&old)?,
    };
    check_plan(&plan, &channels)?;
    forms::check_pinned(&transaction, plan.form).await?;
    let mut row = old.into_active_model();
    row.plan = Set(json!(plan));
    // What was approved was another campaign.
    row.approved_at = Set(None);
    row.approved_by = Set(None);
    if let Some(name) = &change.name {
        row.name = Set(checked_name(name)?.to_owned());
    }
    if let Some(kind) = change.kind {
        check_kind(&kind)?;
        row.kind = Set(kind);
    }
    if let Some(rule) = &change.rule {
        cohorts::compile(&transaction, rule, day::of(now)).await?;
        row.rule = Set(json!(rule));
    }
    let now = Timestamp::from(now);
    if let Some(at) = change.expires_at {
        check_end(at.into(), now)?;
        row.expires_at = Set(at.into());
    }
    if let Some(at) = change.planned_at {
        row.scheduled_at = Set(at.map(Timestamp::from));
    }
    row.channels = Set(json!(channels));
    let says_something_else = change.templates.is_some() || change.variants.is_some() || change.channels.is_some();
    if let Some(templates) = change.templates {
        check_templates(&templates, &channels)?;
        remove_templates(&transaction, id, &[]).await?;
        insert_templates(&transaction, id.get(), templates, now).await?;
    } else {
        remove_templates(&transaction, id, &channels).await?;
    }
    if let Some(variants) = change.variants {
        check_variants(&variants, &channels)?;
        replace_variants(&transaction, id, variants, now).await?;
    }
    row.update(&transaction).await?;
    if says_something_else {
        keep_version(&transaction, actor, id, now).await?;
    }
    let campaign = get(&transaction, id).await?;
    let entry = audit::Entry {
        action: "campaign.changed",
        subject: Some(id.to_string()),
        detail: json!({ "fields": fields, "channels": campaign.channels, "rule": campaign.rule }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    Ok(campaign)
}

/// Removes a draft with its templates. Reports that were made of it belong to no campaign from then on. False when it was
/// not there.
pub async fn delete_draft(app: &App, actor: &Actor, id: CampaignId) -> Result<bool> {
    actor.require(Permission::EditCampaigns)?;
    let transaction = app.database.begin().await?;
    let draft = match take_draft(&transaction, id).await {
        Err(Error::NotFound(_)) => return Ok(false),
        taken => taken?,
    };
    report::Entity::update_many()
        .col_expr(report::Column::CampaignId, Expr::value(None::<i64>))
        .filter(report::Column::CampaignId.eq(id.get()))
        .exec(&transaction)
        .await?;
    campaign::Entity::delete_by_id(id.get()).exec(&transaction).await?; // with its templates, by the foreign key
    let entry = audit::Entry {
        action: "campaign.deleted",
        subject: Some(id.to_string()),
        detail: json!({ "kind": draft.kind, "created_by": draft.created_by }),
    };
    audit::record(&transaction, app.clock.timestamp(), actor, entry).await?;
    transaction.commit().await?;
    Ok(true)
}

/// The draft, held until the transaction ends, so that no launch comes in between.
async fn take_draft(transaction: &impl ConnectionTrait, id: CampaignId) -> Result<campaign::Model> {
    let sql = "UPDATE campaign SET state = 'draft' WHERE id = ? AND state = 'draft'";
    let done = transaction.execute_raw(Engine::of(transaction).statement(sql, [id.get().into()])).await?;
    let campaign = get(transaction, id).await?;
    if done.rows_affected() == 1 {
        return Ok(campaign);
    }
    let message = match campaign.state {
        CampaignState::Scheduled => {
            "The campaign waits for its launch and cannot be changed. Cancel it and make a new one.".to_owned()
        }
        state => format!("Only a draft can be changed; this campaign is {state}."),
    };
    Err(Error::refused("ALREADY_LAUNCHED", message))
}

/// Removes the templates of all channels but these; their variants go with them.
async fn remove_templates(transaction: &impl ConnectionTrait, id: CampaignId, but: &[Channel]) -> Result<()> {
    template::Entity::delete_many()
        .filter(template::Column::CampaignId.eq(id.get()))
        .filter(template::Column::Channel.is_not_in(but.iter().copied()))
        .exec(transaction)
        .await?;
    if !but.is_empty() {
        template_variant::Entity::delete_many()
            .filter(template_variant::Column::CampaignId.eq(id.get()))
            .filter(template_variant::Column::Channel.is_not_in(but.iter().copied()))
            .exec(transaction)
            .await?;
    }
    Ok(())
}
