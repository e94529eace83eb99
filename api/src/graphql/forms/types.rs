//! A form and its versions.

use async_graphql::{
    Context, Enum, ID, Json, Object, Result, SimpleObject,
    connection::{Connection, EmptyFields},
};
use chrono::{DateTime, Utc};
use entity::{form, form_publication, form_version, time::Timestamp};
use serde_json::Value;
use shared::{
    form::{Comparable, compare, view_name},
    ids::{FormId, FormResponseId, FormVersionId},
    permission::Permission,
};

use super::{
    responses::{FormResponse, ResponseFilter},
    summary::FormSummary,
};
use crate::{
    domain::forms,
    graphql::{
        context::{app, require, viewer},
        error::OrGraphql,
        page::{PageRequest, connection, encode},
    },
};

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::form::FormKind")]
pub enum FormKind {
    Acknowledgement,
    BookingRequest,
    Questionnaire,
    Consent,
    Registration,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::form::FormState")]
pub enum FormState {
    /// Never published.
    Draft,
    Published,
    /// It takes no answers any more.
    Retired,
}

/// A step of publishing; they come in this order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::form::PublishStep")]
pub enum PublishStep {
    Check,
    View,
    Page,
    Store,
    Switch,
    Audit,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::form::StepState")]
pub enum StepState {
    Waiting,
    Done,
    /// It is tried again by itself for some minutes; afterwards by publishing again.
    Failed,
}

/// Something that keeps a draft from being published.
#[derive(SimpleObject)]
pub struct FormProblem {
    /// Where, in words: `page 1, section 2, field "birth_date", label`.
    place: String,
    /// Indices from 0, of what the place names.
    page: Option<usize>,
    section: Option<usize>,
    field: Option<usize>,
    /// What is wrong and what to do.
    message: String,
}

/// A form with all its versions.
pub struct Form(pub form::Model);

#[Object]
impl Form {
    async fn id(&self) -> ID {
        self.key().to_string().into()
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What stands in its address, and in the name of its SQL view.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Where it is filled in by everybody, or by those with a signed link.
    async fn address(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(format!("{}/f/{}", app(ctx)?.config.http.base_url(), self.0.slug))
    }

    /// The SQL view of its answers; there once a version was published.
    async fn view(&self) -> Option<String> {
        self.0.current_version.map(|_| view_name(&self.0.slug))
    }

    async fn kind(&self) -> FormKind {
        self.0.kind.into()
    }

    async fn state(&self) -> FormState {
        self.0.state.into()
    }

    /// Whether anybody who knows the address may fill it in.
    async fn is_public(&self) -> bool {
        self.0.is_public
    }

    /// Whether whoever answered by a personal link may change the answers until the campaign ends.
    async fn changeable(&self) -> bool {
        self.0.changeable
    }

    /// The form as it is being edited: see `docs/forms.md`.
    async fn draft(&self) -> Json<Value> {
        Json(self.0.draft.clone())
    }

    /// To be named when saving or publishing, so that nobody overwrites what they have not seen.
    async fn draft_version(&self) -> i32 {
        self.0.draft_version
    }

    async fn draft_saved_at(&self) -> DateTime<Utc> {
        self.0.draft_saved_at.to_utc()
    }

    /// What keeps the draft from being published, in the order of the form.
    async fn problems(&self, ctx: &Context<'_>) -> Result<Vec<FormProblem>> {
        let problems = forms::problems(app(ctx)?, &self.0).or_graphql()?;
        let told = problems.into_iter().map(|problem| FormProblem {
            place: problem.place.to_string(),
            page: problem.place.page,
            section: problem.place.section,
            field: problem.place.field,
            message: problem.reason.to_string(),
        });
        Ok(told.collect())
    }

    /// The version its address shows.
    async fn current_version(&self, ctx: &Context<'_>) -> Result<Option<FormVersion>> {
        let Some(number) = self.0.current_version else { return Ok(None) };
        let found = forms::numbered(app(ctx)?.database.reader(), self.key(), number).await.or_graphql()?;
        Ok(Some(FormVersion(found)))
    }

    /// The newest first, one that is being published among them.
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<FormVersion>> {
        let versions = forms::versions(app(ctx)?.database.reader(), self.key()).await.or_graphql()?;
        Ok(versions.into_iter().map(FormVersion).collect())
    }

    /// Where all answers are to be had as CSV; null for who may not see them.
    async fn answers_csv_url(&self, ctx: &Context<'_>) -> Option<String> {
        self.download(ctx, "csv")
    }

    /// The same as a workbook for Excel.
    async fn answers_xlsx_url(&self, ctx: &Context<'_>) -> Option<String> {
        self.download(ctx, "xlsx")
    }

    /// The same as FHIR R4: a QuestionnaireResponse a line.
    async fn answers_fhir_url(&self, ctx: &Context<'_>) -> Option<String> {
        self.download(ctx, "ndjson")
    }

    /// How many answers there are; null for who may not see them.
    async fn answer_count(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        match viewer(ctx).filter(|viewer| viewer.may(Permission::ViewAnswers)) {
            Some(actor) => Ok(Some(forms::count_responses(app(ctx)?, actor, self.key()).await.or_graphql()?)),
            None => Ok(None),
        }
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at.to_utc()
    }

    async fn retired_at(&self) -> Option<DateTime<Utc>> {
        self.0.retired_at.map(Timestamp::to_utc)
    }

    /// Its answers, newest first. What is sealed of them is told by `formResponse` alone.
    async fn responses(
        &self,
        ctx: &Context<'_>,
        filter: Option<ResponseFilter>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<String, FormResponse, EmptyFields, EmptyFields>> {
        let actor = require(ctx, Permission::ViewAnswers)?;
        let page = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let filter = filter.map(ResponseFilter::into_filter).transpose()?.unwrap_or_default();
        let before = page.from.map(FormResponseId::from);
        let rows = forms::list_responses(app(ctx)?, actor, self.key(), &filter, before, page.fetch()).await;
        let rows = rows.or_graphql()?;
        Ok(connection(page.page(rows), EmptyFields, |row| encode(&row.id), FormResponse::unopened))
    }

    /// Its answers in figures: those to the version with this number, or to all, in the fields of the newest version and
    /// as far as older ones can be compared with it.
    async fn summary(&self, ctx: &Context<'_>, version: Option<i32>) -> Result<FormSummary> {
        let actor = require(ctx, Permission::ViewAnswers)?;
        Ok(forms::summary(app(ctx)?, actor, self.key(), version).await.or_graphql()?.into())
    }
}

impl Form {
    fn key(&self) -> FormId {
        self.0.id.into()
    }

    /// Where all answers are to be had, for who may see them.
    fn download(&self, ctx: &Context<'_>, ending: &str) -> Option<String> {
        let may = viewer(ctx).is_some_and(|viewer| viewer.may(Permission::ViewAnswers));
        (may && self.0.current_version.is_some()).then(|| format!("/forms/{}/answers.{ending}", self.key()))
    }
}

/// One step of publishing a version.
#[derive(SimpleObject)]
pub struct Publication {
    step: PublishStep,
    title: &'static str,
    state: StepState,
    /// How often it was begun.
    attempts: i32,
    /// Why it failed, and what becomes of it.
    error: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

impl From<form_publication::Model> for Publication {
    fn from(row: form_publication::Model) -> Self {
        Self {
            step: row.step.into(),
            title: row.step.title(),
            state: row.state.into(),
            attempts: row.attempts,
            error: row.error,
            finished_at: row.finished_at.map(Timestamp::to_utc),
        }
    }
}

/// How answers to a field of two versions can be read together.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswersComparable {
    Yes,
    /// The words, options, limits or who is asked changed.
    WithCare,
    No,
}

#[derive(SimpleObject)]
pub struct FieldComparable {
    field: String,
    comparable: AnswersComparable,
}

/// What a version changed.
#[derive(SimpleObject)]
pub struct FormComparison {
    /// In words, a sentence each.
    changes: Vec<String>,
    fields: Vec<FieldComparable>,
}

/// A version of a form, which never changes.
pub struct FormVersion(pub form_version::Model);

#[Object]
impl FormVersion {
    async fn id(&self) -> ID {
        FormVersionId::from(self.0.id).to_string().into()
    }

    async fn number(&self) -> i32 {
        self.0.number
    }

    async fn form(&self, ctx: &Context<'_>) -> Result<Form> {
        Ok(Form(forms::find(app(ctx)?.database.reader(), self.0.form_id.into()).await.or_graphql()?))
    }

    async fn schema(&self) -> Json<Value> {
        Json(self.0.schema.clone())
    }

    /// Null while it is being published, or where that failed.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.published_at.map(Timestamp::to_utc)
    }

    /// Whether it is being published, or what failed of that is tried again by itself.
    async fn under_way(&self, ctx: &Context<'_>) -> Result<bool> {
        if self.0.published_at.is_some() {
            return Ok(false);
        }
        forms::is_under_way(app(ctx)?.database.reader(), self.0.id.into()).await.or_graphql()
    }

    /// How far its publishing has come.
    async fn steps(&self, ctx: &Context<'_>) -> Result<Vec<Publication>> {
        let steps = forms::steps_of(app(ctx)?.database.reader(), self.0.id.into()).await.or_graphql()?;
        Ok(steps.into_iter().map(Publication::from).collect())
    }

    /// What it changed against the version published before it; null for the first.
    async fn comparison(&self, ctx: &Context<'_>) -> Result<Option<FormComparison>> {
        let reader = app(ctx)?.database.reader();
        let before = forms::published_before(reader, self.0.form_id.into(), self.0.number).await.or_graphql()?;
        let Some(before) = before else { return Ok(None) };
        let old = forms::schema_of(&before.schema).or_graphql()?;
        let new = forms::schema_of(&self.0.schema).or_graphql()?;
        let comparison = compare(&old, &new);
        let fields = comparison.comparable.into_iter().map(|(field, comparable)| FieldComparable {
            field,
            comparable: match comparable {
                Comparable::Yes => AnswersComparable::Yes,
                Comparable::WithCare => AnswersComparable::WithCare,
                Comparable::No => AnswersComparable::No,
            },
        });
        Ok(Some(FormComparison {
            fields: fields.collect(),
            changes: comparison.changes.iter().map(|change| change.sentence(&old, &new)).collect(),
        }))
    }
}
