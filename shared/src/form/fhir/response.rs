//! Answers as a FHIR R4 QuestionnaireResponse.

use serde_json::{Map, Value as Json, json};

use crate::form::day::iso;
use crate::form::decimal::Decimal;
use crate::form::field::FieldKind;
use crate::form::schema::{Field, FormSchema, Page, Section};
use crate::form::text::Language;
use crate::form::value::{CleanAnswers, Value};

/// What stands above the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseHead<'a> {
    /// What the server calls it, such as `form-response-7`.
    pub id: &'a str,
    /// The canonical URL of the form where it did not come from a Questionnaire that has one.
    pub questionnaire: &'a str,
    /// When the answers were given, RFC 3339.
    pub authored: &'a str,
    /// Whose they are, such as `Patient/patient-12`; none where they are anonymous.
    pub subject: Option<&'a str>,
    /// The language they were given in.
    pub language: &'a Language,
    /// Whether whoever sent them changed them later.
    pub is_changed: bool,
    /// Where the file that was sent to a field, by its id, can be fetched.
    pub files: &'a str,
}

/// The response: groups as in the Questionnaire the form came from, items in the order of the form, unanswered ones left out.
pub fn questionnaire_response(schema: &FormSchema, answers: &CleanAnswers, head: &ResponseHead<'_>) -> Json {
    let mut items = Vec::new();
    for page in &schema.pages {
        let inner = page_items(schema, page, answers, head);
        push_group(&mut items, page.link_id.as_deref(), schema.text(&page.title, head.language), inner);
    }
    let mut response = Map::new();
    response.insert("resourceType".to_owned(), "QuestionnaireResponse".into());
    response.insert("id".to_owned(), head.id.into());
    response.insert("questionnaire".to_owned(), schema.canonical.as_deref().unwrap_or(head.questionnaire).into());
    response.insert("status".to_owned(), if head.is_changed { "amended" } else { "completed" }.into());
    response.insert("language".to_owned(), head.language.as_str().into());
    if let Some(subject) = head.subject {
        response.insert("subject".to_owned(), json!({ "reference": subject }));
    }
    response.insert("authored".to_owned(), head.authored.into());
    if !items.is_empty() {
        response.insert("item".to_owned(), items.into());
    }
    Json::Object(response)
}

fn page_items(schema: &FormSchema, page: &Page, answers: &CleanAnswers, head: &ResponseHead<'_>) -> Vec<Json> {
    let mut items = Vec::new();
    for section in &page.sections {
        let inner = section_items(schema, section, answers, head);
        push_group(&mut items, section.link_id.as_deref(), schema.text(&section.title, head.language), inner);
    }
    items
}

/// A group without a `linkId` is none of the Questionnaire's: its items stand by themselves.
fn push_group(items: &mut Vec<Json>, link_id: Option<&str>, text: &str, inner: Vec<Json>) {
    match link_id {
        Some(_) if inner.is_empty() => {}
        Some(link_id) if text.is_empty() => items.push(json!({ "linkId": link_id, "item": inner })),
        Some(link_id) => items.push(json!({ "linkId": link_id, "text": text, "item": inner })),
        None => items.extend(inner),
    }
}

fn section_items(schema: &FormSchema, section: &Section, answers: &CleanAnswers, head: &ResponseHead<'_>) -> Vec<Json> {
    let answered = section.fields.iter().filter_map(|field| Some((field, answers.get(&field.id)?)));
    let item = |(field, value): (&Field, &Value)| {
        let mut item = Map::new();
        item.insert("linkId".to_owned(), field.link_id.as_deref().unwrap_or(&field.id).into());
        let label = schema.text(&field.label, head.language);
        if !label.is_empty() {
            item.insert("text".to_owned(), label.into());
        }
        item.insert("answer".to_owned(), values(schema, field, value, head).into());
        Json::Object(item)
    };
    answered.map(item).collect()
}

fn values(schema: &FormSchema, field: &Field, value: &Value, head: &ResponseHead<'_>) -> Vec<Json> {
    match value {
        Value::Text(text) => vec![json!({ "valueString": text })],
        Value::Number(number) => vec![number_value(&field.kind, *number)],
        Value::Date(date) => vec![json!({ "valueDate": iso(*date) })],
        Value::Time(time) => vec![json!({ "valueTime": format!("{time}:00") })],
        Value::YesNo(yes) => vec![json!({ "valueBoolean": yes })],
        Value::Choice(value) => vec![coding(schema, field, value, head.language)],
        Value::Choices(values) => values.iter().map(|value| coding(schema, field, value, head.language)).collect(),
        Value::File(file) => {
            let url = format!("{}/{}", head.files, field.id);
            vec![json!({ "valueAttachment": {
                "contentType": file.media_type, "url": url, "title": file.name, "size": file.size_bytes
            } })]
        }
    }
}

fn number_value(kind: &FieldKind, number: Decimal) -> Json {
    match kind {
        FieldKind::Number(limits) if limits.decimals > 0 => json!({ "valueDecimal": number }),
        _ => json!({ "valueInteger": number }),
    }
}

fn coding(schema: &FormSchema, field: &Field, value: &str, language: &Language) -> Json {
    let option = match &field.kind {
        FieldKind::Choice(choice) => choice.option(value),
        _ => None,
    };
    let mut coding = Map::new();
    let own = option.and_then(|option| option.coding.as_ref());
    if let Some(system) = own.and_then(|own| own.system.as_deref()) {
        coding.insert("system".to_owned(), system.into());
    }
    coding.insert("code".to_owned(), own.map_or(value, |own| own.code.as_str()).into());
    if let Some(option) = option {
        coding.insert("display".to_owned(), schema.text(&option.label, language).into());
    }
    json!({ "valueCoding": coding })
}
