//! Deleting one answer for good: what was sent in jest, by a program, or about somebody else.

use entity::form_response;
use sea_orm::{EntityTrait, ModelTrait};
use serde_json::json;
use shared::{
    ids::{FormId, FormResponseId, PatientId},
    permission::Permission,
};

use super::files::sweep_soon;
use crate::{
    domain::{Actor, Result, audit},
    state::App,
};

/// Deletes an answer with its files; what a chart counted of it is taken back. False where there is none, or no longer. An
/// acknowledgement that came with it stays.
pub async fn erase(app: &App, actor: &Actor, id: FormResponseId) -> Result<bool> {
    actor.require(Permission::EraseAnswers)?;
    let transaction = app.database.begin().await?;
    let Some(row) = form_response::Entity::find_by_id(id.get()).one(&transaction).await? else { return Ok(false) };
    let entry = audit::Entry {
        action: "form_response.erased",
        subject: Some(id.to_string()),
        detail: json!({ "form": FormId::from(row.form_id), "patient": row.patient_id.map(PatientId::from) }),
    };
    let erased = row.delete(&transaction).await?.rows_affected;
    sweep_soon(&transaction).await?;
    audit::record(&transaction, app.clock.timestamp(), actor, entry).await?;
    transaction.commit().await?;
    Ok(erased > 0)
}
