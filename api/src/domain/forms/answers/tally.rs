//! How often each answer was given, kept by the transaction that stores the answers, so that a chart of 112,500 of
//! them reads some hundred rows.
//!
//! What a row was counted as stands in `form_response.counted`: it is given back when the row is changed, and by a
//! trigger when it is erased. Of a sealed field only that it was answered is counted, under a name that nobody without
//! the keys can tie to the field.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use sea_orm::ConnectionTrait;
use serde_json::{Value as Json, json};
use shared::form::{CleanAnswers, Value};

use super::super::versions::Version;
use crate::{
    crypto::KeyRing,
    database::Engine,
    domain::{Result, audit::hex, json_rows::JsonRows},
};

/// The `field` of the days on which answers came; no field has an empty id.
pub(super) const DAYS: &str = "";
/// The `value` of any answer at all; no answer that is counted by its value is empty.
pub(super) const ANSWERED: &str = "";
pub(super) const YES: &str = "true";
pub(super) const NO: &str = "false";

const COLUMNS: &[(&str, &str)] =
    &[("version", "bigint"), ("field", "text"), ("value", "text"), ("number", "bigint"), ("n", "bigint")];

/// One thing that answers are counted as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    field: String,
    value: String,
    number: Option<i64>,
}

impl Counted {
    fn new(field: &str, value: impl Into<String>) -> Self {
        Self { field: field.to_owned(), value: value.into(), number: None }
    }
}

/// What answers are counted as, but for the day on which they come.
pub(super) fn counted(keys: &KeyRing, version: &Version, open: &CleanAnswers, sealed: &CleanAnswers) -> Vec<Counted> {
    let mut counted = Vec::with_capacity(2 * open.len() + sealed.len());
    for (id, value) in open.iter() {
        counted.push(Counted::new(id, ANSWERED));
        match value {
            Value::Choice(chosen) => counted.push(Counted::new(id, chosen)),
            Value::Choices(chosen) => counted.extend(chosen.iter().map(|value| Counted::new(id, value))),
            Value::YesNo(yes) => counted.push(Counted::new(id, if *yes { YES } else { NO })),
            Value::Number(number) => {
                let number = *number;
                counted.push(Counted { number: Some(number.millionths()), ..Counted::new(id, number.to_string()) });
            }
            Value::Date(date) => counted.push(Counted::new(id, format!("{:04}-{:02}", date.year(), date.month()))),
            Value::Text(_) | Value::Time(_) | Value::File(_) => {}
        }
    }
    counted.extend(sealed.iter().map(|(id, _)| Counted::new(&sealed_field(keys, version, id), ANSWERED)));
    counted
}

/// The same with the day on which they came.
pub(super) fn on_day(counted: &[Counted], day: NaiveDate) -> Vec<Counted> {
    let day = Counted::new(DAYS, day.to_string());
    std::iter::once(day).chain(counted.iter().cloned()).collect()
}

/// What a sealed field is called in tallies. Its id would tell who answered it, and so what came before it.
pub(super) fn sealed_field(keys: &KeyRing, version: &Version, field: &str) -> String {
    // No id has a hyphen in it.
    format!("sealed-{}", hex(&keys.keyed_hash("form_tally.field", format!("{}.{field}", version.id).as_bytes())))
}

/// As it stands in `form_response.counted`.
pub(super) fn as_json(counted: &[Counted]) -> Json {
    counted.iter().map(|one| json!([one.field, one.value])).collect()
}

/// Changes of the tallies of one transaction, written at its end and in one order, so that two transactions never wait
/// for each other's rows.
#[derive(Debug, Default)]
pub(super) struct Tallies(BTreeMap<(i64, String, String), (Option<i64>, i64)>);

impl Tallies {
    pub fn add(&mut self, version: i64, counted: &[Counted]) {
        for one in counted {
            let entry = self.0.entry((version, one.field.clone(), one.value.clone())).or_default();
            entry.0 = one.number;
            entry.1 += 1;
        }
    }

    /// Gives back what a row was counted as.
    pub fn take(&mut self, version: i64, counted: Option<&Json>) {
        for one in counted.and_then(Json::as_array).into_iter().flatten() {
            if let (Some(field), Some(value)) = (one[0].as_str(), one[1].as_str()) {
                self.0.entry((version, field.to_owned(), value.to_owned())).or_default().1 -= 1;
            }
        }
    }

    pub async fn write(self, transaction: &impl ConnectionTrait) -> Result<()> {
        let changed = self.0.iter().filter(|(_, (_, n))| *n != 0);
        let rows: Json =
            changed.map(|((version, field, value), (number, n))| json!([version, field, value, number, n])).collect();
        if rows.as_array().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let engine = Engine::of(transaction);
        let sql = format!(
            "INSERT INTO form_tally (form_version_id, field, value, number, n) \
             SELECT v.version, v.field, v.value, v.number, v.n FROM {} WHERE TRUE ORDER BY 1, 2, 3 \
             ON CONFLICT (form_version_id, field, value) DO UPDATE SET n = form_tally.n + excluded.n",
            JsonRows::new(engine, COLUMNS)
        );
        transaction.execute_raw(engine.statement(&sql, [rows.to_string().into()])).await?;
        Ok(())
    }
}
