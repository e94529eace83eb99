//! Answers as FHIR R4: a QuestionnaireResponse each, on a line of its own (NDJSON), as FHIR's Bulk Data has it.

use anyhow::Context;
use bytes::Bytes;
use chrono::SecondsFormat;
use entity::form_response;
use futures::stream::{StreamExt, try_unfold};
use serde_json::Value as Json;
use shared::{
    form::{CleanAnswers, Language, ResponseHead, questionnaire_response},
    ids::{FormId, FormResponseId, PatientId},
};

use super::{super::super::versions::Version, AnswersFile, rows::Rows};
use crate::{
    domain::{Actor, Result},
    state::App,
};

/// All answers, what is sealed among them.
pub async fn fhir(app: &App, actor: &Actor, id: FormId) -> Result<AnswersFile> {
    let rows = Rows::open(app, actor, id, "fhir").await?;
    let file_name = format!("{}-answers.ndjson", rows.slug);
    let base = app.config.http.base_url();
    let chunks = try_unfold((rows, base, 0), |(rows, base, after)| async move {
        let found = rows.after(after).await?;
        let Some(last) = found.last().map(|row| row.id) else { return Ok(None) };
        let mut lines = Vec::new();
        for row in found {
            let (version, answers) = rows.opened(&row).await?;
            let resource = resource(&base, &version, &row, &answers);
            serde_json::to_writer(&mut lines, &resource).context("an answer cannot be written")?;
            lines.push(b'\n');
        }
        Ok(Some((Bytes::from(lines), (rows, base, last))))
    });
    Ok(AnswersFile { file_name, chunks: chunks.boxed() })
}

/// One answer as a resource; `base` is where the server is found.
pub fn resource(base: &str, version: &Version, row: &form_response::Model, answers: &CleanAnswers) -> Json {
    let id = FormResponseId::from(row.id).to_string();
    let questionnaire = format!("{base}/forms/{}|{}", version.form, version.number);
    let authored = row.changed_at.unwrap_or(row.submitted_at).to_utc();
    let authored = authored.to_rfc3339_opts(SecondsFormat::Secs, true);
    let subject = row.patient_id.map(|id| format!("Patient/{}", PatientId::from(id)));
    let language = row.language.parse().unwrap_or_else(|_| Language::english());
    let files = format!("{base}/form-responses/{id}/files");
    let head = ResponseHead {
        id: &id,
        questionnaire: &questionnaire,
        authored: &authored,
        subject: subject.as_deref(),
        language: &language,
        is_changed: row.changed_at.is_some(),
        files: &files,
    };
    questionnaire_response(&version.schema, answers, &head)
}
