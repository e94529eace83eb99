//! Messages as patients would get them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::drafts::TemplateInput;
use crate::{
    domain::{
        campaigns,
        messages::preview::{self, Preview},
    },
    graphql::{
        context::{actor, app},
        error::OrGraphql,
        patients::Patient,
        scalars::parse_id,
    },
};

/// The messages of one patient as they would get them.
#[derive(SimpleObject)]
pub struct MessagePreview {
    /// Null for the invented patient.
    patient: Option<Patient>,
    name: String,
    email: Option<EmailPreview>,
    sms: Option<SmsPreview>,
}

/// The link in it is an example and never a working one.
#[derive(SimpleObject)]
pub struct EmailPreview {
    from: String,
    /// Null where no email reaches the patient.
    to: Option<String>,
    subject: String,
    text: String,
}

/// The link in it is an example and never a working one.
#[derive(SimpleObject)]
pub struct SmsPreview {
    /// Null where no text reaches the patient.
    to: Option<String>,
    text: String,
    segments: i32,
}

impl From<Preview> for MessagePreview {
    fn from(preview: Preview) -> Self {
        Self {
            patient: preview.patient.map(Patient),
            name: preview.name,
            email: preview.email.map(Into::into),
            sms: preview.sms.map(Into::into),
        }
    }
}

impl From<preview::EmailPreview> for EmailPreview {
    fn from(email: preview::EmailPreview) -> Self {
        Self { from: email.from, to: email.to, subject: email.subject, text: email.text }
    }
}

impl From<preview::SmsPreview> for SmsPreview {
    fn from(sms: preview::SmsPreview) -> Self {
        Self { to: sms.to, text: sms.text, segments: i32::try_from(sms.segments).unwrap_or(i32::MAX) }
    }
}

#[derive(Default)]
pub struct PreviewQuery;

// Permissions are checked by the domain functions, which take the actor.
#[Object]
impl PreviewQuery {
    /// What a message would look like to a patient: rendered for one, or for an invented one where none is given.
    /// Fails with INVALID_INPUT for a template that could not be saved.
    async fn message_preview(
        &self,
        ctx: &Context<'_>,
        templates: Vec<TemplateInput>,
        patient_id: Option<ID>,
    ) -> Result<MessagePreview> {
        let patient = patient_id.map(|id| parse_id("patientId", &id)).transpose()?;
        let templates: Vec<_> = templates.into_iter().map(Into::into).collect();
        let preview = campaigns::message_preview(app(ctx)?, actor(ctx)?, &templates, patient).await.or_graphql()?;
        Ok(preview.into())
    }
}
