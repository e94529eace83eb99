//! Answers as somebody gave them: nothing is checked yet, and nothing typed is lost.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

use super::day::parse_iso;
use super::decimal::Decimal;
use super::file::FileAnswer;

/// What was given for one field. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub enum Given {
    /// Typed, or chosen out of a list.
    Text(String),
    Number(Decimal),
    YesNo(bool),
    /// Ticked, or sent more than once under one name.
    List(Vec<String>),
    /// Typed into three boxes.
    Date(DateBoxes),
    File(FileAnswer),
    /// A JSON value that is an answer to no kind of field.
    Other,
}

/// The three boxes of a date as they were filled in. `Debug` hides them.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DateBoxes {
    pub day: String,
    pub month: String,
    pub year: String,
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Given(hidden)")
    }
}

impl std::fmt::Debug for DateBoxes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DateBoxes(hidden)")
    }
}

impl DateBoxes {
    /// Whether all three are blank.
    pub fn is_blank(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|text| text.trim().is_empty())
    }

    /// The boxes that show a date written `2026-11-23`; any other text stands in the first, so that it is not lost.
    pub fn of(text: &str) -> Self {
        use chrono::Datelike;
        match parse_iso(text.trim()) {
            Some(date) => {
                Self { day: date.day().to_string(), month: date.month().to_string(), year: date.year().to_string() }
            }
            None => Self { day: text.to_owned(), ..Self::default() },
        }
    }
}

impl Given {
    /// Whether nothing was given: blank texts are no answer.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.iter().all(|item| item.trim().is_empty()),
            Self::Date(boxes) => boxes.is_blank(),
            Self::Number(_) | Self::YesNo(_) | Self::File(_) | Self::Other => false,
        }
    }
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Never fails: what fits no kind of field is kept as [`Given::Other`], for the validator to name.
impl From<Json> for Given {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Self::Text(String::new()),
            Json::Bool(yes) => Self::YesNo(yes),
            Json::Number(number) => {
                number.as_f64().and_then(|number| number.try_into().ok()).map_or(Self::Other, Self::Number)
            }
            Json::String(text) => Self::Text(text),
            Json::Array(items) => {
                let texts = items.into_iter().map(|item| match item {
                    Json::String(text) => Some(text),
                    _ => None,
                });
                texts.collect::<Option<Vec<String>>>().map_or(Self::Other, Self::List)
            }
            Json::Object(fields) if fields.contains_key("key") => {
                serde_json::from_value(Json::Object(fields)).map_or(Self::Other, Self::File)
            }
            Json::Object(fields) => serde_json::from_value(Json::Object(fields)).map_or(Self::Other, Self::Date),
        }
    }
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::YesNo(yes) => serializer.serialize_bool(*yes),
            Self::List(items) => items.serialize(serializer),
            Self::Date(boxes) => boxes.serialize(serializer),
            Self::File(file) => file.serialize(serializer),
            // Read back as the same: an array of something else than texts.
            Self::Other => [()].serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Given {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Given".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An answer: a text (also for dates and times), a number, true or false, or the values chosen.",
            "anyOf": [
                { "type": "string" },
                { "type": "number" },
                { "type": "boolean" },
                { "type": "array", "items": { "type": "string" } }
            ]
        })
    }
}

/// What was given, by the id of the field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Given>);

impl Answers {
    /// What was given for a field.
    pub fn get(&self, field: &str) -> Option<&Given> {
        self.0.get(field)
    }

    /// Puts or replaces what was given for a field.
    pub fn set(&mut self, field: &str, given: Given) {
        self.0.insert(field.to_owned(), given);
    }

    /// Takes away what was given for a field.
    pub fn remove(&mut self, field: &str) -> Option<Given> {
        self.0.remove(field)
    }

    /// Everything given, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Given)> {
        self.0.iter().map(|(field, given)| (field.as_str(), given))
    }

    /// Takes over what another has; it wins where both have the same field.
    pub fn merge(&mut self, newer: Self) {
        self.0.extend(newer.0);
    }
}

impl FromIterator<(String, Given)> for Answers {
    fn from_iter<I: IntoIterator<Item = (String, Given)>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn any_json_is_read_and_what_fits_no_field_is_marked() {
        for (json, given) in [
            (json!("a"), Given::from("a")),
            (json!(null), Given::from("")),
            (json!(true), Given::YesNo(true)),
            (json!(["a"]), Given::List(vec!["a".into()])),
            (json!([1]), Given::Other),
            (json!([["a"]]), Given::Other),
            (json!(1e300), Given::Other),
            (json!({ "day": "1" }), Given::Date(DateBoxes { day: "1".into(), ..DateBoxes::default() })),
            (json!({ "day": 1 }), Given::Other),
            (json!({ "key": "k" }), Given::Other),
            (json!({ "x": "y" }), Given::Other),
        ] {
            assert!(Given::from(json.clone()) == given, "{json}");
            let text = serde_json::to_string(&given).unwrap();
            assert!(serde_json::from_str::<Given>(&text).unwrap() == given, "{json} → {text}");
        }
    }

    #[test]
    fn a_stored_date_fills_the_boxes_again() {
        let boxes = DateBoxes::of("1957-03-04");
        assert_eq!((boxes.day.as_str(), boxes.month.as_str(), boxes.year.as_str()), ("4", "3", "1957"));
        assert_eq!(DateBoxes::of("spring").day, "spring");
    }
}
