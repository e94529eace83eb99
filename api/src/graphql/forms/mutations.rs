//! Making, editing, publishing and retiring forms.

use async_graphql::{Context, ID, InputObject, Json, Object, OneofObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use serde_json::Value;
use shared::permission::Permission;

use super::types::{Form, FormKind, FormVersion};
use crate::{
    domain::forms::{self, DraftChange, NewForm, Source},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        scalars::parse_id,
    },
};

/// What a new form is made from.
#[derive(OneofObject)]
enum FormSourceInput {
    /// A form of this kind with one page and nothing on it.
    Empty(FormKind),
    /// The slug of one of `formStarters`.
    Starter(String),
    /// A form as exported.
    Json(Json<Value>),
    /// A FHIR R4 Questionnaire.
    Questionnaire(Json<Value>),
    /// The draft of this form.
    Copy(ID),
}

#[derive(InputObject)]
struct CreateFormInput {
    source: FormSourceInput,
    /// What staff call it; its title where absent.
    name: Option<String>,
    /// Its address, as `flu-2026`; made from its title where absent.
    slug: Option<String>,
    #[graphql(default = false)]
    is_public: bool,
    #[graphql(default = false)]
    changeable: bool,
    /// A text of the caller's own, as a UUID: the same again gives the same form instead of another.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
struct CreateFormPayload {
    form: Form,
    /// What of a Questionnaire has no place in a form, in words.
    lost: Vec<String>,
}

#[derive(InputObject)]
struct EraseFormResponseInput {
    id: ID,
}

/// What is left out stays.
#[derive(InputObject)]
struct SaveFormDraftInput {
    id: ID,
    /// The draft that was seen; `STALE_DRAFT` where there is a newer one.
    draft_version: i32,
    draft: Option<Json<Value>>,
    name: Option<String>,
    slug: Option<String>,
    is_public: Option<bool>,
    changeable: Option<bool>,
}

#[derive(SimpleObject)]
struct SaveFormDraftPayload {
    form: Form,
}

#[derive(InputObject)]
struct PublishFormInput {
    id: ID,
    /// The draft that was seen.
    draft_version: i32,
    /// A text of the caller's own, as a UUID: the same again gives the same version instead of another.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
struct PublishFormPayload {
    /// On its way; ask for its steps until all are done.
    version: FormVersion,
}

#[derive(InputObject)]
struct RetireFormInput {
    id: ID,
}

#[derive(SimpleObject)]
struct RetireFormPayload {
    form: Form,
}

#[derive(InputObject)]
struct SignFormLinkInput {
    id: ID,
    until: DateTime<Utc>,
}

#[derive(SimpleObject)]
struct SignFormLinkPayload {
    /// Whoever has it may answer until then.
    url: String,
}

#[derive(Default)]
pub struct FormMutation;

#[Object]
impl FormMutation {
    /// Makes a form as a draft.
    async fn create_form(&self, ctx: &Context<'_>, input: CreateFormInput) -> Result<CreateFormPayload> {
        let actor = require(ctx, Permission::EditForms)?;
        let source = match input.source {
            FormSourceInput::Empty(kind) => Source::Empty(kind.into()),
            FormSourceInput::Starter(slug) => Source::Starter(slug),
            FormSourceInput::Json(json) => Source::Json(json.0.to_string()),
            FormSourceInput::Questionnaire(json) => Source::Questionnaire(json.0.to_string()),
            FormSourceInput::Copy(id) => Source::Copy(parse_id("source.copy", &id)?),
        };
        let new = NewForm {
            source,
            name: input.name,
            slug: input.slug,
            is_public: input.is_public,
            changeable: input.changeable,
        };
        let made = forms::create_once(app(ctx)?, actor, new, input.request_id.as_deref()).await.or_graphql()?;
        Ok(CreateFormPayload { form: Form(made.form), lost: made.lost.iter().map(ToString::to_string).collect() })
    }

    /// Saves a draft, which need not be finished.
    async fn save_form_draft(&self, ctx: &Context<'_>, input: SaveFormDraftInput) -> Result<SaveFormDraftPayload> {
        let actor = require(ctx, Permission::EditForms)?;
        let change = DraftChange {
            draft: input.draft.map(|draft| draft.0.to_string()),
            name: input.name,
            slug: input.slug,
            is_public: input.is_public,
            changeable: input.changeable,
        };
        let id = parse_id("id", &input.id)?;
        let form = forms::save_draft(app(ctx)?, actor, id, input.draft_version, change).await.or_graphql()?;
        Ok(SaveFormDraftPayload { form: Form(form) })
    }

    /// Makes the draft a version and begins to publish it. After a failure the same again goes on where it stopped.
    async fn publish_form(&self, ctx: &Context<'_>, input: PublishFormInput) -> Result<PublishFormPayload> {
        let actor = require(ctx, Permission::PublishForms)?;
        let (id, key) = (parse_id("id", &input.id)?, input.request_id.as_deref());
        let version = forms::publish_once(app(ctx)?, actor, id, input.draft_version, key).await.or_graphql()?;
        Ok(PublishFormPayload { version: FormVersion(version) })
    }

    /// From here on nobody can answer it. Publishing it again brings it back.
    async fn retire_form(&self, ctx: &Context<'_>, input: RetireFormInput) -> Result<RetireFormPayload> {
        let actor = require(ctx, Permission::PublishForms)?;
        let form = forms::retire(app(ctx)?, actor, parse_id("id", &input.id)?).await.or_graphql()?;
        Ok(RetireFormPayload { form: Form(form) })
    }

    /// Deletes an answer with its files for good. False when there is none, or no longer.
    async fn erase_form_response(&self, ctx: &Context<'_>, input: EraseFormResponseInput) -> Result<bool> {
        let actor = require(ctx, Permission::EraseAnswers)?;
        forms::erase_response(app(ctx)?, actor, parse_id("id", &input.id)?).await.or_graphql()
    }

    /// A link to a form that is not public.
    async fn sign_form_link(&self, ctx: &Context<'_>, input: SignFormLinkInput) -> Result<SignFormLinkPayload> {
        let actor = require(ctx, Permission::PublishForms)?;
        let id = parse_id("id", &input.id)?;
        let url = forms::signed_link(app(ctx)?, actor, id, input.until).await.or_graphql()?;
        Ok(SignFormLinkPayload { url })
    }
}
