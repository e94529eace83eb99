//! Forms with something wrong in them, and what is said about it.
#![allow(clippy::unwrap_used)]

use serde_json::{Value as Json, json};

use super::*;
use crate::form::test_forms::{form_of, form_of_pages, today};

fn found(schema: &FormSchema) -> Vec<String> {
    check(schema, today()).err().unwrap_or_default().iter().map(SchemaProblem::to_string).collect()
}

fn text(id: &str) -> Json {
    json!({ "id": id, "kind": { "text": {} }, "label": { "en": "Label" } })
}

/// What is said of a form of one field with the id `it`, without the place.
fn said(kind: Json) -> Vec<String> {
    let found = found(&form_of(json!([{ "id": "it", "kind": kind, "label": { "en": "Label" } }])));
    found.iter().map(|text| text.strip_prefix("page 1, section 1, field \"it\"").unwrap().to_owned()).collect()
}

#[test]
fn a_good_form_has_no_problem() {
    assert_eq!(found(&form_of(json!([text("a"), text("b")]))), [""; 0]);
}

#[test]
fn ids_are_usable_and_there_once() {
    let form = form_of(json!([text("a"), text("a"), text("Birth date"), text("select"), text("patient_id")]));
    assert_eq!(
        found(&form),
        [
            "page 1, section 1, field \"a\": the id \"a\" is there twice; give one of the two another",
            "page 1, section 1, field \"Birth date\": the id is not usable; take up to 40 lower-case letters, digits and underscores, a letter first, such as birth_date",
            "page 1, section 1, field \"select\": the id \"select\" has a meaning of its own in the database; take another, such as select_answer",
            "page 1, section 1, field \"patient_id\": the id \"patient_id\" has a meaning of its own in the database; take another, such as patient_id_answer",
        ]
    );
    let page = |id: &str, field: &str| json!({ "id": id, "sections": [{ "fields": [text(field)] }] });
    let pages = found(&form_of_pages(json!([page("one", "a"), page("one", "b"), page("2", "c")])));
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert!(pages[0].starts_with("page 2: the id \"one\" is there twice"), "{pages:?}");
}

#[test]
fn a_form_of_ten_thousand_fields_is_refused_in_one_sentence() {
    let fields: Vec<Json> = (0..10_000).map(|index| text(&format!("f{index}"))).collect();
    assert_eq!(
        found(&form_of(json!(fields))),
        ["the form: the form has 10000 fields and at most 300 are allowed; split it into several forms"]
    );
}

#[test]
fn pages_sections_options_and_languages_are_counted() {
    let page =
        |index: usize| json!({ "id": format!("p{index}"), "sections": [{ "fields": [text(&format!("f{index}"))] }] });
    let pages: Vec<Json> = (0..51).map(page).collect();
    assert!(found(&form_of_pages(json!(pages)))[0].contains("51 pages and at most 50"));
    let sections: Vec<Json> = (0..51).map(|index| json!({ "fields": [text(&format!("f{index}"))] })).collect();
    let form = form_of_pages(json!([{ "id": "p", "sections": sections }]));
    assert!(found(&form)[0].starts_with("page 1: there are 51 sections"));
    let options: Vec<Json> =
        (0..201).map(|index| json!({ "value": format!("o{index}"), "label": { "en": "O" } })).collect();
    assert!(
        said(json!({ "choice": { "style": "radio", "options": options } }))[0].contains("201 options and at most 200")
    );
    let mut form = form_of(json!([text("a")]));
    form.languages = (0..21).map(|index| format!("en-a{index}").parse().unwrap()).collect();
    assert!(found(&form)[0].contains("21 languages"));
}

#[test]
fn an_empty_form_says_what_to_add() {
    assert_eq!(found(&form_of_pages(json!([]))), ["the form: the form has no page; add one with a field"]);
    let empty = form_of_pages(
        json!([{ "id": "p", "sections": [] }, { "id": "q", "sections": [{ "fields": [] }, { "fields": [text("a")] }] }]),
    );
    assert_eq!(
        found(&empty),
        [
            "page 1: there is no field; add one or remove the page",
            "page 2, section 1: there is no field; add one or remove the section"
        ]
    );
    let read = json!([{ "id": "words", "kind": { "information": { "text": { "en": "Read" } } } }]);
    assert_eq!(
        found(&form_of(read.clone())),
        ["the form: there is nothing to answer; add a field that takes an answer"]
    );
    let mut acknowledgement = form_of(read);
    acknowledgement.kind = FormKind::Acknowledgement;
    assert_eq!(found(&acknowledgement), [""; 0]);
    let mut consent = form_of(json!([text("a")]));
    consent.kind = FormKind::Consent;
    assert!(found(&consent)[0].contains("nothing to consent to"));
}

#[test]
fn texts_are_there_listed_and_short() {
    let long = "a".repeat(501);
    let form = form_of(json!([
        { "id": "a", "kind": { "text": {} } },
        { "id": "b", "kind": { "text": {} }, "label": { "cy": "Enw" } },
        { "id": "c", "kind": { "text": {} }, "label": { "en": long }, "hint": { "en": " " } },
        { "id": "d", "kind": { "information": { "text": {} } } }
    ]));
    let place = |id: &str| format!("page 1, section 1, field \"{id}\"");
    assert_eq!(
        found(&form),
        [
            format!("{}, label: the text is missing; write it in the first language of the form", place("a")),
            format!("{}, label: the text is missing; write it in the first language of the form", place("b")),
            format!(
                "{}, label: there is a text in cy, which is not among the form's languages; list the language or remove the text",
                place("b")
            ),
            format!("{}, label: the text in en has 501 characters and at most 500 are allowed; shorten it", place("c")),
            format!("{}, text: the text is missing; write it in the first language of the form", place("d")),
        ]
    );
    let mut form = form_of(json!([text("a")]));
    form.languages.clear();
    assert_eq!(found(&form)[0], "the form: the form has no language; add the one its texts are written in");
    let english = "en".parse().unwrap();
    let mut form = form_of(json!([text("a")]));
    form.languages.push(english);
    form.note = "a".repeat(8_001);
    let problems = found(&form);
    assert!(
        problems[0].contains("the language en is listed twice") && problems[1].contains("8001 characters"),
        "{problems:?}"
    );
}

#[test]
fn limits_are_the_right_way_round_and_possible() {
    for (kind, words) in [
        (
            json!({ "text": { "minLength": 5, "maxLength": 4 } }),
            ", limits: the lowest, 5, is above the highest, 4; swap them",
        ),
        (json!({ "text": { "minLength": 201 } }), ", limits: the lowest, 201, is above the highest, 200; swap them"),
        (json!({ "text": { "maxLength": 1001 } }), ", maxLength: 1001 is not possible here; it is 1 to 1000"),
        (json!({ "longText": { "maxLength": 0 } }), ", maxLength: 0 is not possible here; it is 1 to 10000"),
        (
            json!({ "number": { "from": 2, "to": 1.5 } }),
            ", limits: the lowest, 2, is above the highest, 1.5; swap them",
        ),
        (json!({ "number": { "decimals": 7 } }), ", decimals: there are at most 6 decimals"),
        (
            json!({ "date": { "from": "today", "to": "2026-11-22" } }),
            ", from and to: the lowest, today, is above the highest, 2026-11-22; swap them",
        ),
        (
            json!({ "time": { "from": "18:00", "to": "08:00" } }),
            ", limits: the lowest, 18:00, is above the highest, 08:00; swap them",
        ),
        (json!({ "scale": { "from": 5, "to": 5 } }), ", limits: the lowest, 5, is above the highest, 5; swap them"),
        (
            json!({ "scale": { "from": 0, "to": 100 } }),
            ", limits: 101 points is not possible here; a scale has at most 21; ask for a number instead",
        ),
        (json!({ "file": { "types": [] } }), ", types: no file type is allowed; name at least one"),
        (
            json!({ "file": { "types": ["pdf"], "maxKilobytes": 20001 } }),
            ", maxKilobytes: 20001 is not possible here; it is 1 to 20000",
        ),
    ] {
        assert_eq!(said(kind), [words]);
    }
    assert_eq!(said(json!({ "scale": { "from": i32::MIN, "to": i32::MAX } })).len(), 1);
}

#[test]
fn a_pattern_is_a_regular_expression_of_bounded_size() {
    for (regex, words) in [
        ("[0-9", ", pattern: the pattern is no regular expression"),
        ("(a{1000}){1000}", ", pattern: the pattern is no regular expression, or becomes too large"),
        ("", ", pattern: the pattern is empty"),
    ] {
        let problems = said(json!({ "text": { "pattern": { "regex": regex } } }));
        assert!(problems.len() == 1 && problems[0].starts_with(words), "{problems:?}");
    }
    let long = "a".repeat(201);
    assert!(said(json!({ "text": { "pattern": { "regex": long } } }))[0].contains("201 characters; at most 200"));
    // Catastrophic elsewhere, harmless here: the engine's time is linear.
    assert_eq!(said(json!({ "text": { "pattern": { "regex": "(a+)+$" } } })), [""; 0]);
}

#[test]
fn options_are_usable_and_there_once() {
    let option = |value: &str| json!({ "value": value, "label": { "en": "O" } });
    let choice = |style: &str, options: Json| json!({ "choice": { "style": style, "options": options } });
    assert_eq!(said(choice("radio", json!([]))), [": the choice has no options; add at least one"]);
    let problems =
        said(choice("radio", json!([option("a"), option("a"), option("Not sure"), { "value": "b", "label": {} }])));
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert_eq!(problems[0], ", option 2: the value \"a\" is there twice; give one of the options another");
    assert!(problems[1].starts_with(", option 3: the value is not usable"));
    assert_eq!(problems[2], ", option 4: the text is missing; write it in the first language of the form");
    let mut one = choice("select", json!([option("a"), { "value": "b", "label": { "en": "B" }, "exclusive": true }]));
    one["choice"]["atMost"] = json!(1);
    assert_eq!(said(one).len(), 2);
    let mut several = choice("several", json!([option("a"), option("b")]));
    several["choice"]["atLeast"] = json!(3);
    assert!(said(several.clone())[0].contains("there are 2 options"));
    several["choice"]["atMost"] = json!(1);
    assert!(said(several)[0].contains("the lowest, 3, is above the highest, 1"));
}

#[test]
fn marks_fit_the_kind_and_a_default_fits_the_field() {
    let with = |kind: Json, mark: &str, value: Json| {
        let mut field = json!({ "id": "it", "kind": kind, "label": { "en": "Label" } });
        field[mark] = value;
        found(&form_of(json!([field, text("other")])))
    };
    let words = json!({ "information": { "text": { "en": "Read" } } });
    assert!(
        with(words.clone(), "required", json!(true))[0]
            .ends_with("a text to read cannot be required; take the mark away")
    );
    assert!(with(words, "sensitive", json!(true))[0].contains("cannot be sensitive"));
    assert!(with(json!({ "hidden": {} }), "required", json!(true))[0].contains("a hidden value cannot be required"));
    assert!(
        with(json!("consent"), "default", json!(true))[0].contains("a consent tick cannot be filled in beforehand")
    );
    assert!(
        with(json!({ "number": { "to": 5 } }), "default", json!(6))[0]
            .ends_with("Label must be 5 or less; change it or take it away")
    );
    assert!(with(json!({ "number": {} }), "default", json!([[1]]))[0].contains("it is no text, number"));
    assert_eq!(with(json!({ "date": { "to": "today" } }), "default", json!("today")), [""; 0]);
}

fn yes_no(id: &str) -> Json {
    json!({ "id": id, "kind": { "yesNo": {} }, "label": { "en": format!("Is {id}?") } })
}

fn shown_if(id: &str, rule: Json) -> Json {
    let mut field = yes_no(id);
    field["showIf"] = rule;
    field
}

fn is(field: &str) -> Json {
    json!({ "yesNo": { "field": field, "is": true } })
}

#[test]
fn rules_are_about_earlier_fields_that_exist() {
    let form =
        form_of(json!([shown_if("a", is("b")), yes_no("b"), shown_if("c", json!({ "all": [is("b"), is("x")] }))]));
    assert_eq!(
        found(&form),
        [
            "page 1, section 1, field \"a\", showIf: the rule asks about “Is b?”, which comes later; move that question before this one or remove the rule",
            "page 1, section 1, field \"c\", showIf.all[1]: the rule asks about “x”, which the form does not have; choose an earlier question or remove the rule",
        ]
    );
    let on_itself = form_of_pages(json!([{ "id": "p", "showIf": is("a"), "sections": [{ "fields": [yes_no("a")] }] }]));
    let problems = found(&on_itself);
    assert!(problems[0].starts_with("page 1, showIf: the rule asks about “Is a?”, which comes later"), "{problems:?}");
    assert!(problems[1].contains("a circle: “Is a?” → “Is a?”"), "{problems:?}");
}

#[test]
fn rules_in_a_circle_are_named_once_with_the_way_round() {
    let form = form_of(json!([
        shown_if("a", is("c")),
        shown_if("b", is("a")),
        shown_if("c", is("b")),
        shown_if("d", is("d"))
    ]));
    assert_eq!(
        found(&form),
        [
            "page 1, section 1, field \"a\": the rules go in a circle: “Is a?” → “Is c?” → “Is b?” → “Is a?”; remove one of them",
            "page 1, section 1, field \"d\": the rules go in a circle: “Is d?” → “Is d?”; remove one of them",
        ]
    );
}

#[test]
fn a_long_chain_of_rules_is_no_circle() {
    let fields: Vec<Json> = (0..300)
        .map(
            |index| {
                if index == 0 { yes_no("f0") } else { shown_if(&format!("f{index}"), is(&format!("f{}", index - 1))) }
            },
        )
        .collect();
    assert_eq!(found(&form_of(json!(fields))), [""; 0]);
}

#[test]
fn rules_ask_what_the_field_can_answer() {
    let choice = json!({ "id": "pick", "kind": { "choice": { "style": "radio", "options": [{ "value": "a", "label": { "en": "A" } }] } }, "label": { "en": "Label" } });
    for (rule, words) in [
        (
            is("name"),
            "the rule is about yes or no, and “Label” is a short text; choose a rule for a short text or another question",
        ),
        (
            json!({ "number": { "field": "name", "from": 1 } }),
            "the rule is about a number, and “Label” is a short text; choose a rule for a short text or another question",
        ),
        (
            json!({ "age": { "field": "name", "from": 1 } }),
            "the rule is about a date, and “Label” is a short text; choose a rule for a short text or another question",
        ),
        (
            json!({ "chosen": { "field": "pick", "anyOf": ["b"] } }),
            "the rule asks for the option “b”, which “Label” does not have; choose one of its options",
        ),
        (json!({ "chosen": { "field": "pick", "anyOf": [] } }), "the rule names no option; choose at least one"),
        (json!({ "number": { "field": "age" } }), "the rule has no limits; give the lowest, the highest, or both"),
        (
            json!({ "number": { "field": "age", "from": 2, "to": 1 } }),
            "the lowest, 2, is above the highest, 1; swap them",
        ),
        (json!({ "any": [] }), "the group of rules is empty; add a rule or remove the group"),
        (
            json!({ "answered": "words" }),
            "the rule is about an answer, and “Read” is a text to read; choose a rule for a text to read or another question",
        ),
    ] {
        let number = json!({ "id": "age", "kind": { "number": {} }, "label": { "en": "Label" } });
        let words_field = json!({ "id": "words", "kind": { "information": { "text": { "en": "Read" } } } });
        let form = form_of(json!([text("name"), choice, number, words_field, shown_if("asked", rule)]));
        let problems = found(&form);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].ends_with(&format!(": {words}")), "{problems:?}");
    }
}

#[test]
fn rules_have_a_depth_and_a_number() {
    let nested = |levels: usize| (0..levels).fold(is("a"), |rule, _| json!({ "not": rule }));
    let problems = |rule: Json| found(&form_of(json!([yes_no("a"), shown_if("b", rule)])));
    assert_eq!(problems(nested(7)), [""; 0]);
    assert!(problems(nested(8))[0].contains("more than 8 levels deep"));
    assert!(
        problems(json!({ "any": vec![is("a"); 100] }))[0]
            .ends_with("showIf: there are more than 100 rules; simplify them")
    );
}

#[test]
fn a_score_adds_something_up_and_its_bands_are_in_order() {
    let scored = json!({ "id": "a", "kind": { "yesNo": { "yesPoints": 1 } }, "label": { "en": "Label" } });
    assert!(found(&form_of(json!([scored])))[0].contains("there is no score to add them up"));
    let with = |fields: Json, bands: Json| {
        let mut form = form_of(fields);
        form.scoring = serde_json::from_value(json!({ "title": { "en": "Score" }, "bands": bands })).unwrap();
        found(&form)
    };
    assert!(with(json!([text("a")]), json!([]))[0].contains("no field gives points"));
    let band = |id: &str, from: i32, to: i32| json!({ "id": id, "from": from, "to": to, "label": { "en": "Band" } });
    assert_eq!(with(json!([scored]), json!([band("low", 0, 4), band("high", 5, 9)])), [""; 0]);
    let problems = with(json!([scored]), json!([band("low", 0, 5), band("low", 5, 9), band("top", 12, 10)]));
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(problems[0].starts_with("scoring") || problems[0].starts_with("band 2"), "{problems:?}");
    let mut sealed = scored.clone();
    sealed["sensitive"] = json!(true);
    let problems = with(json!([sealed]), json!([]));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].contains("field \"a\", sensitive: a sensitive field cannot give points: the score would tell"),
        "{problems:?}"
    );
    let why = json!({ "id": "a", "kind": { "yesNo": {} }, "label": { "en": "Smoke?" }, "sensitive": true });
    let mut more = json!({ "id": "b", "kind": { "text": {} }, "label": { "en": "How many?" },
        "showIf": { "yesNo": { "field": "a", "is": true } } });
    let problems = found(&form_of(json!([why, more])));
    assert!(problems.len() == 1 && problems[0].contains("answer to “Smoke?”, which is sensitive"), "{problems:?}");
    more["sensitive"] = json!(true);
    assert_eq!(found(&form_of(json!([why, more]))), [""; 0]);
    let many = json!({ "id": "a", "kind": { "yesNo": { "yesPoints": 10001 } }, "label": { "en": "Label" } });
    assert!(with(json!([many]), json!([]))[0].contains("points are -10000 to 10000"));
    let open = json!({ "id": "a", "kind": { "number": { "points": "value" } }, "label": { "en": "Label" } });
    assert!(with(json!([open]), json!([]))[0].contains("needs a lowest and a highest"));
}
