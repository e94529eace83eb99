//! The columns that an import writes, in the order in which both engines are given them.

use entity::{time::Timestamp, values::ContactKind};
use sea_orm::Value;
use shared::person::PatientStatus;

use super::Target;
use crate::domain::patients::{RecordCondition, SealedContact, SealedPatient};

pub const PATIENT: [&str; 18] = [
    "id",
    "source",
    "local_id",
    "nhs_sealed",
    "nhs_index",
    "given_name",
    "family_name",
    "name_key",
    "birth_date",
    "sex",
    "address_sealed",
    "postcode",
    "status",
    "preferred_language",
    "content_hash",
    "import_id",
    "created_at",
    "updated_at",
];
pub const CONTACT_POINT: [&str; 6] = ["patient_id", "kind", "position", "value_sealed", "value_index", "textable"];
pub const CONDITION: [&str; 6] = ["patient_id", "system", "code", "term", "onset", "abatement"];

/// Columns of a known patient that a new row replaces; those that it only replaces when it says
/// something keep their value under NULL.
pub const REPLACED: [&str; 11] = [
    "given_name",
    "family_name",
    "name_key",
    "birth_date",
    "sex",
    "address_sealed",
    "postcode",
    "preferred_language",
    "content_hash",
    "import_id",
    "updated_at",
];
pub const REPLACED_WHEN_GIVEN: [&str; 4] = ["local_id", "nhs_sealed", "nhs_index", "status"];

/// One row of `patient`. A new patient is active where the file does not say.
pub fn patient(patient: SealedPatient, id: i64, target: &Target) -> [Value; 18] {
    let Timestamp(now) = target.now;
    [
        id.into(),
        target.source.clone().into(),
        patient.local_id.into(),
        patient.nhs_sealed.into(),
        patient.nhs_index.into(),
        patient.given_name.into(),
        patient.family_name.into(),
        patient.name_key.into(),
        patient.birth_date.into(),
        patient.sex.as_str().into(),
        patient.address_sealed.into(),
        patient.postcode.into(),
        patient.status.unwrap_or(PatientStatus::Active).as_str().into(),
        patient.preferred_language.into(),
        patient.content_hash.into(),
        target.import.into(),
        now.into(),
        now.into(),
    ]
}

/// The values of [`REPLACED`], then of [`REPLACED_WHEN_GIVEN`].
pub fn replaced(patient: SealedPatient, target: &Target) -> [Value; 15] {
    let Timestamp(now) = target.now;
    [
        patient.given_name.into(),
        patient.family_name.into(),
        patient.name_key.into(),
        patient.birth_date.into(),
        patient.sex.as_str().into(),
        patient.address_sealed.into(),
        patient.postcode.into(),
        patient.preferred_language.into(),
        patient.content_hash.into(),
        target.import.into(),
        now.into(),
        patient.local_id.into(),
        patient.nhs_sealed.into(),
        patient.nhs_index.into(),
        patient.status.map(PatientStatus::as_str).into(),
    ]
}

pub fn contact_point(contact: SealedContact, patient: i64) -> [Value; 6] {
    [
        patient.into(),
        contact_kind(contact.kind).into(),
        contact.position.into(),
        contact.value_sealed.into(),
        contact.value_index.into(),
        contact.textable.into(),
    ]
}

pub fn condition(condition: RecordCondition, patient: i64) -> [Value; 6] {
    [
        patient.into(),
        condition.coding.system.as_str().into(),
        condition.coding.code.into(),
        condition.coding.term.into(),
        condition.onset.into(),
        condition.abatement.into(),
    ]
}

pub fn contact_kind(kind: ContactKind) -> String {
    sea_orm::ActiveEnum::to_value(&kind)
}
