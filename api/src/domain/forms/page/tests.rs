//! Pages as people and programs read them.

#![allow(clippy::unwrap_used)]

use serde_json::{Value as Json, json};
use shared::form::{Answers, FormSchema, Given, Language, Validator, starters};
use shared::phone::E164Phone;

use super::{NO_STAMP, Sheet, Site, closed, first, review, step, thanks};
use crate::testing::TestApp;

fn form(fields: &Json) -> FormSchema {
    let form = json!({ "format": 1, "kind": "questionnaire", "languages": ["en", "cy"], "title": { "en": "Your <lungs>" },
        "pages": [{ "id": "p", "sections": [{ "fields": fields }] }] });
    serde_json::from_value(form).unwrap()
}

fn answers(json: Json) -> Answers {
    serde_json::from_value(json).unwrap()
}

/// The page of a step of a form with these answers, and what the validator finds wrong on it.
async fn page(schema: &FormSchema, answers: &Answers, at: usize, is_sent: bool) -> String {
    let test = TestApp::start().await;
    let (site, language) = (Site::of(&test.app, &test.app.config.practice), Language::english());
    let validator = Validator::new(schema, &language, "2026-11-23".parse().unwrap(), E164Phone::parse);
    let problems = if is_sent { validator.validate(answers).err().unwrap_or_default() } else { Vec::new() };
    let sheet = Sheet {
        site: &site,
        path: "/f/lungs",
        number: 3,
        schema,
        language: &language,
        answers,
        problems: &problems,
        stamp: "s",
        is_fresh: false,
        earlier: None,
        was_trapped: false,
    };
    step(&sheet, at, &validator.visible(answers))
}

#[tokio::test]
async fn what_is_wrong_stands_on_top_and_at_its_field_and_nothing_typed_is_lost() {
    let schema = form(&json!([
        { "id": "born", "kind": { "date": {} }, "label": { "en": "Date of birth" }, "required": true },
        { "id": "name", "kind": { "text": {} }, "label": { "en": "Name" }, "hint": { "en": "As on your card" } }
    ]));
    let given =
        answers(json!({ "born": { "day": "32", "month": "", "year": "1957" }, "name": "<script>alert(1)</script>" }));
    let page = page(&schema, &given, 0, true).await;
    assert!(page.contains("<title>Error: Your &lt;lungs&gt;"), "{page}");
    assert!(page.contains("href=\"#f-born\"") && page.contains("id=\"f-born\""), "{page}");
    assert!(page.contains("id=\"f-born-error\"") && page.contains("aria-describedby=\"f-born-error\""), "{page}");
    assert!(page.contains("value=\"32\"") && page.contains("value=\"1957\""), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script>alert"), "{page}");
    assert!(page.contains("aria-describedby=\"f-name-hint\""), "{page}");
}

#[tokio::test]
async fn answers_of_other_steps_are_carried_along() {
    let schema = form(&json!([
        { "id": "wheeze", "kind": { "yesNo": {} }, "label": { "en": "Do you wheeze?" } },
        { "id": "born", "kind": { "date": {} }, "label": { "en": "Born" } },
        { "id": "nights", "kind": { "number": {} }, "label": { "en": "Nights" },
          "showIf": { "yesNo": { "field": "wheeze", "is": true } } }
    ]));
    let mut given = answers(json!({ "wheeze": "yes", "born": { "day": "1", "month": "2", "year": "1990" } }));
    let second = page(&schema, &given, 1, false).await;
    assert!(second.contains("<input type=\"hidden\" name=\"wheeze\" value=\"yes\">"), "{second}");
    assert!(second.contains("<input type=\"hidden\" name=\"born-month\" value=\"2\">"), "{second}");
    assert!(second.contains("id=\"f-nights\"") && second.contains("Step 2 of 2"), "{second}");
    given.set("wheeze", Given::from("no"));
    let back = page(&schema, &given, 1, false).await;
    assert!(back.contains("id=\"f-wheeze\"") && back.contains("Step 1 of 1"), "with nothing to see, the first: {back}");
}

#[tokio::test]
async fn every_kind_of_field_has_a_label_and_keeps_its_answer() {
    let options = json!([{ "value": "a", "label": { "en": "First" } }, { "value": "b", "label": { "en": "Second" } }]);
    for (kind, given, kept) in [
        (json!({ "text": {} }), json!("x"), "value=\"x\""),
        (json!({ "longText": {} }), json!("one\ntwo"), "one\ntwo</textarea>"),
        (json!({ "number": { "unit": { "en": "kg" } } }), json!("7o"), "value=\"7o\""),
        (json!({ "time": {} }), json!("25:00"), "value=\"25:00\""),
        (json!({ "choice": { "style": "radio", "options": options } }), json!("b"), "value=\"b\" checked"),
        (json!({ "choice": { "style": "select", "options": options } }), json!("b"), "value=\"b\" selected"),
        (json!({ "choice": { "style": "several", "options": options } }), json!(["a"]), "value=\"a\" checked"),
        (json!({ "yesNo": {} }), json!("no"), "value=\"no\" checked"),
        (json!({ "scale": { "from": 0, "to": 10 } }), json!("10"), "value=\"10\" checked"),
        (json!("consent"), json!("yes"), "value=\"yes\" checked"),
        (json!("email"), json!("a@"), "value=\"a@\""),
        (json!({ "phone": {} }), json!("12"), "value=\"12\""),
        (json!("postcode"), json!("LS1"), "value=\"LS1\""),
        (json!("nhsNumber"), json!("943"), "value=\"943\""),
        (
            json!({ "file": { "types": ["pdf"] } }),
            json!({ "key": "k1", "name": "letter.pdf", "mediaType": "application/pdf", "sizeBytes": 5 }),
            "name=\"_file.asked\" value=\"k1\"",
        ),
    ] {
        let schema = form(&json!([{ "id": "asked", "kind": kind, "label": { "en": "What is asked" } }]));
        let page = page(&schema, &answers(json!({ "asked": given })), 0, false).await;
        assert!(page.contains("What is asked") && page.contains("id=\"f-asked\""), "{kind}: {page}");
        assert!(page.contains(kept), "{kind}: {page}");
    }
}

#[tokio::test]
async fn a_default_whose_tick_was_taken_away_stays_away() {
    let options = json!([{ "value": "a", "label": { "en": "First" } }, { "value": "b", "label": { "en": "Second" } }]);
    let schema = form(&json!([
        { "id": "ticks", "kind": { "choice": { "style": "several", "options": options } }, "label": { "en": "Ticks" },
          "default": ["a"] },
        { "id": "agreed", "kind": "consent", "label": { "en": "I agree" }, "default": true },
        { "id": "name", "kind": { "text": {} }, "label": { "en": "Name" }, "showIf": { "answered": "agreed" } }
    ]));
    let first = page(&schema, &Answers::default(), 0, false).await;
    assert_eq!(first.matches(" checked").count(), 2, "{first}");
    let posted = |pairs: &[(&str, &str)]| Answers::from_pairs(&schema, pairs.iter().copied());
    assert!(first.contains("<input type=\"hidden\" name=\"ticks\" value=\"\">"), "{first}");
    assert!(first.contains("<input type=\"hidden\" name=\"agreed\" value=\"\">"), "{first}");
    let none = page(&schema, &posted(&[("ticks", ""), ("agreed", "")]), 0, false).await;
    assert_eq!(none.matches(" checked").count(), 0, "{none}");
    let carried = page(&schema, &posted(&[("ticks", ""), ("agreed", ""), ("agreed", "yes")]), 1, false).await;
    assert!(carried.contains("id=\"f-name\""), "{carried}");
    assert!(carried.contains("<input type=\"hidden\" name=\"ticks\" value=\"\">"), "{carried}");
}

#[tokio::test]
async fn a_stored_page_is_made_of_every_shipped_form_and_waits_for_its_stamp() {
    let test = TestApp::start().await;
    let site = Site::of(&test.app, &test.app.config.practice);
    for starter in starters() {
        let page = first(&site, starter.slug, 1, &starter.schema().unwrap());
        assert_eq!(page.matches(NO_STAMP).count(), 1, "{}", starter.slug);
        assert!(page.contains(&format!("action=\"/f/{}\"", starter.slug)), "{page}");
        assert!(page.matches("<script").count() == 1 && !page.contains(" style="), "one of our own: {page}");
    }
}

#[tokio::test]
async fn all_answers_are_shown_before_they_are_sent_and_thanks_after() {
    let test = TestApp::start().await;
    let (site, language) = (Site::of(&test.app, &test.app.config.practice), Language::english());
    let schema = form(&json!([{ "id": "born", "kind": { "date": {} }, "label": { "en": "Born" } }]));
    let given = answers(json!({ "born": "1957-03-24" }));
    let validator = Validator::new(&schema, &language, "2026-11-23".parse().unwrap(), E164Phone::parse);
    let sheet = Sheet {
        site: &site,
        path: "/f/lungs",
        number: 3,
        schema: &schema,
        language: &language,
        answers: &given,
        problems: &[],
        stamp: "s",
        is_fresh: false,
        earlier: None,
        was_trapped: false,
    };
    let page = review(&sheet, &validator.so_far(&given), &validator.visible(&given));
    assert!(page.contains("24 March 1957") && page.contains("value=\"change-0\""), "{page}");
    assert!(page.contains("name=\"born\" value=\"1957-03-24\""), "{page}");
    let done = thanks(&site, &schema, &language, None, None);
    assert!(done.contains("We have your answers."), "{done}");
    let none = closed(&site, "No form", "There is none.", "Call us.");
    assert!(none.contains("<h1>No form</h1>"), "{none}");
}
