//! What was answered to a form, in figures: out of the kept tallies, never out of the answers.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};
use shared::{
    form::{Comparable, Field, FieldKind, compare},
    ids::FormId,
    permission::Permission,
};

use super::{
    super::{find::find, versions::Version},
    buckets::{Buckets, Numbers, months, units},
    tally::{ANSWERED, DAYS, NO, YES, sealed_field},
};
use crate::{
    crypto::KeyRing,
    database::ids,
    domain::{Actor, Error, Result, json_rows::JsonRows},
    state::App,
};

const RANGES: &[(&str, &str)] = &[("version", "bigint"), ("field", "text"), ("start", "bigint"), ("width", "bigint")];

/// All answers to a form, or to one version of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    pub total: i64,
    /// Days on which answers came, in order.
    pub by_day: Vec<(NaiveDate, i64)>,
    /// In the order of the form.
    pub fields: Vec<FieldSummary>,
}

/// What was answered to one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldSummary {
    pub field: String,
    /// What was asked.
    pub label: String,
    /// The kind of the field, as the form's JSON calls it.
    pub kind: &'static str,
    pub is_sealed: bool,
    /// Answers to the form that have one to this field.
    pub answered: i64,
    pub counts: Vec<Count>,
    /// Of numbers and scales.
    pub mean: Option<f64>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
}

/// How often something was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// As it is stored; of a range its beginning.
    pub value: String,
    /// As people read it.
    pub label: String,
    pub count: i64,
}

/// Tallies by version, field and value.
#[derive(Default)]
struct Tallied {
    by_value: BTreeMap<(i64, String), BTreeMap<String, i64>>,
    numbers: BTreeMap<(i64, String), Numbers>,
}

/// Answers in figures. With a number, of this version alone; without, of all versions, in the fields of the newest and
/// as far as they can be compared with it. Tells counts only, so it leaves no audit event.
pub async fn summary(app: &App, actor: &Actor, form: FormId, number: Option<i32>) -> Result<Summary> {
    actor.require(Permission::ViewAnswers)?;
    let reader = app.database.reader();
    let mut known: Vec<Arc<Version>> = app.forms.published(&app.database, form).await?;
    if let Some(number) = number {
        known.retain(|version| version.number == number);
    } else {
        find(reader, form).await?;
    }
    let Some((newest, older)) = known.split_first() else {
        return if number.is_none() { Ok(Summary::default()) } else { Err(Error::NotFound("version of a form")) };
    };
    let tallied = read(app, &known).await?;
    let mut by_day: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for version in &known {
        for (day, n) in tallied.of(version.id.get(), DAYS) {
            if let Ok(day) = day.parse() {
                *by_day.entry(day).or_default() += n;
            }
        }
    }
    let compared: Vec<_> = older.iter().map(|old| (old, compare(&old.schema, &newest.schema))).collect();
    let mut fields = Vec::new();
    for field in newest.schema.fields().filter(|field| field.kind.takes_answer()) {
        let mut of = vec![newest];
        let alike = compared.iter().filter(|(old, comparison)| {
            old.schema.field(&field.id).is_some() && comparison.comparable.get(&field.id) != Some(&Comparable::No)
        });
        of.extend(alike.map(|(old, _)| *old));
        fields.push(tallied.field(&app.keys, field, &of));
    }
    spread(app, &mut fields).await?;
    let fields = fields.into_iter().map(|told| told.summary).collect();
    Ok(Summary { total: by_day.values().sum(), by_day: by_day.into_iter().collect(), fields })
}

/// A field on its way to its figures.
struct Told {
    summary: FieldSummary,
    /// Where its numbers are put, and the versions they are of.
    ranges: Option<(Buckets, Vec<i64>)>,
}

/// How many answers there are to a form, whichever version they were given to.
pub async fn count(app: &App, actor: &Actor, form: FormId) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Row {
        n: i64,
    }
    actor.require(Permission::ViewAnswers)?;
    let sql = "SELECT CAST(COALESCE(SUM(t.n), 0) AS bigint) AS n FROM form_tally t \
               JOIN form_version v ON v.id = t.form_version_id WHERE v.form_id = ? AND t.field = ?";
    let statement = app.database.statement(sql, [form.get().into(), DAYS.into()]);
    Ok(Row::find_by_statement(statement).one(app.database.reader()).await?.map_or(0, |row| row.n))
}

impl Tallied {
    fn of(&self, version: i64, field: &str) -> impl Iterator<Item = (&str, i64)> {
        let values = self.by_value.get(&(version, field.to_owned()));
        values.into_iter().flatten().map(|(value, n)| (value.as_str(), *n))
    }

    /// One field of the newest version, out of the tallies of these versions.
    fn field(&self, keys: &KeyRing, field: &Field, versions: &[&Arc<Version>]) -> Told {
        let newest = &versions[0].schema;
        let language = newest.default_language();
        let mut summary = FieldSummary {
            field: field.id.clone(),
            label: newest.label_of(field, &language).to_owned(),
            kind: field.kind.name(),
            is_sealed: field.sensitive,
            ..FieldSummary::default()
        };
        if field.sensitive {
            let names = versions.iter().map(|version| (version.id.get(), sealed_field(keys, version, &field.id)));
            summary.answered = names.filter_map(|key| self.by_value.get(&key)).filter_map(|of| of.get(ANSWERED)).sum();
            return Told { summary, ranges: None };
        }
        let ids: Vec<i64> = versions.iter().map(|version| version.id.get()).collect();
        let mut by_value: BTreeMap<&str, i64> = BTreeMap::new();
        for (value, n) in ids.iter().flat_map(|id| self.of(*id, &field.id)) {
            *by_value.entry(value).or_default() += n;
        }
        summary.answered = by_value.remove(ANSWERED).unwrap_or(0);
        let count = |value: &str, label: &str| Count {
            value: value.to_owned(),
            label: label.to_owned(),
            count: by_value.get(value).copied().unwrap_or(0),
        };
        let numbers = ids.iter().filter_map(|id| self.numbers.get(&(*id, field.id.clone())).copied());
        let numbers = numbers.reduce(Numbers::with);
        let buckets = match (&field.kind, numbers) {
            (FieldKind::Scale(scale), numbers) => Some(Buckets::of_scale(scale.from, scale.to, numbers)),
            (FieldKind::Number(limits), Some(numbers)) => Some(Buckets::between(numbers, limits.decimals)),
            _ => None,
        };
        summary.counts = match &field.kind {
            FieldKind::Choice(choice) => {
                let offered = choice.options.iter();
                let offered = offered.map(|option| count(&option.value, newest.text(&option.label, &language)));
                // What only older versions offered, as the newest of them called it.
                let gone = by_value.keys().filter(|value| choice.option(value).is_none());
                offered.chain(gone.map(|value| count(value, label_in(&versions[1..], &field.id, value)))).collect()
            }
            FieldKind::YesNo(_) => vec![count(YES, "Yes"), count(NO, "No")],
            FieldKind::Consent => vec![count(YES, "Yes")],
            FieldKind::Date(_) => months(&by_value),
            _ => Vec::new(),
        };
        if let Some(numbers) = numbers {
            (summary.minimum, summary.maximum) = (Some(units(numbers.least)), Some(units(numbers.most)));
            summary.mean = Some(numbers.mean());
        }
        Told { summary, ranges: buckets.map(|buckets| (buckets, ids)) }
    }
}

/// The label of an option in the first of these versions that has it; its value where none does.
fn label_in<'a>(versions: &'a [&Arc<Version>], field: &str, value: &'a str) -> &'a str {
    let label = versions.iter().find_map(|version| match &version.schema.field(field)?.kind {
        FieldKind::Choice(choice) => {
            let label = &choice.option(value)?.label;
            Some(version.schema.text(label, &version.schema.default_language()))
        }
        _ => None,
    });
    label.unwrap_or(value)
}

/// Reads the tallies of these versions: a few rows for each option, and of numbers what the database works out.
async fn read(app: &App, versions: &[Arc<Version>]) -> Result<Tallied> {
    #[derive(FromQueryResult)]
    struct Row {
        form_version_id: i64,
        field: String,
        value: String,
        n: i64,
    }
    #[derive(FromQueryResult)]
    struct NumberRow {
        form_version_id: i64,
        field: String,
        least: i64,
        most: i64,
        answers: i64,
        total: f64,
    }
    let (reader, engine) = (app.database.reader(), app.database.engine());
    let versions = ids(versions.iter().map(|version| version.id.get()));
    let among = engine.is_among("t.form_version_id");
    let sql = format!(
        "SELECT t.form_version_id, t.field, t.value, t.n FROM form_tally t WHERE {among} AND t.number IS NULL AND t.n > 0"
    );
    let mut tallied = Tallied::default();
    for row in Row::find_by_statement(engine.statement(&sql, [versions.clone()])).all(reader).await? {
        tallied.by_value.entry((row.form_version_id, row.field)).or_default().insert(row.value, row.n);
    }
    let sql = format!(
        "SELECT t.form_version_id, t.field, MIN(t.number) AS least, MAX(t.number) AS most, \
         CAST(SUM(t.n) AS bigint) AS answers, SUM(CAST(t.number AS double precision) * t.n) AS total \
         FROM form_tally t WHERE {among} AND t.number IS NOT NULL AND t.n > 0 GROUP BY t.form_version_id, t.field"
    );
    for row in NumberRow::find_by_statement(engine.statement(&sql, [versions])).all(reader).await? {
        let numbers = Numbers { least: row.least, most: row.most, answers: row.answers, total: row.total };
        tallied.numbers.insert((row.form_version_id, row.field), numbers);
    }
    Ok(tallied)
}

/// Puts numbers into their ranges: the database counts, in one pass over all of them.
async fn spread(app: &App, fields: &mut [Told]) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        field: String,
        at: i64,
        n: i64,
    }
    let of_field = |told: &Told| match &told.ranges {
        Some((buckets, ids)) => {
            ids.iter().map(|id| json!([id, told.summary.field, buckets.start, buckets.width])).collect()
        }
        None => Vec::new(),
    };
    let ranges: Vec<Json> = fields.iter().flat_map(of_field).collect();
    if ranges.is_empty() {
        return Ok(());
    }
    let engine = app.database.engine();
    let sql = format!(
        "SELECT v.field, (t.number - v.start) / v.width AS at, CAST(SUM(t.n) AS bigint) AS n FROM {} \
         JOIN form_tally t ON t.form_version_id = v.version AND t.field = v.field \
         WHERE t.number IS NOT NULL AND t.n > 0 GROUP BY v.field, (t.number - v.start) / v.width",
        JsonRows::new(engine, RANGES)
    );
    let statement = engine.statement(&sql, [Json::from(ranges).to_string().into()]);
    let mut found: BTreeMap<String, BTreeMap<i64, i64>> = BTreeMap::new();
    for row in Row::find_by_statement(statement).all(app.database.reader()).await? {
        found.entry(row.field).or_default().insert(row.at, row.n);
    }
    for told in fields {
        if let Some((buckets, _)) = &told.ranges {
            let counted = found.remove(&told.summary.field).unwrap_or_default();
            told.summary.counts = buckets.counts(&counted);
        }
    }
    Ok(())
}
