//! `docs/forms/form-schema.json` is made from the types, and the shipped forms and the documentation are as it says.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::check;
use super::schema::FormSchema;
use super::starters::starters;
use super::test_forms::{checked, today, validator};
use super::text::Language;

/// With this variable set the file is written instead of compared.
const WRITE: &str = "RECALL_WRITE_FORM_SCHEMA";

fn generated() -> Json {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<FormSchema>();
    schema.insert("$id".to_owned(), json!("urn:recall:form:1"));
    serde_json::to_value(schema).unwrap()
}

#[test]
fn the_published_json_schema_is_the_generated_one() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/forms/form-schema.json");
    let text = format!("{}\n", serde_json::to_string_pretty(&generated()).unwrap());
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let published = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        published == text,
        "docs/forms/form-schema.json is not what the types say; write it again with\n{WRITE}=1 cargo test -p shared json_schema"
    );
}

#[test]
fn the_shipped_forms_are_as_the_json_schema_says() {
    let schema = generated();
    for starter in starters() {
        let json: Json = serde_json::from_str(starter.json()).unwrap();
        assert_eq!(problem(&schema, &schema, &json, starter.slug), None);
    }
}

#[test]
fn the_json_schema_refuses_what_the_reader_refuses() {
    let schema = generated();
    let good: Json = serde_json::from_str(starters()[0].json()).unwrap();
    let field = "/pages/0/sections/0/fields/0";
    for (pointer, value) in [
        ("/kind", json!("survey")),
        ("/format", json!("1")),
        ("/languages", json!(["English"])),
        ("/title", json!("Book")),
        ("/title", json!({ "English language": "Book" })),
        ("/pages/0", json!({ "id": "p" })),
        (field, json!({ "id": "a", "kind": "text" })),
        (field, json!({ "id": "a", "kind": { "text": {}, "number": {} } })),
        (field, json!({ "id": "a", "kind": { "text": { "maxlength": 5 } } })),
        (field, json!({ "id": "a", "kind": { "date": { "from": "tomorrow" } } })),
        (field, json!({ "id": "a", "kind": { "number": { "from": "5" } } })),
        (field, json!({ "id": "a", "kind": "email", "showIf": { "answers": "b" } })),
        (field, json!({ "id": "a", "kind": "email", "label": 5 })),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value.clone();
        assert!(FormSchema::read(&bad.to_string()).is_err(), "{pointer}: {value}");
        assert!(problem(&schema, &schema, &bad, "").is_some(), "{pointer}: {value}");
    }
}

#[test]
fn the_example_of_the_documentation_is_a_good_form_and_does_what_is_said() {
    let docs = std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/forms.md")).unwrap();
    let block = |number: usize| docs.split("```json\n").nth(number).and_then(|rest| rest.split("```").next()).unwrap();
    let (form, answers): (FormSchema, Json) =
        (FormSchema::read(block(1)).unwrap(), serde_json::from_str(block(2)).unwrap());
    assert_eq!(check(&form, today()), Ok(()));
    assert_eq!(problem(&generated(), &generated(), &serde_json::from_str(block(1)).unwrap(), ""), None);
    let clean = checked(&form, answers.clone()).unwrap();
    assert_eq!(serde_json::to_value(&clean).unwrap(), answers);
    let language = Language::english();
    let score = validator(&form, &language).score(&clean).unwrap();
    assert_eq!(score.band.map(|band| band.id.as_str()), Some("call"));
    let yes = checked(&form, json!({ "uses_inhaler": "yes", "last_used": "2026-10-03" })).unwrap();
    assert_eq!(serde_json::to_value(&yes).unwrap(), json!({ "uses_inhaler": true }));
}

/// The first place where a value is not as a schema says: as much of JSON Schema 2020-12 as the generated file uses.
fn problem(root: &Json, schema: &Json, value: &Json, at: &str) -> Option<String> {
    let Json::Object(keywords) = schema else {
        return (schema == &json!(false)).then(|| format!("{at}: not allowed"));
    };
    keywords.iter().find_map(|(keyword, says)| {
        let wrong = |wrong: bool| wrong.then(|| format!("{at}: {keyword}"));
        let inner = |schema: &Json, value: &Json, key: &str| problem(root, schema, value, &format!("{at}/{key}"));
        match keyword.as_str() {
            "$ref" => {
                let target = root.pointer(says.as_str().unwrap().trim_start_matches('#')).unwrap();
                problem(root, target, value, at)
            }
            "type" => wrong(match says {
                Json::Array(types) => !types.iter().any(|name| is_type(name, value)),
                name => !is_type(name, value),
            }),
            "enum" => wrong(!says.as_array().unwrap().contains(value)),
            "const" => wrong(says != value),
            "minimum" => wrong(value.as_f64().is_some_and(|number| number < says.as_f64().unwrap())),
            "maximum" => wrong(value.as_f64().is_some_and(|number| number > says.as_f64().unwrap())),
            "pattern" => wrong(value.as_str().is_some_and(|text| !is_match(says, text))),
            "oneOf" | "anyOf" => {
                let fitting =
                    says.as_array().unwrap().iter().filter(|one| problem(root, one, value, at).is_none()).count();
                wrong(fitting == 0 || (keyword == "oneOf" && fitting > 1))
            }
            "allOf" => says.as_array().unwrap().iter().find_map(|one| problem(root, one, value, at)),
            "items" => {
                value.as_array()?.iter().enumerate().find_map(|(index, item)| inner(says, item, &index.to_string()))
            }
            "required" => {
                let fields = value.as_object()?;
                wrong(says.as_array().unwrap().iter().any(|key| !fields.contains_key(key.as_str().unwrap())))
            }
            "properties" => value.as_object()?.iter().find_map(|(key, value)| inner(says.get(key)?, value, key)),
            "patternProperties" => value.as_object()?.iter().find_map(|(key, value)| {
                let schemas = says.as_object().unwrap().iter();
                schemas
                    .filter(|(pattern, _)| is_match(&json!(pattern), key))
                    .find_map(|(_, schema)| inner(schema, value, key))
            }),
            "additionalProperties" => value.as_object()?.iter().find_map(|(key, value)| {
                let named = keywords.get("properties").is_some_and(|known| known.get(key).is_some());
                let patterns = keywords.get("patternProperties").and_then(Json::as_object);
                let matched = patterns.is_some_and(|known| known.keys().any(|pattern| is_match(&json!(pattern), key)));
                if named || matched { None } else { inner(says, value, key) }
            }),
            "propertyNames" => value.as_object()?.keys().find_map(|key| inner(says, &json!(key), key)),
            "$schema" | "$id" | "$defs" | "title" | "description" | "default" | "format" => None,
            other => panic!("the small validator of this test does not know {other}"),
        }
    })
}

fn is_match(pattern: &Json, text: &str) -> bool {
    regex_lite::Regex::new(pattern.as_str().unwrap()).unwrap().is_match(text)
}

fn is_type(name: &Json, value: &Json) -> bool {
    match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the small validator of this test does not know the type {other}"),
    }
}
