//! Erasing a patient for good (UK GDPR, article 17).
//!
//! What tells who somebody is goes, and so does what they answered to forms, files included. The row stays without it,
//! so that what was sent still adds up, and takes no more messages. A number or an address they wanted no messages at
//! stays stopped: it is kept as a keyed hash alone. Snapshots hold the patient until they are rotated away.

use entity::{condition, contact_point, form_response, patient};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};
use serde_json::json;
use shared::{
    ids::PatientId,
    permission::Permission,
    person::{PatientStatus, Sex},
};

use super::{
    add::get,
    writing::{count_more, wait_for_turn},
};
use crate::{
    crypto::blind_index::LEN,
    database::Engine,
    domain::{
        Actor, Result,
        audit::{self, Entry},
        cohorts, forms,
        identity::fresh_code::begin_with_code,
    },
    state::App,
};

/// Erases a patient for a person who shows a fresh code; a second time changes nothing.
pub async fn erase(app: &App, actor: &Actor, id: PatientId, code: &str) -> Result<patient::Model> {
    let transaction = begin_with_code(app, actor, Permission::ErasePatients, code).await?;
    wait_for_turn(&transaction).await?;
    let patient = get(&transaction, id.get()).await?;
    if patient.erased_at.is_some() {
        transaction.commit().await?;
        return Ok(patient);
    }
    let its = contact_point::Column::PatientId.eq(id.get());
    contact_point::Entity::delete_many().filter(its).exec(&transaction).await?;
    let its = condition::Column::PatientId.eq(id.get());
    condition::Entity::delete_many().filter(its).exec(&transaction).await?;
    let its = form_response::Column::PatientId.eq(id.get());
    let answers = form_response::Entity::delete_many().filter(its).exec(&transaction).await?.rows_affected;
    forms::sweep_files_soon(&transaction).await?;
    let links = revoke_links(&transaction, id).await?;
    let now = app.clock.timestamp();
    let row = patient::ActiveModel {
        id: Unchanged(id.get()),
        local_id: Set(None),
        nhs_sealed: Set(None),
        nhs_index: Set(None),
        given_name: Set(String::new()),
        family_name: Set(String::new()),
        name_key: Set(String::new()),
        birth_date: Set(None),
        sex: Set(Sex::Unknown),
        address_sealed: Set(None),
        postcode: Set(None),
        status: Set(PatientStatus::Left),
        preferred_language: Set(None),
        content_hash: Set(vec![0; LEN]), // of nothing any source says
        import_id: Set(None),
        updated_at: Set(now),
        never_contact_sealed: Set(None),
        never_contact_at: Set(None),
        erased_at: Set(Some(now)),
        ..Default::default()
    };
    let row = row.update(&transaction).await?;
    count_more(&transaction, -1).await?;
    cohorts::changed(&transaction).await?;
    let detail = json!({ "answers": answers, "links": links });
    audit::record(&transaction, now, actor, Entry { action: "patient.erased", subject: Some(id.to_string()), detail })
        .await?;
    transaction.commit().await?;
    Ok(row)
}

/// Every personal link of the patient is unknown from now on.
async fn revoke_links(transaction: &impl ConnectionTrait, id: PatientId) -> Result<u64> {
    let sql = "UPDATE recipient SET link_version = link_version + 1 WHERE patient_id = ?";
    let statement = Engine::of(transaction).statement(sql, [id.get().into()]);
    Ok(transaction.execute_raw(statement).await?.rows_affected())
}
