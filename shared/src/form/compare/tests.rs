//! What changed between two versions, and what stays comparable.
#![allow(clippy::unwrap_used)]

use serde_json::{Value as Json, json};

use super::*;
use crate::form::test_forms::{form_of, form_of_pages};

fn text(id: &str, label: &str) -> Json {
    json!({ "id": id, "kind": { "text": {} }, "label": { "en": label } })
}

fn choice(options: &[(&str, &str)]) -> Json {
    let options: Vec<Json> =
        options.iter().map(|(value, label)| json!({ "value": value, "label": { "en": label } })).collect();
    json!({ "id": "pick", "kind": { "choice": { "style": "radio", "options": options } }, "label": { "en": "Pick" } })
}

fn said(before: &FormSchema, after: &FormSchema) -> Vec<String> {
    compare(before, after).changes.iter().map(|change| change.sentence(before, after)).collect()
}

#[test]
fn the_same_form_has_no_change_and_all_is_comparable() {
    let form = form_of(json!([text("a", "A"), choice(&[("x", "X")])]));
    let comparison = compare(&form, &form);
    assert_eq!(comparison.changes, []);
    assert!(comparison.comparable.values().all(|comparable| *comparable == Comparable::Yes));
    assert_eq!(comparison.score, None);
}

#[test]
fn what_came_went_and_changed_its_words_is_told() {
    let before = form_of(json!([text("a", "A"), text("b", "B")]));
    let after = form_of(json!([text("b", "Bee"), text("c", "C")]));
    let comparison = compare(&before, &after);
    assert_eq!(
        said(&before, &after),
        ["“A” is gone; answers to it stay with their version.", "“B” is now “Bee”.", "“C” is new."]
    );
    let comparable: Vec<_> = comparison.comparable.into_iter().collect();
    assert_eq!(
        comparable,
        [("a".into(), Comparable::No), ("b".into(), Comparable::WithCare), ("c".into(), Comparable::No)]
    );
}

#[test]
fn another_type_ends_the_comparison() {
    let number = json!({ "id": "a", "kind": { "number": {} }, "label": { "en": "A" } });
    let (before, after) = (form_of(json!([text("a", "A")])), form_of(json!([number])));
    assert_eq!(said(&before, &after), ["“A” was a short text and is now a number."]);
    assert_eq!(compare(&before, &after).comparable["a"], Comparable::No);
    let long = json!({ "id": "a", "kind": { "longText": {} }, "label": { "en": "A" } });
    assert_eq!(compare(&before, &form_of(json!([long]))).comparable["a"], Comparable::WithCare);
}

#[test]
fn options_are_compared_by_value() {
    let before = form_of(json!([choice(&[("x", "X"), ("y", "Y"), ("z", "Z")])]));
    let after = form_of(json!([choice(&[("x", "Ex"), ("y", "Y"), ("w", "W")])]));
    assert_eq!(
        said(&before, &after),
        [
            "“Pick” has new answers to choose: “W”.",
            "“Pick” no longer offers: “Z”.",
            "“Pick” has answers in other words: “Ex”."
        ]
    );
    assert_eq!(compare(&before, &after).comparable["pick"], Comparable::WithCare);
    let swapped = form_of(json!([choice(&[("y", "Y"), ("x", "X"), ("z", "Z")])]));
    assert_eq!(said(&before, &swapped), ["“Pick” has another hint, message, style or default."]);
    assert_eq!(compare(&before, &swapped).comparable["pick"], Comparable::Yes);
}

#[test]
fn marks_and_rules_are_told_apart() {
    let with = |mark: &str, value: Json| {
        let mut field = text("b", "B");
        field[mark] = value;
        form_of(json!([{ "id": "a", "kind": { "yesNo": {} }, "label": { "en": "A" } }, field]))
    };
    let plain = with("required", json!(false));
    for (mark, value, words, comparable) in [
        ("required", json!(true), "“B” must be answered now.", Comparable::Yes),
        ("showIf", json!({ "answered": "a" }), "“B” is shown to others than before.", Comparable::WithCare),
        ("sensitive", json!(true), "“B” is sealed from now on.", Comparable::No),
        ("hint", json!({ "en": "Hint" }), "“B” has another hint, message, style or default.", Comparable::Yes),
        ("kind", json!({ "text": { "maxLength": 5 } }), "“B” takes other answers than before.", Comparable::WithCare),
    ] {
        let changed = with(mark, value);
        assert_eq!(said(&plain, &changed), [words]);
        assert_eq!(compare(&plain, &changed).comparable["b"], comparable, "{mark}");
    }
}

#[test]
fn a_text_to_read_takes_no_answers() {
    let form = |read: &str| {
        let words = json!({ "id": "words", "kind": { "information": { "text": { "en": read } } } });
        form_of(json!([text("a", "A"), words]))
    };
    let (before, after) = (form("Bring your inhaler."), form("Bring your inhalers."));
    assert_eq!(said(&before, &after), ["“Bring your inhalers.” has other words, or another emphasis."]);
    assert_eq!(compare(&before, &after).comparable.len(), 1, "only what is answered");
    assert_eq!(said(&before, &form_of(json!([text("a", "A")]))), ["“Bring your inhaler.” is gone."]);
}

#[test]
fn order_and_pages_are_seen() {
    let before = form_of(json!([text("a", "A"), text("b", "B")]));
    let after = form_of(json!([text("b", "B"), text("a", "A")]));
    assert_eq!(said(&before, &after), ["“B” is at another place.", "“A” is at another place."]);
    let pages = form_of_pages(json!([
        { "id": "page", "sections": [{ "fields": [text("a", "A")] }] },
        { "id": "more", "sections": [{ "fields": [text("b", "B")] }] }
    ]));
    assert_eq!(said(&before, &pages), ["Texts, languages or pages of the form itself are different."]);
}

#[test]
fn scores_compare_where_points_stayed() {
    let scored = |points: i32, label: &str| {
        let mut form =
            form_of(json!([{ "id": "a", "kind": { "yesNo": { "yesPoints": points } }, "label": { "en": label } }]));
        form.scoring = serde_json::from_value(json!({ "title": { "en": "Score" } })).unwrap();
        form
    };
    let score = |after: &FormSchema| compare(&scored(1, "A"), after).score;
    assert_eq!(score(&scored(1, "A")), Some(Comparable::Yes));
    assert_eq!(score(&scored(1, "B")), Some(Comparable::WithCare));
    assert_eq!(score(&scored(2, "A")), Some(Comparable::No));
    let mut none = scored(1, "A");
    none.scoring = None;
    assert_eq!(score(&none), Some(Comparable::No));
    assert_eq!(said(&scored(1, "A"), &none), ["The bands of the score are different."]);
}
