//! Taking a form out of use. Its answers stay; publishing it again brings it back.

use entity::form;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use shared::{form::FormState, ids::FormId, permission::Permission};

use super::find::find;
use crate::{
    domain::{Actor, Error, Result, audit},
    queue::{job::Job, store::enqueue},
    state::App,
};

/// From here on nobody can answer it, by whichever link. Asked again, nothing happens.
pub async fn retire(app: &App, actor: &Actor, id: FormId) -> Result<form::Model> {
    actor.require(Permission::PublishForms)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let form = find(&transaction, id).await?;
    match form.state {
        FormState::Retired => return Ok(form),
        FormState::Draft => {
            let message = "Only a published form can be retired; this one was never published.";
            return Err(Error::refused("NOT_PUBLISHED", message));
        }
        FormState::Published => {}
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
