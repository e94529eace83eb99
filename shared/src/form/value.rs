//! Answers that passed the validator: each of the type its field asks for.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use thiserror::Error;

use super::day::{iso, parse_iso};
use super::decimal::Decimal;
use super::field::{ChoiceStyle, FieldKind};
use super::file::FileAnswer;
use super::given::{Answers, Given};
use super::schema::FormSchema;
use super::time_of_day::TimeOfDay;

/// One clean answer.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Short, long and hidden texts; phones in E.164, NHS numbers as ten digits, postcodes as `SW1A 1AA`.
    Text(String),
    /// Numbers and points of scales.
    Number(Decimal),
    Date(NaiveDate),
    Time(TimeOfDay),
    /// Yes or no; consent is always yes.
    YesNo(bool),
    Choice(String),
    /// In the order of the form's options.
    Choices(Vec<String>),
    File(FileAnswer),
}

/// `Debug` hides what a patient wrote.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(hidden)",
            Self::Number(_) => "Number(hidden)",
            Self::Date(_) => "Date(hidden)",
            Self::Time(_) => "Time(hidden)",
            Self::YesNo(_) => "YesNo(hidden)",
            Self::Choice(_) => "Choice(hidden)",
            Self::Choices(_) => "Choices(hidden)",
            Self::File(_) => "File(hidden)",
        })
    }
}

impl Value {
    /// The value that JSON written by [`Value`] stands for in a field of this kind; limits are not checked again.
    pub fn read(kind: &FieldKind, json: &Json) -> Option<Self> {
        let text = || json.as_str();
        match kind {
            FieldKind::Text(_)
            | FieldKind::LongText(_)
            | FieldKind::Hidden(_)
            | FieldKind::Phone(_)
            | FieldKind::Email
            | FieldKind::Postcode
            | FieldKind::NhsNumber => text().map(|text| Self::Text(text.to_owned())),
            FieldKind::Number(_) | FieldKind::Scale(_) => json.as_f64()?.try_into().ok().map(Self::Number),
            FieldKind::Date(_) => parse_iso(text()?).map(Self::Date),
            FieldKind::Time(_) => text()?.parse().ok().map(Self::Time),
            FieldKind::YesNo(_) | FieldKind::Consent => json.as_bool().map(Self::YesNo),
            FieldKind::Choice(choice) if choice.style == ChoiceStyle::Several => {
                let items = json.as_array()?.iter().map(|item| item.as_str().map(ToOwned::to_owned));
                items.collect::<Option<Vec<_>>>().map(Self::Choices)
            }
            FieldKind::Choice(_) => text().map(|text| Self::Choice(text.to_owned())),
            FieldKind::File(_) => serde_json::from_value(json.clone()).ok().map(Self::File),
            FieldKind::Information(_) => None,
        }
    }
}

/// Natural JSON: texts, numbers, true and false, a list of texts, an object for a file.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) | Self::Choice(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::Date(date) => serializer.serialize_str(&iso(*date)),
            Self::Time(time) => time.serialize(serializer),
            Self::YesNo(yes) => serializer.serialize_bool(*yes),
            Self::Choices(values) => values.serialize(serializer),
            Self::File(file) => file.serialize(serializer),
        }
    }
}

impl From<&Value> for Given {
    fn from(value: &Value) -> Self {
        match value {
            Value::Text(text) | Value::Choice(text) => Self::Text(text.clone()),
            Value::Number(number) => Self::Number(*number),
            Value::Date(date) => Self::Text(iso(*date)),
            Value::Time(time) => Self::Text(time.to_string()),
            Value::YesNo(yes) => Self::YesNo(*yes),
            Value::Choices(values) => Self::List(values.clone()),
            Value::File(file) => Self::File(file.clone()),
        }
    }
}

/// Answers by the id of their field; only what is shown and answered is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct CleanAnswers(BTreeMap<String, Value>);

/// Stored answers that do not fit the form they are read with. Never holds an answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoredAnswersError {
    #[error("the stored answers are no JSON object")]
    NotAnObject,
    #[error("the form has no field {field}; read the answers with the version they were given to")]
    NoSuchField { field: String },
    #[error("the stored answer to {field} is not {kind}; read the answers with the version they were given to")]
    Type { field: String, kind: &'static str },
}

impl CleanAnswers {
    /// Reads what was written as JSON, with the version of the form it was given to.
    pub fn read(schema: &FormSchema, json: &Json) -> Result<Self, StoredAnswersError> {
        let stored = json.as_object().ok_or(StoredAnswersError::NotAnObject)?;
        let mut answers = Self::default();
        for field in schema.fields() {
            let Some(json) = stored.get(&field.id) else { continue };
            let value = Value::read(&field.kind, json)
                .ok_or_else(|| StoredAnswersError::Type { field: field.id.clone(), kind: field.kind.title() })?;
            answers.put(&field.id, value);
        }
        if let Some(field) = stored.keys().find(|id| answers.len() < stored.len() && answers.get(id).is_none()) {
            return Err(StoredAnswersError::NoSuchField { field: field.clone() });
        }
        Ok(answers)
    }

    /// The answer to a field.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// Every answer, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(field, value)| (field.as_str(), value))
    }

    /// How many fields are answered.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts the answer to a field; only the validator and the reader of stored answers do.
    pub(super) fn put(&mut self, field: &str, value: Value) {
        self.0.insert(field.to_owned(), value);
    }

    /// Takes the answers out whose field the test picks, such as those to seal apart.
    pub fn take(&mut self, mut pick: impl FnMut(&str) -> bool) -> Self {
        let (taken, kept) = std::mem::take(&mut self.0).into_iter().partition(|(field, _)| pick(field));
        self.0 = kept;
        Self(taken)
    }
}

impl From<&CleanAnswers> for Answers {
    fn from(clean: &CleanAnswers) -> Self {
        clean.iter().map(|(field, value)| (field.to_owned(), Given::from(value))).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::form::test_forms::{checked, form_of};
    use serde_json::json;

    fn form() -> FormSchema {
        form_of(json!([
            { "id": "height", "kind": { "number": { "decimals": 1 } }, "label": { "en": "Height" } },
            { "id": "born", "kind": { "date": {} }, "label": { "en": "Born" } },
            { "id": "at", "kind": { "time": {} }, "label": { "en": "At" } },
            { "id": "well", "kind": { "yesNo": {} }, "label": { "en": "Well?" } },
            { "id": "ticks", "kind": { "choice": { "style": "several", "options": [
                { "value": "a", "label": { "en": "A" } } ] } }, "label": { "en": "Ticks" } },
            { "id": "letter", "kind": { "file": { "types": ["pdf"] } }, "label": { "en": "Letter" } }
        ]))
    }

    #[test]
    fn stored_answers_read_back_the_same() {
        let file = json!({ "key": "k", "name": "a.pdf", "mediaType": "application/pdf", "sizeBytes": 5 });
        let given = json!({
            "height": "172.5", "born": "24/3/1957", "at": "2pm", "well": "no", "ticks": ["a"], "letter": file
        });
        let clean = checked(&form(), given).unwrap();
        let json = serde_json::to_value(&clean).unwrap();
        assert_eq!(CleanAnswers::read(&form(), &json), Ok(clean));
    }

    #[test]
    fn answers_of_another_version_are_refused_by_name() {
        let error = |json: Json| CleanAnswers::read(&form(), &json).unwrap_err().to_string();
        assert_eq!(error(json!([])), "the stored answers are no JSON object");
        assert!(error(json!({ "weight": 80 })).starts_with("the form has no field weight"));
        assert!(error(json!({ "well": "yes" })).starts_with("the stored answer to well is not yes or no"));
    }

    #[test]
    fn sealed_answers_can_be_taken_apart() {
        let mut kept = checked(&form(), json!({ "height": 172, "well": "yes" })).unwrap();
        let sealed = kept.take(|field| field == "well");
        assert_eq!((kept.len(), sealed.len()), (1, 1));
        assert!(sealed.get("well").is_some() && kept.get("well").is_none() && !kept.is_empty());
    }
}
