//! A few rows of each kind as they would change the database, for people to look at before they commit.

use entity::{condition, import, patient, values::ContactKind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::{ids::ImportId, permission::Permission, person::PatientStatus};

use super::{difference::Verdict, fields::Field, row::PatientRow};
use crate::{
    domain::{
        Actor, Result,
        audit::{self, Entry},
        patients::{self, OpenContact, Record, RecordCondition, contacts},
    },
    state::App,
};

const SAMPLES: &str = "import.samples"; // context of the sealed column
const OF_EACH: usize = 5;

/// What would become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SampleKind {
    Created,
    Updated,
    Unchanged,
}

/// A row as it would change the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    pub row: u64,
    pub kind: SampleKind,
    pub name: String,
    pub fields: Vec<FieldChange>,
}

/// A value before and after, as people read it. `column` is its canonical name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub column: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// The first rows of each kind, kept while the file is read.
#[derive(Clone, Debug, Default)]
pub struct Picked {
    created: Vec<PatientRow>,
    updated: Vec<(PatientRow, i64)>,
    unchanged: Vec<PatientRow>,
}

impl Picked {
    /// `row` as the file has it.
    pub fn offer(&mut self, row: &PatientRow, verdict: Verdict) {
        match verdict {
            Verdict::Create if self.created.len() < OF_EACH => self.created.push(row.clone()),
            Verdict::Unchanged if self.unchanged.len() < OF_EACH => self.unchanged.push(row.clone()),
            Verdict::Update { id, renames } if self.updated.len() < OF_EACH => {
                let mut row = row.clone();
                if !renames {
                    row.patient.local_id = None;
                }
                self.updated.push((row, id));
            }
            _ => {}
        }
    }
}

/// Compares what was picked with the database as it is now, and seals it for the import's row.
pub async fn seal(app: &App, picked: &Picked) -> Result<Vec<u8>> {
    let ids: Vec<i64> = picked.updated.iter().map(|(_, id)| *id).collect();
    let known = patients::by_ids(app, &ids).await?;
    let mut contacts = patients::contact_points_of(app, &ids).await?;
    let mut conditions = patients::conditions_of(app, &ids).await?;
    let mut samples = Vec::new();
    for row in &picked.created {
        let fields = told(&row.patient).into_iter().filter(|(_, after)| after.is_some());
        let fields = fields.map(|(field, after)| change(field, None, after)).collect();
        samples.push(sample(row, SampleKind::Created, fields));
    }
    for (row, id) in &picked.updated {
        let Some(before) = known.get(id) else { continue };
        let before =
            present(app, before, &contacts.remove(id).unwrap_or_default(), conditions.remove(id).unwrap_or_default())?;
        let fields = told(&row.patient).into_iter().zip(before);
        let fields = fields.filter(|((field, after), before)| after != before && (after.is_some() || !is_kept(*field)));
        let fields = fields.map(|((field, after), before)| change(field, before, after)).collect();
        samples.push(sample(row, SampleKind::Updated, fields));
    }
    samples.extend(picked.unchanged.iter().map(|row| sample(row, SampleKind::Unchanged, Vec::new())));
    let text = serde_json::to_vec(&samples).map_err(anyhow::Error::from)?;
    Ok(app.keys.seal(SAMPLES, &text, app.random.as_ref()))
}

/// The samples of an import; the look leaves an audit event.
pub async fn samples(app: &App, actor: &Actor, import: &import::Model) -> Result<Vec<Sample>> {
    actor.require(Permission::ImportPatients)?;
    actor.require(Permission::ViewPatients)?;
    let Some(sealed) = &import.samples_sealed else { return Ok(Vec::new()) };
    let text = app.keys.open(SAMPLES, sealed).map_err(anyhow::Error::from)?;
    let samples: Vec<Sample> = serde_json::from_slice(&text).map_err(anyhow::Error::from)?;
    let subject = Some(ImportId::from(import.id).to_string());
    let event = Entry { action: "import.samples_viewed", subject, detail: json!({ "rows": samples.len() }) };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, event).await?;
    Ok(samples)
}

fn sample(row: &PatientRow, kind: SampleKind, fields: Vec<FieldChange>) -> Sample {
    let name = [row.patient.given_name.as_str(), row.patient.family_name.as_str()];
    let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Sample { row: row.row, kind, name, fields }
}

fn change(field: Field, before: Option<String>, after: Option<String>) -> FieldChange {
    FieldChange { column: field.name().to_owned(), before, after }
}

/// Fields that keep their value where a row says nothing of them.
fn is_kept(field: Field) -> bool {
    matches!(field, Field::LocalId | Field::NhsNumber | Field::Status)
}

/// What a record says, in the order of [`Field::ALL`].
fn told(record: &Record) -> Vec<(Field, Option<String>)> {
    let values = [
        record.local_id.clone(),
        record.nhs_number.map(|number| number.to_string()),
        some(&record.given_name),
        some(&record.family_name),
        record.birth_date.map(day),
        Some(record.sex.to_string()),
        list(record.phones.iter().map(shared::phone::E164Phone::national)),
        list(record.emails.iter().map(ToString::to_string)),
        record.address.clone(),
        record.postcode.clone(),
        conditions(&record.conditions),
        record.status.map(|status: PatientStatus| status.to_string()),
        record.preferred_language.clone(),
    ];
    Field::ALL.into_iter().zip(values).collect()
}

/// The same of a patient in the database.
fn present(
    app: &App,
    patient: &patient::Model,
    points: &[OpenContact],
    rows: Vec<condition::Model>,
) -> Result<Vec<Option<String>>> {
    let of = |kind| list(points.iter().filter(move |point| point.kind == kind).map(|point| point.value.clone()));
    let nhs = patient.nhs_sealed.as_deref().map(|sealed| contacts::open_nhs_number(&app.keys, sealed)).transpose()?;
    let address = patient.address_sealed.as_deref().map(|sealed| contacts::open_address(&app.keys, sealed));
    Ok(vec![
        patient.local_id.clone(),
        nhs.map(|number| number.to_string()),
        some(&patient.given_name),
        some(&patient.family_name),
        patient.birth_date.map(day),
        Some(patient.sex.to_string()),
        of(ContactKind::Phone),
        of(ContactKind::Email),
        address.transpose()?,
        patient.postcode.clone(),
        conditions(&rows.into_iter().map(RecordCondition::from).collect::<Vec<_>>()),
        Some(patient.status.to_string()),
        patient.preferred_language.clone(),
    ])
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn list(values: impl Iterator<Item = String>) -> Option<String> {
    some(&values.collect::<Vec<_>>().join(", "))
}

fn day(date: chrono::NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// Sorted, because their order says nothing: `Asthma (195967001) from 1 Jan 2001`.
fn conditions(conditions: &[RecordCondition]) -> Option<String> {
    let mut texts: Vec<String> = conditions.iter().map(condition).collect();
    texts.sort();
    list(texts.into_iter())
}

fn condition(condition: &RecordCondition) -> String {
    let coding = &condition.coding;
    let what = if coding.term.is_empty() { coding.code.clone() } else { format!("{} ({})", coding.term, coding.code) };
    let from = condition.onset.map(|onset| format!(" from {}", day(onset))).unwrap_or_default();
    let until = condition.abatement.map(|end| format!(" until {}", day(end))).unwrap_or_default();
    format!("{what}{from}{until}")
}
