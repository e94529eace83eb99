//! Answers to a form as CSV: a row an answer, a column a field, whichever version it was given to.

use anyhow::Context;
use bytes::Bytes;
use entity::form_response;
use futures::stream::{BoxStream, StreamExt, try_unfold};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use shared::{
    form::{Decimal, Value},
    ids::{CampaignId, FormId, FormResponseId, PatientId},
    permission::Permission,
};

use super::{
    super::find::{find, schema_of, versions},
    read::answers_of,
};
use crate::{
    domain::{
        Actor, Result, audit,
        csv_file::{CsvChunk, CsvFile},
    },
    state::App,
};

const PAGE: u64 = 500; // rows read, opened and sent at once: some hundred kB
const HEADER: [&str; 9] = [
    "response_id",
    "form_version",
    "submitted_at",
    "updated_at",
    "patient_id",
    "campaign_id",
    "language",
    "score",
    "score_band",
];

/// All answers, what is sealed among them. The audit event is written before the first row leaves.
pub async fn csv(app: &App, actor: &Actor, id: FormId) -> Result<CsvFile> {
    actor.require(Permission::ViewAnswers)?;
    let reader = app.database.reader();
    let form = find(reader, id).await?;
    // The newest version's fields in their order, then those that only older ones have.
    let mut fields: Vec<String> = Vec::new();
    for version in versions(reader, id).await?.iter().filter(|version| version.published_at.is_some()) {
        for field in schema_of(&version.schema)?.fields().filter(|field| field.kind.takes_answer()) {
            if !fields.contains(&field.id) {
                fields.push(field.id.clone());
            }
        }
    }
    let entry = audit::Entry {
        action: "form_response.exported",
        subject: Some(id.to_string()),
        detail: json!({ "format": "csv", "fields": fields }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(CsvFile { file_name: format!("{}-answers.csv", form.slug), chunks: chunks(app.clone(), id, fields) })
}

fn chunks(app: App, id: FormId, fields: Vec<String>) -> BoxStream<'static, Result<Bytes>> {
    let pages = try_unfold(Some(0), move |after| {
        let (app, fields) = (app.clone(), fields.clone());
        async move {
            let Some(after) = after else { return Ok(None) };
            let rows = page(&app, id, after).await?;
            let chunk = write(&app, &fields, &rows, after == 0).await?;
            Ok(Some((chunk, rows.last().map(|row| row.id))))
        }
    });
    pages.boxed()
}

async fn page(app: &App, id: FormId, after: i64) -> Result<Vec<form_response::Model>> {
    let rows = form_response::Entity::find()
        .filter(form_response::Column::FormId.eq(id.get()))
        .filter(form_response::Column::Id.gt(after))
        .order_by_asc(form_response::Column::Id)
        .limit(PAGE);
    Ok(rows.all(app.database.reader()).await?)
}

/// Some rows as CSV, after the header line where they are the first.
async fn write(app: &App, fields: &[String], rows: &[form_response::Model], first: bool) -> Result<Bytes> {
    let mut chunk = if first { CsvChunk::first() } else { CsvChunk::further() };
    if first {
        let header = HEADER.into_iter().chain(fields.iter().map(String::as_str));
        chunk.row(header).context("the header cannot be written")?;
    }
    for row in rows {
        let version = app.forms.get(&app.database, row.form_version_id.into()).await?;
        let answers = answers_of(app, &version, row)?;
        let mut cells = vec![
            FormResponseId::from(row.id).to_string(),
            version.number.to_string(),
            row.submitted_at.to_utc().to_rfc3339(),
            row.changed_at.map(|at| at.to_utc().to_rfc3339()).unwrap_or_default(),
            row.patient_id.map(|id| PatientId::from(id).to_string()).unwrap_or_default(),
            row.campaign_id.map(|id| CampaignId::from(id).to_string()).unwrap_or_default(),
            row.language.clone(),
            row.score.and_then(Decimal::from_millionths).map(|score| score.to_string()).unwrap_or_default(),
            row.score_band.clone().unwrap_or_default(),
        ];
        cells.extend(fields.iter().map(|field| answers.get(field).map(cell).unwrap_or_default()));
        chunk.row(cells).with_context(|| format!("form-response-{} cannot be written", row.id))?;
    }
    Ok(chunk.into_bytes()?)
}

/// A value as data: dates in ISO 8601, options by their values.
fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Choices(values) => values.join("; "),
        Value::File(file) => file.name.clone(),
    }
}
