//! Adding, correcting and erasing patients by hand, and patients who are never to be contacted.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use shared::permission::Permission;

use super::types::{ContactKind, Patient};
use crate::{
    domain::patients::{self, Correction, Typed, TypedCondition, TypedContact},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        scalars::{PatientStatus, Sex, parse_id},
    },
};

#[derive(InputObject, Clone)]
pub struct ContactPointInput {
    kind: ContactKind,
    value: String,
}

#[derive(InputObject, Clone)]
pub struct ConditionInput {
    /// URI or short name of the code system.
    system: String,
    code: String,
    term: String,
    onset: Option<NaiveDate>,
    abatement: Option<NaiveDate>,
}

#[derive(InputObject)]
pub struct AddPatientInput {
    nhs_number: Option<String>,
    given_name: String,
    family_name: String,
    birth_date: Option<NaiveDate>,
    sex: Sex,
    status: PatientStatus,
    postcode: Option<String>,
    address: Option<String>,
    preferred_language: Option<String>,
    contact_points: Vec<ContactPointInput>,
    conditions: Vec<ConditionInput>,
    /// A text of the caller's own, as a UUID: the same again gives the same patient instead of another.
    request_id: Option<String>,
}

/// What is null is taken away, except the lists, which stay as they are.
#[derive(InputObject)]
pub struct CorrectPatientInput {
    id: ID,
    nhs_number: Option<String>,
    given_name: String,
    family_name: String,
    birth_date: Option<NaiveDate>,
    sex: Sex,
    status: PatientStatus,
    postcode: Option<String>,
    address: Option<String>,
    preferred_language: Option<String>,
    contact_points: Option<Vec<ContactPointInput>>,
    conditions: Option<Vec<ConditionInput>>,
}

#[derive(InputObject)]
pub struct SetNeverContactInput {
    id: ID,
    /// Why, in a sentence of at most 500 characters.
    reason: String,
}

#[derive(InputObject)]
pub struct ErasePatientInput {
    id: ID,
    /// A fresh code of the authenticator app.
    code: String,
}

#[derive(InputObject)]
pub struct PatientInput {
    id: ID,
}

#[derive(SimpleObject)]
pub struct PatientPayload {
    patient: Patient,
}

impl From<entity::patient::Model> for PatientPayload {
    fn from(patient: entity::patient::Model) -> Self {
        Self { patient: Patient(patient) }
    }
}

#[derive(Default)]
pub struct PatientMutation;

#[Object]
impl PatientMutation {
    /// Adds a patient by hand. Fails with INVALID_INPUT naming the field, or CONFLICT when the NHS number is known.
    async fn add_patient(&self, ctx: &Context<'_>, input: AddPatientInput) -> Result<PatientPayload> {
        let actor = require(ctx, Permission::EditPatients)?;
        let request_id = input.request_id.clone();
        let added = patients::add(app(ctx)?, actor, &input.into(), request_id.as_deref()).await;
        added.or_graphql().map(PatientPayload::from)
    }

    /// Corrects a record by hand. The correction stays until the source sends something new about the patient.
    async fn correct_patient(&self, ctx: &Context<'_>, input: CorrectPatientInput) -> Result<PatientPayload> {
        let actor = require(ctx, Permission::EditPatients)?;
        let id = parse_id("id", &input.id)?;
        patients::correct(app(ctx)?, actor, id, &input.into()).await.or_graphql().map(PatientPayload::from)
    }

    /// Never contact this patient again, by any campaign; nothing that waits for them is sent.
    async fn set_never_contact(&self, ctx: &Context<'_>, input: SetNeverContactInput) -> Result<PatientPayload> {
        let actor = require(ctx, Permission::EditPatients)?;
        let id = parse_id("id", &input.id)?;
        let patient = patients::set_never_contact(app(ctx)?, actor, id, &input.reason).await;
        patient.or_graphql().map(PatientPayload::from)
    }

    async fn clear_never_contact(&self, ctx: &Context<'_>, input: PatientInput) -> Result<PatientPayload> {
        let actor = require(ctx, Permission::EditPatients)?;
        let id = parse_id("id", &input.id)?;
        patients::clear_never_contact(app(ctx)?, actor, id).await.or_graphql().map(PatientPayload::from)
    }

    /// Erases a patient for good: who they are, how they are reached, their conditions, what they answered to forms.
    /// What was sent stays on the ledger without them; their links stop working. Takes a fresh code.
    async fn erase_patient(&self, ctx: &Context<'_>, input: ErasePatientInput) -> Result<PatientPayload> {
        let actor = require(ctx, Permission::ErasePatients)?;
        let id = parse_id("id", &input.id)?;
        patients::erase(app(ctx)?, actor, id, &input.code).await.or_graphql().map(PatientPayload::from)
    }
}

impl From<ContactPointInput> for TypedContact {
    fn from(input: ContactPointInput) -> Self {
        Self { kind: input.kind.into(), value: input.value }
    }
}

impl From<ConditionInput> for TypedCondition {
    fn from(input: ConditionInput) -> Self {
        let ConditionInput { system, code, term, onset, abatement } = input;
        Self { system, code, term, onset, abatement }
    }
}

impl From<AddPatientInput> for Typed {
    fn from(input: AddPatientInput) -> Self {
        Self {
            nhs_number: input.nhs_number,
            given_name: input.given_name,
            family_name: input.family_name,
            birth_date: input.birth_date,
            sex: input.sex.into(),
            status: input.status.into(),
            postcode: input.postcode,
            address: input.address,
            preferred_language: input.preferred_language,
            contact_points: input.contact_points.into_iter().map(TypedContact::from).collect(),
            conditions: input.conditions.into_iter().map(TypedCondition::from).collect(),
        }
    }
}

impl From<CorrectPatientInput> for Correction {
    fn from(input: CorrectPatientInput) -> Self {
        Self {
            contact_points_given: input.contact_points.is_some(),
            conditions_given: input.conditions.is_some(),
            typed: Typed {
                nhs_number: input.nhs_number,
                given_name: input.given_name,
                family_name: input.family_name,
                birth_date: input.birth_date,
                sex: input.sex.into(),
                status: input.status.into(),
                postcode: input.postcode,
                address: input.address,
                preferred_language: input.preferred_language,
                contact_points: input.contact_points.into_iter().flatten().map(TypedContact::from).collect(),
                conditions: input.conditions.into_iter().flatten().map(TypedCondition::from).collect(),
            },
        }
    }
}
