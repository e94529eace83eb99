//! Correcting a patient's record by hand.
//!
//! The hash of what the source last said stays as it is: a file whose row about the patient has not changed
//! leaves the correction alone. Once the source says something new, its whole row counts again.

use entity::{condition, contact_point, patient, values::ContactKind};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde_json::json;
use shared::{ids::PatientId, permission::Permission};

use super::{
    add::{get_kept, refuse_known_number},
    children, columns, contacts,
    record::{Record, RecordCondition},
    seal::{SealedPatient, Sealer},
    typed::Typed,
    writing::wait_for_turn,
};
use crate::{
    crypto::{KeyRing, blind_index::LEN},
    domain::{
        Actor, Result,
        audit::{self, Entry},
        cohorts, day,
    },
    state::App,
};

/// What is corrected. Where a list is not given the patient keeps theirs, and what `typed` has of it is ignored.
#[derive(Clone, Debug)]
pub struct Correction {
    pub typed: Typed,
    pub contact_points_given: bool,
    pub conditions_given: bool,
}

/// Corrects a record; the audit event names the fields that changed.
pub async fn correct(app: &App, actor: &Actor, id: PatientId, correction: &Correction) -> Result<patient::Model> {
    actor.require(Permission::EditPatients)?;
    let record = correction.typed.read(day::of(app.clock.now()))?;
    let nhs = record.nhs_number.map(|number| app.keys.blind_index(columns::NHS_NUMBER, &number.digits()));
    let transaction = app.database.begin().await?;
    wait_for_turn(&transaction).await?;
    let old = get_kept(&transaction, id.get()).await?;
    refuse_known_number(&transaction, nhs.as_ref(), Some(old.id)).await?;
    let mut changed = changed_fields(&app.keys, &old, &record, nhs.as_ref())?;
    let new_contacts =
        correction.contact_points_given && contacts_differ(&transaction, &app.keys, old.id, &record).await?;
    let new_conditions =
        correction.conditions_given && conditions_of(&transaction, old.id).await? != sorted(&record.conditions);
    changed.extend(new_contacts.then_some("contactPoints"));
    changed.extend(new_conditions.then_some("conditions"));
    let content: [u8; LEN] = old.content_hash.clone().try_into().unwrap_or_default();
    let sealer = Sealer { keys: &app.keys, random: app.random.as_ref() };
    let mut sealed = sealer.patient(record, Some(old.id), nhs, content);
    if new_contacts {
        let its = contact_point::Column::PatientId.eq(old.id);
        contact_point::Entity::delete_many().filter(its).exec(&transaction).await?;
        children::insert_contacts(&transaction, old.id, std::mem::take(&mut sealed.contacts)).await?;
    }
    if new_conditions {
        let its = condition::Column::PatientId.eq(old.id);
        condition::Entity::delete_many().filter(its).exec(&transaction).await?;
        children::insert_conditions(&transaction, old.id, std::mem::take(&mut sealed.conditions)).await?;
    }
    let now = app.clock.timestamp();
    let row = if changed.is_empty() { old } else { update(&transaction, old, sealed, now).await? };
    let event =
        Entry { action: "patient.corrected", subject: Some(id.to_string()), detail: json!({ "fields": changed }) };
    cohorts::changed(&transaction).await?;
    audit::record(&transaction, now, actor, event).await?;
    transaction.commit().await?;
    Ok(row)
}

async fn update(
    transaction: &impl ConnectionTrait,
    old: patient::Model,
    new: SealedPatient,
    now: entity::time::Timestamp,
) -> Result<patient::Model> {
    let row = patient::ActiveModel {
        id: Unchanged(old.id),
        nhs_sealed: Set(new.nhs_sealed),
        nhs_index: Set(new.nhs_index),
        given_name: Set(new.given_name),
        family_name: Set(new.family_name),
        name_key: Set(new.name_key),
        birth_date: Set(new.birth_date),
        sex: Set(new.sex),
        address_sealed: Set(new.address_sealed),
        postcode: Set(new.postcode),
        status: Set(new.status.unwrap_or(old.status)),
        preferred_language: Set(new.preferred_language),
        updated_at: Set(now),
        ..Default::default()
    };
    Ok(row.update(transaction).await?)
}

/// Names of the fields, as the form has them, whose values are others than before.
fn changed_fields(
    keys: &KeyRing,
    old: &patient::Model,
    new: &Record,
    nhs: Option<&[u8; LEN]>,
) -> Result<Vec<&'static str>> {
    let address = old.address_sealed.as_deref().map(|sealed| contacts::open_address(keys, sealed)).transpose()?;
    let differs = [
        ("nhsNumber", old.nhs_index.as_deref() != nhs.map(<[u8; LEN]>::as_slice)),
        ("givenName", old.given_name != new.given_name),
        ("familyName", old.family_name != new.family_name),
        ("birthDate", old.birth_date != new.birth_date),
        ("sex", old.sex != new.sex),
        ("status", new.status.is_some_and(|status| status != old.status)),
        ("postcode", old.postcode != new.postcode),
        ("address", address != new.address),
        ("preferredLanguage", old.preferred_language != new.preferred_language),
    ];
    Ok(differs.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect())
}

async fn contacts_differ(
    connection: &impl ConnectionTrait,
    keys: &KeyRing,
    patient: i64,
    new: &Record,
) -> Result<bool> {
    let old = contact_point::Entity::find()
        .filter(contact_point::Column::PatientId.eq(patient))
        .order_by_asc(contact_point::Column::Position)
        .all(connection)
        .await?;
    let (mut phones, mut emails) = (Vec::new(), Vec::new());
    for point in &old {
        match point.kind {
            ContactKind::Phone => phones.push(contacts::open_phone(keys, &point.value_sealed)?),
            ContactKind::Email => emails.push(contacts::open_email(keys, &point.value_sealed)?),
        }
    }
    Ok(phones != new.phones || emails != new.emails)
}

async fn conditions_of(connection: &impl ConnectionTrait, patient: i64) -> Result<Vec<RecordCondition>> {
    let its = condition::Column::PatientId.eq(patient);
    let rows = condition::Entity::find().filter(its).all(connection).await?;
    Ok(sorted(&rows.into_iter().map(RecordCondition::from).collect::<Vec<_>>()))
}

/// In an order of their own: lists show conditions by onset, a form gives them back like that.
fn sorted(conditions: &[RecordCondition]) -> Vec<RecordCondition> {
    let mut sorted = conditions.to_vec();
    sorted.sort_by(|a, b| {
        let key = |c: &RecordCondition| (c.coding.system.as_str(), c.coding.code.clone(), c.onset, c.abatement);
        key(a).cmp(&key(b)).then_with(|| a.coding.term.cmp(&b.coding.term))
    });
    sorted
}
