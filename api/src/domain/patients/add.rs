//! Adding a patient by hand.

use entity::patient;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
};
use serde_json::json;
use shared::{ids::PatientId, permission::Permission, person::PatientStatus};

use super::{
    children, columns, content,
    seal::Sealer,
    typed::Typed,
    writing::{count_more, wait_for_turn},
};
use crate::{
    domain::{
        Actor, Error, Result,
        audit::{self, Entry},
        cohorts, day, once,
    },
    state::App,
};

/// The source of patients who were added here and not by a file.
pub const BY_HAND: &str = "by-hand";

const KIND: &str = "patient.add";

/// Adds a patient; the same `request_id` again gives the same patient. A later file that names the same
/// NHS number updates them.
pub async fn add(app: &App, actor: &Actor, typed: &Typed, request_id: Option<&str>) -> Result<patient::Model> {
    actor.require(Permission::EditPatients)?;
    let record = typed.read(day::of(app.clock.now()))?;
    let transaction = app.database.begin().await?;
    if let Some(id) = once::recall(&transaction, actor, KIND, request_id).await? {
        return get(&transaction, id).await;
    }
    wait_for_turn(&transaction).await?;
    let nhs = record.nhs_number.map(|number| app.keys.blind_index(columns::NHS_NUMBER, &number.digits()));
    refuse_known_number(&transaction, nhs.as_ref(), None).await?;
    let content = content::hash(&app.keys, &record, &mut Vec::new());
    let sealer = Sealer { keys: &app.keys, random: app.random.as_ref() };
    let sealed = sealer.patient(record, None, nhs, content);
    let now = app.clock.timestamp();
    let row = patient::ActiveModel {
        id: NotSet,
        source: Set(BY_HAND.to_owned()),
        local_id: Set(None),
        nhs_sealed: Set(sealed.nhs_sealed),
        nhs_index: Set(sealed.nhs_index),
        given_name: Set(sealed.given_name),
        family_name: Set(sealed.family_name),
        name_key: Set(sealed.name_key),
        birth_date: Set(sealed.birth_date),
        sex: Set(sealed.sex),
        address_sealed: Set(sealed.address_sealed),
        postcode: Set(sealed.postcode),
        status: Set(sealed.status.unwrap_or(PatientStatus::Active)),
        preferred_language: Set(sealed.preferred_language),
        content_hash: Set(sealed.content_hash),
        import_id: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        never_contact_sealed: Set(None),
        never_contact_at: Set(None),
        erased_at: Set(None),
    };
    let row = patient::Entity::insert(row).exec_with_returning(&transaction).await?;
    let detail = json!({ "contactPoints": sealed.contacts.len(), "conditions": sealed.conditions.len() });
    children::insert_contacts(&transaction, row.id, sealed.contacts).await?;
    children::insert_conditions(&transaction, row.id, sealed.conditions).await?;
    count_more(&transaction, 1).await?;
    cohorts::changed(&transaction).await?;
    once::record(&transaction, actor, KIND, request_id, row.id, now).await?;
    let event = Entry { action: "patient.added", subject: Some(PatientId::from(row.id).to_string()), detail };
    audit::record(&transaction, now, actor, event).await?;
    transaction.commit().await?;
    Ok(row)
}

pub(super) async fn get(connection: &impl ConnectionTrait, id: i64) -> Result<patient::Model> {
    patient::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound("patient"))
}

/// For a change: nothing is written to a patient who was erased.
pub(super) async fn get_kept(connection: &impl ConnectionTrait, id: i64) -> Result<patient::Model> {
    let patient = get(connection, id).await?;
    if patient.erased_at.is_some() {
        return Err(Error::refused("PATIENT_ERASED", "This patient was erased. Add the patient anew, if need be."));
    }
    Ok(patient)
}

/// An NHS number is one patient's alone; `but` is the patient whose number may be this.
pub(super) async fn refuse_known_number(
    connection: &impl ConnectionTrait,
    nhs: Option<&[u8; crate::crypto::blind_index::LEN]>,
    but: Option<i64>,
) -> Result<()> {
    let Some(nhs) = nhs else { return Ok(()) };
    let mut known = patient::Entity::find().filter(patient::Column::NhsIndex.eq(nhs.to_vec()));
    if let Some(id) = but {
        known = known.filter(patient::Column::Id.ne(id));
    }
    if known.count(connection).await? > 0 {
        return Err(Error::refused(
            "CONFLICT",
            "There is a patient with this NHS number already. Look them up by the number, and correct that record.",
        ));
    }
    Ok(())
}
