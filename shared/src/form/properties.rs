//! Random forms, random answers: what must hold for all of them.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::given::{Answers, Given};
use super::logic::holds;
use super::rule::Rule;
use super::schema::FormSchema;
use super::starters::starters;
use super::test_forms::{checked_given, form_of_pages, today, validator};
use super::text::Language;
use super::{check, column_kind, columns, compare, display, next_step, steps};

const OPTIONS: &str = r#"[{"value":"x","label":{"en":"X"},"points":1},{"value":"y","label":{"en":"Y"}},{"value":"z","label":{"en":"Z"}}]"#;

fn options() -> Json {
    serde_json::from_str(OPTIONS).unwrap()
}

fn kind() -> impl Strategy<Value = Json> {
    let numbers = (-20..20_i32, 0..30_i32, 0..4_u8);
    prop_oneof![
        (0..5_u32, 5..50_u32).prop_map(|(min, max)| json!({ "text": { "minLength": min, "maxLength": max } })),
        "[a-c]{1,3}[+*?]?".prop_map(|regex| json!({ "text": { "pattern": { "regex": regex } } })),
        Just(json!({ "longText": {} })),
        numbers.prop_map(
            |(from, more, decimals)| json!({ "number": { "from": from, "to": from + more, "decimals": decimals } })
        ),
        (0..60_i32).prop_map(|days| json!({ "date": { "from": format!("today-{days}d"), "to": "today+1y" } })),
        Just(json!({ "time": { "from": "08:00" } })),
        Just(json!({ "choice": { "style": "radio", "options": options() } })),
        (1..3_u32)
            .prop_map(|least| json!({ "choice": { "style": "several", "options": options(), "atLeast": least } })),
        Just(json!({ "yesNo": { "yesPoints": 2 } })),
        Just(json!({ "scale": { "from": 0, "to": 10, "points": "value" } })),
        Just(json!({ "phone": {} })),
        Just(json!("email")),
        Just(json!("postcode")),
        Just(json!("nhsNumber")),
        Just(json!("consent")),
        Just(json!({ "file": { "types": ["pdf"] } })),
        Just(json!({ "information": { "text": { "en": "Read" } } })),
        Just(json!({ "hidden": {} })),
    ]
}

/// A rule about a field of this kind, or about the answer as such.
fn rule_about(field: &Json, shape: u8) -> Json {
    let id = &field["id"];
    let kind = &field["kind"];
    let specific = if kind.get("yesNo").is_some() || kind == "consent" {
        json!({ "yesNo": { "field": id, "is": shape.is_multiple_of(2) } })
    } else if kind.get("choice").is_some() {
        json!({ "chosen": { "field": id, "anyOf": ["x"] } })
    } else if kind.get("number").is_some() || kind.get("scale").is_some() {
        json!({ "number": { "field": id, "from": 3 } })
    } else if kind.get("date").is_some() {
        json!({ "date": { "field": id, "to": "today" } })
    } else {
        json!({ "answered": id })
    };
    match shape % 5 {
        0 => json!({ "not": specific }),
        1 => json!({ "all": [specific, { "answered": id }] }),
        2 => json!({ "any": [specific, { "not": { "answered": id } }] }),
        _ => specific,
    }
}

#[derive(Debug, Clone)]
struct Sketch {
    kind: Json,
    required: bool,
    /// Which earlier field its rule is about, the shape of the rule, and whether it shows or requires.
    rule: Option<(prop::sample::Index, u8, bool)>,
    new_page: bool,
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let rule = proptest::option::of((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()));
    (kind(), any::<bool>(), rule, proptest::bool::weighted(0.2)).prop_map(|(kind, required, rule, new_page)| Sketch {
        kind,
        required,
        rule,
        new_page,
    })
}

fn schema_of(sketches: &[Sketch]) -> FormSchema {
    let mut fields: Vec<Json> = vec![json!({ "id": "f0", "kind": { "yesNo": {} }, "label": { "en": "First" } })];
    let mut pages: Vec<Vec<Json>> = vec![vec![fields[0].clone()]];
    for (index, sketch) in sketches.iter().enumerate() {
        let asked = sketch.kind.get("information").is_none() && sketch.kind.get("hidden").is_none();
        let mut field = json!({ "id": format!("f{}", index + 1), "kind": sketch.kind, "label": { "en": "Label" } });
        if asked {
            field["required"] = json!(sketch.required);
        }
        if let Some((earlier, shape, shows)) = &sketch.rule {
            let earlier = earlier.get(&fields);
            if earlier["kind"].get("information").is_none() && (*shows || asked) {
                field[if *shows { "showIf" } else { "requiredIf" }] = rule_about(earlier, *shape);
            }
        }
        fields.push(field.clone());
        if sketch.new_page {
            pages.push(Vec::new());
        }
        pages.last_mut().unwrap().push(field);
    }
    let pages = pages
        .into_iter()
        .enumerate()
        .map(|(index, fields)| json!({ "id": format!("p{index}"), "sections": [{ "fields": fields }] }));
    let mut schema = form_of_pages(pages.collect());
    schema.scoring = serde_json::from_value(json!({ "title": { "en": "Score" } })).unwrap();
    if !schema.fields().any(|field| field.kind.is_scored()) {
        schema.scoring = None;
    }
    schema
}

fn schema() -> impl Strategy<Value = FormSchema> {
    proptest::collection::vec(sketch(), 0..12).prop_map(|sketches| schema_of(&sketches))
}

fn answer() -> impl Strategy<Value = Json> {
    prop_oneof![
        4 => proptest::sample::select(vec![
            json!("yes"), json!("no"), json!(true), json!(false), json!("x"), json!("y"), json!(["x"]), json!(["x", "y"]),
            json!(5), json!("7"), json!(2.5), json!("2026-11-20"), json!("20/11/2026"), json!("14:30"), json!("9am"),
            json!("07700 900123"), json!("a@example.org"), json!("SW1A 1AA"), json!("943 476 5919"), json!("abc"), json!("aa"),
            json!({ "key": "k", "name": "a.pdf", "mediaType": "application/pdf", "sizeBytes": 5 }),
            json!({ "day": "20", "month": "11", "year": "2026" }), json!({ "day": "20" })
        ]),
        1 => ".{0,30}".prop_map(Json::from),
        1 => any::<f64>().prop_map(Json::from),
        1 => proptest::collection::vec(".{0,5}", 0..4).prop_map(Json::from),
        1 => Just(json!([[1]])),
        1 => Just(Json::Null),
    ]
}

fn answers() -> impl Strategy<Value = Answers> {
    proptest::collection::vec(("f[0-9]|f1[0-2]", answer()), 0..16)
        .prop_map(|pairs| pairs.into_iter().map(|(id, json)| (id, Given::from(json))).collect())
}

/// Right answers to every field that has them, so that whole forms pass the validator too.
fn right_answers(schema: &FormSchema) -> Answers {
    let answer = |kind: &super::FieldKind| match kind.name() {
        "text" => match kind {
            // A pattern is letters with at most one sign behind them, which they match themselves.
            super::FieldKind::Text(limits) if limits.pattern.is_some() => {
                json!(limits.pattern.as_ref().map(|pattern| pattern.regex.trim_end_matches(['+', '*', '?'])))
            }
            _ => json!("abcde"),
        },
        "longText" | "hidden" => json!("words"),
        "yesNo" | "consent" => json!("yes"),
        "choice" if column_kind(kind) == Some(super::ColumnKind::List) => json!(["x", "y"]),
        "choice" => json!("x"),
        "scale" => json!(4),
        "number" => match kind {
            super::FieldKind::Number(limits) => json!(limits.from),
            _ => Json::Null,
        },
        "date" => json!("2026-11-23"),
        "time" => json!("10am"),
        "phone" => json!("07700 900123"),
        "email" => json!("a@example.org"),
        "postcode" => json!("sw1a1aa"),
        "nhsNumber" => json!("943 476 5919"),
        "file" => json!({ "key": "k", "name": "a.pdf", "mediaType": "application/pdf", "sizeBytes": 5 }),
        _ => Json::Null,
    };
    let fields = schema.fields().filter(|field| field.kind.takes_answer());
    fields.map(|field| (field.id.clone(), Given::from(answer(&field.kind)))).collect()
}

fn rule() -> impl Strategy<Value = Rule> {
    let leaf = prop_oneof![
        "f[0-9]".prop_map(Rule::Answered),
        ("f[0-9]", any::<bool>()).prop_map(|(field, is)| Rule::yes_no(&field, is)),
        "f[0-9]".prop_map(|field| Rule::chosen(&field, &["x"])),
    ];
    leaf.prop_recursive(8, 60, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Rule::All),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Rule::Any),
            inner.prop_map(|rule| Rule::Not(Box::new(rule))),
        ]
    })
}

proptest! {
    #[test]
    fn random_forms_pass_the_check_and_survive_json(schema in schema()) {
        prop_assert_eq!(check(&schema, today()), Ok(()));
        prop_assert_eq!(FormSchema::read(&schema.write()).unwrap(), schema.clone());
        prop_assert!(compare(&schema, &schema).changes.is_empty());
        prop_assert!(columns(&schema).len() <= schema.fields().count() + 2);
    }

    #[test]
    fn answers_are_clean_or_their_problems_are_named(schema in schema(), answers in answers()) {
        match checked_given(&schema, &answers) {
            Ok(clean) => {
                let again = checked_given(&schema, &Answers::from(&clean)).unwrap();
                prop_assert_eq!(&again, &clean, "checking twice is checking once");
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.iter().all(|problem| !problem.message.is_empty() && !problem.field.is_empty()));
            }
        }
    }

    #[test]
    fn right_answers_pass_and_hidden_fields_keep_none(schema in schema(), yes in any::<bool>()) {
        let mut answers = right_answers(&schema);
        answers.set("f0", Given::YesNo(yes));
        // A rule may hide what another requires; what is shown is answered rightly, so nothing can be missing.
        let clean = checked_given(&schema, &answers).unwrap();
        let language = Language::english();
        let visible = validator(&schema, &language).visible(&Answers::from(&clean));
        for (id, _) in clean.iter() {
            prop_assert!(visible.contains(id), "{} is hidden and kept its answer", id);
        }
        for placed in schema.placed() {
            let shown = placed.show_rules().all(|rule| holds(rule, &clean, today()));
            prop_assert_eq!(shown, visible.contains(&placed.field.id));
            if let Some(value) = clean.get(&placed.field.id) {
                let _ = display(&schema, placed.field, value, &language);
            }
        }
        let stored = serde_json::to_value(&clean).unwrap();
        prop_assert_eq!(super::CleanAnswers::read(&schema, &stored).unwrap(), clean.clone());
        let score = validator(&schema, &language).score(&clean);
        prop_assert!(score.is_none_or(|score| score.points <= score.most));
    }

    #[test]
    fn steps_hold_every_field_once_and_lead_to_an_end(schema in schema(), answers in answers()) {
        let steps = steps(&schema);
        let asked: Vec<&str> = steps.iter().flat_map(|step| step.fields.iter().map(|placed| placed.field.id.as_str())).collect();
        let all: Vec<&str> = schema.fields().map(|field| field.id.as_str()).collect();
        prop_assert_eq!(asked, all);
        let language = Language::english();
        let visible = validator(&schema, &language).visible(&answers);
        let mut at = next_step(&steps, &visible, None);
        let mut walked = 0;
        while let Some(step) = at {
            let _ = validator(&schema, &language).validate_step(&answers, &steps[step]);
            walked += 1;
            prop_assert!(walked <= steps.len());
            at = next_step(&steps, &visible, Some(step));
        }
    }

    #[test]
    fn rules_come_to_an_end_and_survive_json(rule in rule(), answers in answers()) {
        let schema = schema_of(&[]);
        let language = Language::english();
        let clean = validator(&schema, &language).so_far(&answers);
        prop_assert_ne!(holds(&rule, &clean, today()), holds(&Rule::Not(Box::new(rule.clone())), &clean, today()));
        let json = serde_json::to_string(&rule).unwrap();
        prop_assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
    }

    #[test]
    fn a_starter_with_a_random_change_never_makes_anything_panic(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), change in answer(), answers in answers()
    ) {
        let mut json: Json = serde_json::from_str(which.get(starters()).json()).unwrap();
        let mut paths = Vec::new();
        collect_paths(&json, String::new(), &mut paths);
        *json.pointer_mut(at.get::<String>(&paths).as_str()).unwrap() = change;
        if let Ok(schema) = FormSchema::read(&json.to_string()) {
            let problems = check(&schema, today()).err().unwrap_or_default();
            prop_assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
            let _ = checked_given(&schema, &answers);
            let _ = compare(&which.get(starters()).schema().unwrap(), &schema);
        }
    }
}

fn collect_paths(json: &Json, at: String, paths: &mut Vec<String>) {
    match json {
        Json::Object(fields) => collect(fields, &at, paths),
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_paths(item, format!("{at}/{index}"), paths);
            }
        }
        _ => {}
    }
    paths.push(at);
}

fn collect(fields: &Map<String, Json>, at: &str, paths: &mut Vec<String>) {
    for (key, value) in fields {
        collect_paths(value, format!("{at}/{key}"), paths);
    }
}
