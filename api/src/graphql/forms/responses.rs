//! Answers as programs and the app read them.

use async_graphql::{Context, ID, InputObject, Json, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{form_response, time::Timestamp};
use serde_json::{Value as Any, json};
use shared::{
    form::{CleanAnswers, Decimal, Language, display},
    ids::{CampaignId, FormId, FormResponseId, PatientId, RecipientId},
    permission::Permission,
};

use super::types::Form;
use crate::{
    domain::forms::{self, FieldIs, Filter},
    graphql::{
        campaigns::{Campaign, load_campaign},
        context::{app, viewer},
        error::OrGraphql,
        patients::{Patient, load_patient},
        scalars::parse_id,
    },
};

/// Which answers are wanted; what is left out does not matter.
#[derive(InputObject, Default)]
pub struct ResponseFilter {
    version_id: Option<ID>,
    campaign_id: Option<ID>,
    patient_id: Option<ID>,
    /// Sent at this time or after it.
    from: Option<DateTime<Utc>>,
    /// Sent before this time.
    until: Option<DateTime<Utc>>,
    /// The id of the band its score is in.
    band: Option<String>,
    answer: Option<AnswerIs>,
}

/// What was answered to a field that is not sealed; of several, one of them.
#[derive(InputObject)]
pub struct AnswerIs {
    field: String,
    /// A text, a number, true or false.
    value: Json<Any>,
}

impl ResponseFilter {
    pub fn into_filter(self) -> Result<Filter> {
        Ok(Filter {
            version: self.version_id.map(|id| parse_id("filter.versionId", &id)).transpose()?,
            campaign: self.campaign_id.map(|id| parse_id("filter.campaignId", &id)).transpose()?,
            patient: self.patient_id.map(|id| parse_id("filter.patientId", &id)).transpose()?,
            from: self.from.map(Timestamp::from),
            until: self.until.map(Timestamp::from),
            band: self.band,
            field: self.answer.map(|answer| FieldIs { field: answer.field, value: answer.value.0 }),
        })
    }
}

/// The answer to one field.
#[derive(SimpleObject)]
pub struct FormAnswer {
    field: String,
    /// What was asked.
    label: String,
    /// As people read it.
    text: String,
    /// A text, a number, true or false, a list of texts, or an object of a file.
    value: Json<Any>,
}

/// What somebody answered to a version of a form.
pub struct FormResponse {
    row: form_response::Model,
    /// All of it, where it was read whole.
    opened: Option<CleanAnswers>,
}

impl FormResponse {
    /// Without what is sealed.
    pub fn unopened(row: form_response::Model) -> Self {
        Self { row, opened: None }
    }

    pub fn opened(read: forms::Read) -> Self {
        Self { row: read.row, opened: Some(read.answers) }
    }

    async fn version(&self, ctx: &Context<'_>) -> Result<std::sync::Arc<forms::Version>> {
        let app = app(ctx)?;
        app.forms.get(&app.database, self.row.form_version_id.into()).await.or_graphql()
    }
}

#[Object]
impl FormResponse {
    async fn id(&self) -> ID {
        FormResponseId::from(self.row.id).to_string().into()
    }

    async fn form_id(&self) -> ID {
        FormId::from(self.row.form_id).to_string().into()
    }

    /// The form they were given to, for who may see forms.
    async fn form(&self, ctx: &Context<'_>) -> Result<Option<Form>> {
        if !viewer(ctx).is_some_and(|viewer| viewer.may(Permission::ViewForms)) {
            return Ok(None);
        }
        let found = forms::find(app(ctx)?.database.reader(), self.row.form_id.into()).await;
        Ok(Some(Form(found.or_graphql()?)))
    }

    /// The number of the version that was shown.
    async fn version_number(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(self.version(ctx).await?.number)
    }

    /// Whose they are, where the link was personal.
    async fn patient_id(&self) -> Option<ID> {
        self.row.patient_id.map(|id| PatientId::from(id).to_string().into())
    }

    /// The same, for who may see patients.
    async fn patient(&self, ctx: &Context<'_>) -> Result<Option<Patient>> {
        match self.row.patient_id {
            Some(id) if viewer(ctx).is_some_and(|viewer| viewer.may(Permission::ViewPatients)) => {
                load_patient(ctx, id.into()).await.map(Some)
            }
            _ => Ok(None),
        }
    }

    async fn campaign_id(&self) -> Option<ID> {
        self.row.campaign_id.map(|id| CampaignId::from(id).to_string().into())
    }

    /// The same, for who may see campaigns.
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        match self.row.campaign_id {
            Some(id) if viewer(ctx).is_some_and(|viewer| viewer.may(Permission::ViewCampaigns)) => {
                load_campaign(ctx, id.into()).await
            }
            _ => Ok(None),
        }
    }

    async fn recipient_id(&self) -> Option<ID> {
        self.row.recipient_id.map(|id| RecipientId::from(id).to_string().into())
    }

    /// The language the form was shown in.
    async fn language(&self) -> &str {
        &self.row.language
    }

    async fn submitted_at(&self) -> DateTime<Utc> {
        self.row.submitted_at.to_utc()
    }

    async fn changed_at(&self) -> Option<DateTime<Utc>> {
        self.row.changed_at.map(Timestamp::to_utc)
    }

    /// As a decimal number.
    async fn score(&self) -> Option<String> {
        self.row.score.and_then(Decimal::from_millionths).map(|score| score.to_string())
    }

    async fn score_band(&self) -> Option<&str> {
        self.row.score_band.as_deref()
    }

    /// In the order of the form; what was not answered is left out, and in lists what is sealed.
    async fn answers(&self, ctx: &Context<'_>) -> Result<Vec<FormAnswer>> {
        let version = self.version(ctx).await?;
        let (schema, language) = (&version.schema, self.shown_in());
        let answers = self.all(&version)?;
        let told = schema.fields().filter_map(|field| {
            let value = answers.get(&field.id)?;
            Some(FormAnswer {
                field: field.id.clone(),
                label: schema.label_of(field, &language).to_owned(),
                text: display(schema, field, value, &language),
                value: Json(json!(value)),
            })
        });
        Ok(told.collect())
    }

    /// The same as a FHIR R4 QuestionnaireResponse.
    async fn questionnaire_response(&self, ctx: &Context<'_>) -> Result<Json<Any>> {
        let version = self.version(ctx).await?;
        let base = app(ctx)?.config.http.base_url();
        Ok(Json(forms::fhir_resource(&base, &version, &self.row, &self.all(&version)?)))
    }
}

impl FormResponse {
    fn shown_in(&self) -> Language {
        self.row.language.parse().unwrap_or_else(|_| Language::english())
    }

    fn all(&self, version: &forms::Version) -> Result<CleanAnswers> {
        match &self.opened {
            Some(opened) => Ok(opened.clone()),
            None => CleanAnswers::read(&version.schema, &self.row.answers)
                .map_err(|error| anyhow::Error::from(error).context("stored answers cannot be read"))
                .or_graphql(),
        }
    }
}
