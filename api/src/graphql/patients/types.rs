//! What a patient looks like from outside.

use async_graphql::{
    Context, Enum, ID, Object, Result, SimpleObject,
    connection::{Connection, EmptyFields},
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{condition, patient, time::Timestamp};
use shared::{ids::PatientId, permission::Permission};

use super::{
    changes::PatientChange,
    loaders::{ConditionsOf, ContactsOf, load},
};
use crate::{
    domain::{
        forms,
        patients::{OpenContact, changes_of, contacts, never_contact_of},
    },
    graphql::{
        campaigns::{Recipient, recipients_of_patient},
        context::{app, require, viewer},
        error::OrGraphql,
        forms::FormResponse,
        page::{PageRequest, connection, encode},
        scalars::{PatientStatus, Sex},
        suppressions::SuppressionReason,
    },
};

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::values::ContactKind")]
pub enum ContactKind {
    Phone,
    Email,
}

/// A phone number or an email address; households share them.
#[derive(SimpleObject, Clone, Debug)]
pub struct ContactPoint {
    kind: ContactKind,
    value: String,
    /// It must not be used again: an opt-out, a hard bounce, a complaint.
    suppressed: bool,
    /// Why it must not; null also for a word that this version does not know.
    suppression_reason: Option<SuppressionReason>,
}

impl From<OpenContact> for ContactPoint {
    fn from(contact: OpenContact) -> Self {
        Self {
            kind: contact.kind.into(),
            value: contact.value,
            suppressed: contact.suppressed,
            suppression_reason: contact.suppression_reason.map(Into::into),
        }
    }
}

/// A coded problem of a patient.
#[derive(SimpleObject, Clone, Debug)]
pub struct Condition {
    /// The URI of the code system.
    system: String,
    code: String,
    term: String,
    onset: Option<NaiveDate>,
    abatement: Option<NaiveDate>,
    /// Whether the patient has it today.
    active: bool,
}

impl Condition {
    fn on(today: NaiveDate, row: condition::Model) -> Self {
        Self {
            system: row.system.uri().to_owned(),
            code: row.code,
            term: row.term,
            onset: row.onset,
            abatement: row.abatement,
            active: row.onset.is_none_or(|onset| onset <= today) && row.abatement.is_none_or(|end| end > today),
        }
    }
}

/// Why a patient is never to be contacted, and since when.
#[derive(SimpleObject, Clone, Debug)]
pub struct NeverContact {
    reason: String,
    at: DateTime<Utc>,
}

/// A person in the practice's database.
#[derive(Clone, Debug)]
pub struct Patient(pub patient::Model);

impl Patient {
    fn number(&self) -> PatientId {
        PatientId::from(self.0.id)
    }
}

#[Object]
impl Patient {
    async fn id(&self) -> ID {
        self.number().to_string().into()
    }

    /// The id in the practice's own system.
    async fn local_id(&self) -> Option<&str> {
        self.0.local_id.as_deref()
    }

    /// As people read it: 999 123 4567.
    async fn nhs_number(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        require(ctx, Permission::ViewPatients)?;
        let keys = &app(ctx)?.keys;
        let number = self.0.nhs_sealed.as_deref().map(|sealed| contacts::open_nhs_number(keys, sealed));
        Ok(number.transpose().or_graphql()?.map(|number| number.to_string()))
    }

    async fn given_name(&self) -> &str {
        &self.0.given_name
    }

    async fn family_name(&self) -> &str {
        &self.0.family_name
    }

    async fn birth_date(&self) -> Option<NaiveDate> {
        self.0.birth_date
    }

    async fn sex(&self) -> Sex {
        self.0.sex.into()
    }

    async fn status(&self) -> PatientStatus {
        self.0.status.into()
    }

    async fn postcode(&self) -> Option<&str> {
        self.0.postcode.as_deref()
    }

    async fn address(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        require(ctx, Permission::ViewPatients)?;
        let keys = &app(ctx)?.keys;
        self.0.address_sealed.as_deref().map(|sealed| contacts::open_address(keys, sealed)).transpose().or_graphql()
    }

    /// A language code (ISO 639-1), as the practice wrote it.
    async fn preferred_language(&self) -> Option<&str> {
        self.0.preferred_language.as_deref()
    }

    async fn contact_points(&self, ctx: &Context<'_>) -> Result<Vec<ContactPoint>> {
        require(ctx, Permission::ViewPatients)?;
        let found = load(ctx, ContactsOf(self.number())).await?.unwrap_or_default();
        Ok(found.into_iter().map(ContactPoint::from).collect())
    }

    /// The latest first.
    async fn conditions(&self, ctx: &Context<'_>) -> Result<Vec<Condition>> {
        require(ctx, Permission::ViewPatients)?;
        let today = app(ctx)?.clock.now().date_naive();
        let found = load(ctx, ConditionsOf(self.number())).await?.unwrap_or_default();
        Ok(found.into_iter().map(|row| Condition::on(today, row)).collect())
    }

    /// Every campaign the patient was in, newest first.
    #[graphql(complexity = "10 * child_complexity")] // a patient has been in a handful of campaigns
    async fn recipients(&self, ctx: &Context<'_>) -> Result<Vec<Recipient>> {
        recipients_of_patient(ctx, self.number()).await
    }

    /// What was done to the record, the newest first: by people, and by the file that brought it and the last one that
    /// changed it.
    #[graphql(complexity = "10 * child_complexity")] // a record is corrected a handful of times
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<PatientChange>> {
        let actor = require(ctx, Permission::ViewPatients)?;
        let changes = changes_of(app(ctx)?, actor, &self.0).await.or_graphql()?;
        Ok(changes.into_iter().map(PatientChange::from).collect())
    }

    /// What the patient answered to forms, newest first, without what is sealed; null for who may not see answers.
    async fn form_responses(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Option<Connection<String, FormResponse, EmptyFields, EmptyFields>>> {
        let Some(actor) = viewer(ctx).filter(|viewer| viewer.may(Permission::ViewAnswers)) else { return Ok(None) };
        let page = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let before = page.from.map(Into::into);
        let rows = forms::responses_of_patient(app(ctx)?, actor, self.number(), before, page.fetch()).await;
        let rows = page.page(rows.or_graphql()?);
        Ok(Some(connection(rows, EmptyFields, |row| encode(&row.id), FormResponse::unopened)))
    }

    /// The system the record comes from; `by-hand` for one added here.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// Set when the patient is never to be contacted.
    async fn never_contact(&self, ctx: &Context<'_>) -> Result<Option<NeverContact>> {
        require(ctx, Permission::ViewPatients)?;
        let kept = never_contact_of(app(ctx)?, &self.0).or_graphql()?;
        Ok(kept.map(|kept| NeverContact { reason: kept.reason, at: kept.at.to_utc() }))
    }

    /// Set when the patient was erased: what told who it was is gone, and the names are empty.
    async fn erased_at(&self) -> Option<DateTime<Utc>> {
        self.0.erased_at.map(Timestamp::to_utc)
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at.to_utc()
    }

    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at.to_utc()
    }
}
