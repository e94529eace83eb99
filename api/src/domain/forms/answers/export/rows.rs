//! The rows of a file, as cells of their types, read, opened and given out some at a time.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use entity::form_response;
use futures::stream::{Stream, try_unfold};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use shared::{
    form::{CleanAnswers, Decimal, Value},
    ids::{CampaignId, FormId, FormResponseId, PatientId},
    permission::Permission,
};

use super::super::{
    super::{find::find, versions::Version},
    read::answers_of,
};
use crate::{
    domain::{Actor, Result, audit},
    state::App,
};

const PAGE: u64 = 500; // rows read, opened and sent at once: some hundred kB
const ABOUT: [&str; 9] = [
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

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(Decimal),
    Whole(i32),
    Date(NaiveDate),
    Moment(DateTime<Utc>),
    YesNo(bool),
}

/// The answers to a form on their way into a file.
pub(super) struct Rows {
    app: App,
    form: FormId,
    /// Of the form's address.
    pub slug: String,
    fields: Vec<String>,
}

impl Rows {
    /// All answers, what is sealed among them. The audit event is written before the first row leaves.
    pub async fn open(app: &App, actor: &Actor, id: FormId, format: &str) -> Result<Self> {
        actor.require(Permission::ViewAnswers)?;
        let reader = app.database.reader();
        let form = find(reader, id).await?;
        // The newest version's fields in their order, then those that only older ones have.
        let mut fields: Vec<String> = Vec::new();
        for version in app.forms.published(&app.database, id).await? {
            for field in version.schema.fields().filter(|field| field.kind.takes_answer()) {
                if !fields.contains(&field.id) {
                    fields.push(field.id.clone());
                }
            }
        }
        let entry = audit::Entry {
            action: "form_response.exported",
            subject: Some(id.to_string()),
            detail: json!({ "format": format, "fields": fields }),
        };
        audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
        Ok(Self { app: app.clone(), form: id, slug: form.slug, fields })
    }

    /// The names of the columns.
    pub fn header(&self) -> Vec<String> {
        ABOUT.iter().map(|&name| name.to_owned()).chain(self.fields.iter().cloned()).collect()
    }

    /// All rows, the oldest first, some at a time.
    pub fn pages(self) -> impl Stream<Item = Result<Vec<Vec<Cell>>>> + Send + 'static {
        try_unfold((self, 0), |(rows, after)| async move {
            let found = rows.after(after).await?;
            let Some(last) = found.last().map(|row| row.id) else { return Ok(None) };
            let mut page = Vec::with_capacity(found.len());
            for row in found {
                page.push(rows.cells(&row).await?);
            }
            Ok(Some((page, (rows, last))))
        })
    }

    /// Some of the answers after the one with this id, as they are stored, the oldest first.
    pub async fn after(&self, id: i64) -> Result<Vec<form_response::Model>> {
        let found = form_response::Entity::find()
            .filter(form_response::Column::FormId.eq(self.form.get()))
            .filter(form_response::Column::Id.gt(id))
            .order_by_asc(form_response::Column::Id)
            .limit(PAGE);
        Ok(found.all(self.app.database.reader()).await?)
    }

    /// A row with the version it was given to, opened.
    pub async fn opened(&self, row: &form_response::Model) -> Result<(Arc<Version>, CleanAnswers)> {
        let version = self.app.forms.get(&self.app.database, row.form_version_id.into()).await?;
        let answers = answers_of(&self.app, &version, row)?;
        Ok((version, answers))
    }

    async fn cells(&self, row: &form_response::Model) -> Result<Vec<Cell>> {
        let (version, answers) = self.opened(row).await?;
        let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
        let mut cells = vec![
            Cell::Text(FormResponseId::from(row.id).to_string()),
            Cell::Whole(version.number),
            Cell::Moment(row.submitted_at.to_utc()),
            row.changed_at.map_or(Cell::Empty, |at| Cell::Moment(at.to_utc())),
            text(row.patient_id.map(|id| PatientId::from(id).to_string())),
            text(row.campaign_id.map(|id| CampaignId::from(id).to_string())),
            Cell::Text(row.language.clone()),
            row.score.and_then(Decimal::from_millionths).map_or(Cell::Empty, Cell::Number),
            text(row.score_band.clone()),
        ];
        cells.extend(self.fields.iter().map(|field| answers.get(field).map_or(Cell::Empty, cell)));
        Ok(cells)
    }
}

/// A value as data: options by their values, of a file its name.
fn cell(value: &Value) -> Cell {
    match value {
        Value::Text(text) | Value::Choice(text) => Cell::Text(text.clone()),
        Value::Number(number) => Cell::Number(*number),
        Value::Date(date) => Cell::Date(*date),
        Value::Time(time) => Cell::Text(time.to_string()),
        Value::YesNo(yes) => Cell::YesNo(*yes),
        Value::Choices(values) => Cell::Text(values.join("; ")),
        Value::File(file) => Cell::Text(file.name.clone()),
    }
}
