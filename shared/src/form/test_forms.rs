//! What the tests of forms share: small forms out of JSON, and one day that is today.
#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::given::Answers;
use super::schema::FormSchema;
use super::text::Language;
use super::validate::{Problem, Validator};
use super::value::CleanAnswers;
use crate::phone::E164Phone;

/// A Monday.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// A form with these fields on one page.
pub fn form_of(fields: Json) -> FormSchema {
    form_of_pages(json!([{ "id": "page", "sections": [{ "fields": fields }] }]))
}

/// A form with these pages.
pub fn form_of_pages(pages: Json) -> FormSchema {
    let form = json!({
        "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "Test" }, "pages": pages
    });
    FormSchema::read(&form.to_string()).unwrap()
}

/// Answers out of JSON.
pub fn given(json: Json) -> Answers {
    serde_json::from_value(json).unwrap()
}

/// What the validator says, in English.
pub fn checked(schema: &FormSchema, json: Json) -> Result<CleanAnswers, Vec<Problem>> {
    checked_given(schema, &given(json))
}

/// The same for answers read already.
pub fn checked_given(schema: &FormSchema, answers: &Answers) -> Result<CleanAnswers, Vec<Problem>> {
    super::validate::validate(schema, &Language::english(), answers, today())
}

/// The one message there should be.
pub fn message(schema: &FormSchema, json: Json) -> String {
    let problems = checked(schema, json).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].message.clone()
}

/// The clean answers as JSON.
pub fn clean(schema: &FormSchema, json: Json) -> Json {
    serde_json::to_value(checked(schema, json).unwrap()).unwrap()
}

/// A validator in English.
pub fn validator<'a>(schema: &'a FormSchema, language: &'a Language) -> Validator<'a> {
    Validator::new(schema, language, today(), E164Phone::parse)
}
