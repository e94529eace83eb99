//! Taking a form out of use. Its answers stay; publishing it again brings it back.

use std::collections::BTreeSet;

use entity::{campaign, form, form_version, time::Timestamp};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::{Value as Json, json};
use shared::{
    channel::CampaignState,
    form::FormState,
    ids::{FormId, FormVersionId},
    permission::Permission,
};

use super::{
    find::hold,
    publish::{is_under_way, newest},
};
use crate::{
    domain::{Actor, Error, Result, audit},
    queue::{job::Job, store::enqueue},
    state::App,
};

const NAMED: usize = 3; // campaigns in one sentence

/// From here on nobody can answer it, by whichever link. Asked again, nothing happens.
///
/// # Errors
/// `PUBLISHING` while a version is on its way, which would bring it back; `FORM_IN_USE` while running campaigns ask their
/// recipients to fill it in.
pub async fn retire(app: &App, actor: &Actor, id: FormId) -> Result<form::Model> {
    actor.require(Permission::PublishForms)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let form = hold(&transaction, id).await?;
    match form.state {
        FormState::Retired => return Ok(form),
        FormState::Draft => {
            let message = "Only a published form can be retired; this one was never published.";
            return Err(Error::refused("NOT_PUBLISHED", message));
        }
        FormState::Published => {}
    }
    if let Some(newest) = newest(&transaction, id).await?
        && newest.published_at.is_none()
        && is_under_way(&transaction, newest.id.into()).await?
    {
        let message = format!(
            "Version {} of this form is being published just now, or is tried again after a failure. Wait until that is \
             over, then retire the form.",
            newest.number
        );
        return Err(Error::refused("PUBLISHING", message));
    }
    let campaigns = asking(&transaction, id, now).await?;
    if !campaigns.is_empty() {
        return Err(Error::refused("FORM_IN_USE", in_use(&campaigns)));
    }
    let number = form.current_version;
    let mut row = form.into_active_model();
    row.state = Set(FormState::Retired);
    row.retired_at = Set(Some(now));
    let form = row.update(&transaction).await?;
    let entry =
        audit::Entry { action: "form.retired", subject: Some(id.to_string()), detail: json!({ "version": number }) };
    audit::record(&transaction, now, actor, entry).await?;
    enqueue(&transaction, &Job::ShowFormPage { form: form.id }, None).await?;
    transaction.commit().await?;
    Ok(form)
}

/// The names of the campaigns whose recipients are asked to fill in any version of a form and can still do so.
async fn asking(connection: &impl ConnectionTrait, form: FormId, now: Timestamp) -> Result<Vec<String>> {
    let versions: Vec<i64> = form_version::Entity::find()
        .select_only()
        .column(form_version::Column::Id)
        .filter(form_version::Column::FormId.eq(form.get()))
        .into_tuple()
        .all(connection)
        .await?;
    let versions: BTreeSet<String> = versions.into_iter().map(|id| FormVersionId::from(id).to_string()).collect();
    let running: Vec<(String, Json)> = campaign::Entity::find()
        .select_only()
        .column(campaign::Column::Name)
        .column(campaign::Column::Plan)
        .filter(campaign::Column::State.is_in([CampaignState::Running, CampaignState::Paused]))
        .filter(campaign::Column::ExpiresAt.gt(now))
        .order_by_asc(campaign::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let asks = |plan: &Json| plan["form"].as_str().is_some_and(|form| versions.contains(form));
    Ok(running.into_iter().filter(|(_, plan)| asks(plan)).map(|(name, _)| name).collect())
}

fn in_use(campaigns: &[String]) -> String {
    let names: Vec<String> = campaigns.iter().take(NAMED).map(|name| format!("\"{name}\"")).collect();
    let more = match campaigns.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (what, them) = if campaigns.len() == 1 { ("campaign", "it") } else { ("campaigns", "them") };
    format!(
        "The running {what} {}{more} asked people to fill in this form, and their links would lead nowhere. Cancel {them}, \
         or wait until the end, then retire the form.",
        names.join(", ")
    )
}
