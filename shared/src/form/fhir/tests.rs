//! Questionnaires in, responses out, and what has no place in a form.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{FhirError, Imported, ResponseHead, import_questionnaire, questionnaire_response};
use crate::form::field::{ChoiceStyle, FieldKind};
use crate::form::schema::{Field, FormSchema};
use crate::form::test_forms::{checked, today};
use crate::form::text::Language;
use crate::form::{FileType, check};

const REVIEW: &str = include_str!("asthma_review.json");

fn imported(items: Json) -> Imported {
    let questionnaire = json!({ "resourceType": "Questionnaire", "status": "active", "title": "Test", "item": items });
    import_questionnaire(&questionnaire.to_string()).unwrap()
}

fn field(item: Json) -> (Field, Vec<String>) {
    let imported = imported(json!([item]));
    let lost = imported.lost.iter().map(ToString::to_string).collect();
    (imported.schema.fields().next().unwrap().clone(), lost)
}

fn lost(item: Json) -> Vec<String> {
    field(item).1
}

#[test]
fn a_whole_questionnaire_becomes_a_good_form() {
    let Imported { schema, lost } = import_questionnaire(REVIEW).unwrap();
    assert_eq!(check(&schema, today()), Ok(()));
    assert_eq!(schema.canonical.as_deref(), Some("https://example.org/Questionnaire/asthma-review|1.2"));
    assert_eq!(schema.languages.iter().map(Language::as_str).collect::<Vec<_>>(), ["en", "cy"]);
    let ids: Vec<&str> = schema.fields().map(|field| field.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "intro",
            "asthma",
            "severity",
            "triggers",
            "attacks",
            "peak_flow",
            "last_attack",
            "inhaler_photo",
            "remarks",
            "consented"
        ]
    );
    assert_eq!(
        schema.pages.iter().map(|page| page.id.as_str()).collect::<Vec<_>>(),
        ["symptoms", "history", "questions"]
    );
    let severity = schema.field("severity").unwrap();
    assert_eq!(serde_json::to_value(&severity.show_if).unwrap(), json!({ "yesNo": { "field": "asthma", "is": true } }));
    assert_eq!(schema.text(&severity.label, &"cy".parse().unwrap()), "Pa mor ddrwg?");
    assert!(schema.scoring.is_some());
    let lost: Vec<String> = lost.iter().map(ToString::to_string).collect();
    assert_eq!(
        lost,
        [
            "item triggers: an answer outside of the list; add a text field for it",
            "item peak-flow: a quantity with a unit to choose; it is a number in one unit now",
            "item remarks: the extension preferredTerminologyServer",
        ]
    );
}

#[test]
fn answers_go_back_as_a_response_of_the_same_shape() {
    let schema = import_questionnaire(REVIEW).unwrap().schema;
    let clean = checked(
        &schema,
        json!({
            "asthma": true, "severity": "moderate", "triggers": ["cold_air", "pollen"], "attacks": 3, "peak_flow": 412.5,
            "last_attack": "2026-10-01", "consented": "yes"
        }),
    )
    .unwrap();
    let language = Language::english();
    let head = ResponseHead {
        id: "form-response-7",
        questionnaire: "urn:unused",
        authored: "2026-11-23T10:00:00Z",
        subject: Some("Patient/patient-12"),
        language: &language,
        is_changed: false,
        files: "https://recall.example.org/form-responses/form-response-7/files",
    };
    let response = questionnaire_response(&schema, &clean, &head);
    assert_eq!(
        response,
        json!({
            "resourceType": "QuestionnaireResponse",
            "id": "form-response-7",
            "questionnaire": "https://example.org/Questionnaire/asthma-review|1.2",
            "status": "completed",
            "language": "en",
            "subject": { "reference": "Patient/patient-12" },
            "authored": "2026-11-23T10:00:00Z",
            "item": [
                { "linkId": "symptoms", "text": "Symptoms", "item": [
                    { "linkId": "asthma", "text": "Do you have asthma?", "answer": [{ "valueBoolean": true }] },
                    { "linkId": "severity", "text": "How bad is it?", "answer": [{ "valueCoding": {
                        "system": "http://snomed.info/sct", "code": "6736007", "display": "Moderate" } }] },
                    { "linkId": "triggers", "text": "What sets it off?", "answer": [
                        { "valueCoding": { "code": "cold_air", "display": "Cold air" } },
                        { "valueCoding": { "code": "pollen", "display": "Pollen" } }] }
                ] },
                { "linkId": "history", "text": "History", "item": [
                    { "linkId": "attacks-group", "text": "Attacks", "item": [
                        { "linkId": "attacks", "text": "Attacks in 12 months", "answer": [{ "valueInteger": 3 }] },
                        { "linkId": "peak-flow", "text": "Peak flow", "answer": [{ "valueDecimal": 412.5 }] },
                        { "linkId": "last-attack", "text": "Last attack", "answer": [{ "valueDate": "2026-10-01" }] }
                    ] }
                ] },
                { "linkId": "consented", "text": "May we share this?", "answer": [{ "valueBoolean": true }] }
            ]
        })
    );
}

#[test]
fn a_form_of_our_own_answers_flat_under_the_address_it_is_given() {
    let schema = crate::form::test_forms::form_of(json!([
        { "id": "reason", "kind": { "text": {} }, "label": { "en": "Reason" } },
        { "id": "at", "kind": { "time": {} }, "label": { "en": "At" } }
    ]));
    let language = Language::english();
    let head = ResponseHead {
        id: "form-response-7",
        questionnaire: "urn:recall:form:5:2",
        authored: "2026-11-23T10:00:00Z",
        subject: None,
        language: &language,
        is_changed: false,
        files: "https://recall.example.org/form-responses/form-response-7/files",
    };
    let response = questionnaire_response(&schema, &checked(&schema, json!({ "at": "2pm" })).unwrap(), &head);
    assert_eq!(response["item"], json!([{ "linkId": "at", "text": "At", "answer": [{ "valueTime": "14:00:00" }] }]));
    assert_eq!(response["questionnaire"], "urn:recall:form:5:2");
    assert!(response.get("subject").is_none());
    let changed = ResponseHead { is_changed: true, ..head };
    let empty = questionnaire_response(&schema, &checked(&schema, json!({})).unwrap(), &changed);
    assert_eq!(empty["status"], "amended");
    assert!(empty.get("item").is_none());
}

#[test]
fn types_become_kinds() {
    for (kind, name) in [
        ("boolean", "yesNo"),
        ("decimal", "number"),
        ("integer", "number"),
        ("date", "date"),
        ("dateTime", "date"),
        ("time", "time"),
        ("string", "text"),
        ("text", "longText"),
        ("url", "text"),
        ("attachment", "file"),
        ("reference", "text"),
        ("quantity", "number"),
    ] {
        assert_eq!(field(json!({ "linkId": "q", "type": kind, "text": "Q" })).0.kind.name(), name, "{kind}");
    }
    let heading = imported(
        json!([{ "linkId": "d", "type": "display", "text": "Read" }, { "linkId": "q", "type": "date", "text": "Q" }]),
    );
    assert!(matches!(heading.schema.fields().next().unwrap().kind, FieldKind::Information(_)));
}

#[test]
fn limits_and_defaults_come_along() {
    let extension = |name: &str, key: &str, value: Json| json!({ "url": format!("http://hl7.org/fhir/StructureDefinition/{name}"), key: value });
    let (text, _) = field(json!({ "linkId": "q", "type": "string", "text": "Q", "required": true, "maxLength": 9,
        "initial": [{ "valueString": "a" }], "extension": [extension("regex", "valueString", json!("[a-z]+")), extension("minLength", "valueInteger", json!(1)),
        extension("entryFormat", "valueString", json!("letters"))] }));
    assert_eq!(
        serde_json::to_value(&text).unwrap(),
        json!({ "id": "q", "kind": { "text": { "minLength": 1, "maxLength": 9, "pattern": { "regex": "[a-z]+" } } },
            "label": { "en": "Q" }, "hint": { "en": "letters" }, "required": true, "default": "a", "linkId": "q" })
    );
    let (slider, lost) = field(json!({ "linkId": "q", "type": "integer", "text": "Q", "extension": [
        extension("minValue", "valueInteger", json!(0)), extension("maxValue", "valueInteger", json!(10)),
        extension("questionnaire-itemControl", "valueCodeableConcept", json!({ "coding": [{ "code": "slider" }] }))] }));
    assert!(matches!(slider.kind, FieldKind::Scale(_)) && lost.is_empty(), "{lost:?}");
    let (photo, _) = field(
        json!({ "linkId": "q", "type": "attachment", "text": "Q", "extension": [extension("mimeType", "valueCode", json!("image/png"))] }),
    );
    assert!(matches!(photo.kind, FieldKind::File(limits) if limits.types == [FileType::Png]));
    let (hidden, _) = field(
        json!({ "linkId": "q", "type": "string", "text": "Q", "extension": [extension("questionnaire-hidden", "valueBoolean", json!(true))] }),
    );
    assert_eq!(hidden.kind.name(), "hidden");
}

#[test]
fn choices_come_from_options_and_from_contained_value_sets() {
    let many: Vec<Json> = (0..9).map(|index| json!({ "valueString": format!("Option {index}") })).collect();
    let style = |item: Json| match field(item).0.kind {
        FieldKind::Choice(choice) => (choice.style, choice.options.len()),
        other => panic!("{}", other.name()),
    };
    assert_eq!(
        style(json!({ "linkId": "q", "type": "choice", "text": "Q", "answerOption": many })),
        (ChoiceStyle::Select, 9)
    );
    assert_eq!(
        style(
            json!({ "linkId": "q", "type": "choice", "text": "Q", "answerOption": [{ "valueInteger": 1 }, { "valueInteger": 2 }] })
        ),
        (ChoiceStyle::Radio, 2)
    );
    assert_eq!(
        style(json!({ "linkId": "q", "type": "choice", "repeats": true, "text": "Q", "answerOption": many })),
        (ChoiceStyle::Several, 9)
    );
    let questionnaire = json!({ "resourceType": "Questionnaire", "contained": [{ "resourceType": "ValueSet", "id": "yn",
        "compose": { "include": [{ "system": "urn:x", "concept": [{ "code": "Y", "display": "Yes" }, { "code": "N", "display": "No" }] }] } }],
        "item": [{ "linkId": "q", "type": "choice", "text": "Q", "answerValueSet": "#yn" }] });
    let schema = import_questionnaire(&questionnaire.to_string()).unwrap().schema;
    let json = serde_json::to_value(&schema.fields().next().unwrap().kind).unwrap();
    assert_eq!(
        json["choice"]["options"][1],
        json!({ "value": "no", "label": { "en": "No" }, "coding": { "system": "urn:x", "code": "N" } })
    );
    let elsewhere =
        lost(json!({ "linkId": "q", "type": "choice", "text": "Q", "answerValueSet": "http://example.org/vs" }));
    assert_eq!(elsewhere, ["item q: its list of answers, which is not in the file; it is a text now"]);
}

fn rule(kind: Json, when: Json) -> (Json, Vec<String>) {
    let mut asked = json!({ "linkId": "asked", "text": "Q" });
    for (key, value) in kind.as_object().unwrap() {
        asked[key] = value.clone();
    }
    let mut condition = json!({ "question": "asked" });
    for (key, value) in when.as_object().unwrap() {
        condition[key] = value.clone();
    }
    let imported =
        imported(json!([asked, { "linkId": "shown", "type": "string", "text": "Q", "enableWhen": [condition] }]));
    let rule = serde_json::to_value(&imported.schema.field("shown").unwrap().show_if).unwrap();
    (rule, imported.lost.iter().map(ToString::to_string).collect())
}

#[test]
fn enable_when_becomes_a_rule() {
    let (boolean, integer, date) =
        (json!({ "type": "boolean" }), json!({ "type": "integer" }), json!({ "type": "date" }));
    let choice = json!({ "type": "choice", "answerOption": [{ "valueCoding": { "system": "urn:x", "code": "A", "display": "First" } }] });
    for (kind, when, expected) in [
        (
            boolean.clone(),
            json!({ "operator": "=", "answerBoolean": true }),
            json!({ "yesNo": { "field": "asked", "is": true } }),
        ),
        (
            boolean.clone(),
            json!({ "operator": "!=", "answerBoolean": true }),
            json!({ "not": { "yesNo": { "field": "asked", "is": true } } }),
        ),
        (boolean, json!({ "operator": "exists", "answerBoolean": false }), json!({ "not": { "answered": "asked" } })),
        (
            integer.clone(),
            json!({ "operator": ">=", "answerInteger": 5 }),
            json!({ "number": { "field": "asked", "from": 5 } }),
        ),
        (
            integer.clone(),
            json!({ "operator": ">", "answerInteger": 5 }),
            json!({ "all": [{ "answered": "asked" }, { "not": { "number": { "field": "asked", "to": 5 } } }] }),
        ),
        (
            integer,
            json!({ "operator": "<", "answerInteger": 5 }),
            json!({ "all": [{ "answered": "asked" }, { "not": { "number": { "field": "asked", "from": 5 } } }] }),
        ),
        (
            date,
            json!({ "operator": "<=", "answerDate": "2026-01-31" }),
            json!({ "date": { "field": "asked", "to": "2026-01-31" } }),
        ),
        (
            choice,
            json!({ "operator": "=", "answerCoding": { "system": "urn:x", "code": "A" } }),
            json!({ "chosen": { "field": "asked", "anyOf": ["first"] } }),
        ),
        (
            json!({ "type": "string" }),
            json!({ "operator": "=", "answerString": "x" }),
            json!({ "text": { "field": "asked", "is": "x" } }),
        ),
    ] {
        assert_eq!(rule(kind, when), (expected, Vec::new()));
    }
}

#[test]
fn a_rule_that_cannot_be_carried_over_shows_the_item_to_all() {
    for (kind, when, why) in [
        (
            json!({ "type": "boolean" }),
            json!({ "question": "later", "operator": "=", "answerBoolean": true }),
            "it asks about an item that is not an earlier question",
        ),
        (
            json!({ "type": "boolean" }),
            json!({ "operator": ">", "answerBoolean": true }),
            "answers of this type have no order",
        ),
        (json!({ "type": "boolean" }), json!({ "operator": "~", "answerBoolean": true }), "its operator is not known"),
        (json!({ "type": "boolean" }), json!({ "operator": "=" }), "it names no answer"),
        (
            json!({ "type": "time" }),
            json!({ "operator": "=", "answerTime": "10:00:00" }),
            "answers of this type cannot be compared",
        ),
    ] {
        let (rule, lost) = rule(kind, when);
        assert_eq!(rule, Json::Null);
        assert_eq!(lost, [format!("item shown: its enableWhen, because {why}; it is always shown now")]);
    }
}

#[test]
fn what_has_no_place_is_listed() {
    let said = lost(
        json!({ "linkId": "q", "type": "string", "text": "Q", "readOnly": true, "repeats": true, "maxLength": 99999,
        "code": [{ "code": "x" }], "extension": [{ "url": "http://example.org/odd", "valueString": "x" },
        { "url": "http://hl7.org/fhir/StructureDefinition/regex", "valueString": "(?=a)b" }] }),
    );
    assert_eq!(said.len(), 6, "{said:#?}");
    let nested = imported(json!([{ "linkId": "g", "type": "group", "text": "G", "repeats": true, "item": [
        { "linkId": "s", "type": "group", "text": "S", "item": [
            { "linkId": "deep", "type": "group", "text": "Deep", "item": [{ "linkId": "q", "type": "string", "text": "Q", "item": [
                { "linkId": "under", "type": "string", "text": "U" }] }] }] }] }]));
    let ids: Vec<_> = nested.schema.fields().map(|field| field.id.clone()).collect();
    assert_eq!(ids, ["deep", "q", "under"]);
    assert_eq!(nested.lost.len(), 3, "{:?}", nested.lost);
}

#[test]
fn what_is_no_questionnaire_is_refused() {
    assert!(matches!(import_questionnaire("{"), Err(FhirError::Json { .. })));
    assert_eq!(import_questionnaire(r#"{"resourceType":"Patient"}"#), Err(FhirError::NotAQuestionnaire));
    assert_eq!(import_questionnaire("[]"), Err(FhirError::NotAQuestionnaire));
    assert_eq!(import_questionnaire(r#"{"resourceType":"Questionnaire"}"#), Err(FhirError::NoItems));
    assert!(matches!(import_questionnaire(&" ".repeat(2_000_001)), Err(FhirError::TooLarge { .. })));
}

fn any_json() -> impl Strategy<Value = Json> {
    let keys = "item|type|linkId|text|answerOption|valueCoding|code|enableWhen|question|operator|answerInteger|extension|url|initial|valueString|repeats|maxLength|required";
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i32>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "group|choice|integer|display|string|>|=|a|1".prop_map(Json::from),
        ".{0,8}".prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            proptest::collection::vec((keys, inner), 0..6)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_the_import_panic(items in proptest::collection::vec(any_json(), 1..4)) {
        let questionnaire = json!({ "resourceType": "Questionnaire", "item": items });
        let imported = import_questionnaire(&questionnaire.to_string()).unwrap();
        let _ = check(&imported.schema, today());
        let again: FormSchema = FormSchema::read(&imported.schema.write()).unwrap();
        prop_assert_eq!(again, imported.schema);
    }
}
