//! Answers out of what an HTML form posts: pairs of name and text, a name once for every box that is ticked.
//!
//! A date is three boxes, `<id>-day`, `<id>-month` and `<id>-year`, or `<id>` alone as `2026-11-23`. Names that begin
//! with an underscore are the server's own and are passed over. A blank text under the name of boxes says that they were
//! shown: none of them ticked is then what somebody chose.

use std::collections::BTreeMap;

use super::field::{ChoiceStyle, FieldKind};
use super::given::{Answers, DateBoxes, Given};
use super::schema::FormSchema;

/// The names of the boxes of a date.
pub const DATE_BOXES: [&str; 3] = ["day", "month", "year"];

impl Answers {
    /// Reads the pairs of a form that was posted. Nothing is refused here: the validator names what is unknown or wrong.
    pub fn from_pairs<'a>(schema: &FormSchema, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let kinds: BTreeMap<&str, &FieldKind> = schema.fields().map(|field| (field.id.as_str(), &field.kind)).collect();
        let mut answers = Self::default();
        for (name, text) in pairs.into_iter().filter(|(name, _)| !name.starts_with('_')) {
            if let Some((id, part)) = date_box(&kinds, name) {
                let mut boxes = match answers.remove(id) {
                    Some(Given::Date(boxes)) => boxes,
                    _ => DateBoxes::default(),
                };
                text.clone_into(part(&mut boxes));
                answers.set(id, Given::Date(boxes));
            } else {
                let given = match (answers.remove(name), kinds.get(name)) {
                    (None, Some(kind)) => single(kind, text),
                    (None, None) => Given::from(text),
                    (Some(Given::List(mut items)), _) => {
                        items.push(text.to_owned());
                        Given::List(items)
                    }
                    // A date in one text and in boxes as well: the boxes are what a person filled in.
                    (Some(Given::Date(boxes)), _) => Given::Date(boxes),
                    // What a page says of a box so that leaving it without its tick is an answer; then the tick.
                    (Some(Given::Text(blank)), Some(FieldKind::Consent)) if blank.is_empty() => Given::from(text),
                    (Some(before), _) => Given::List(vec![words_of(before), text.to_owned()]),
                };
                answers.set(name, given);
            }
        }
        answers
    }
}

type Part = fn(&mut DateBoxes) -> &mut String;

/// The date field and the box that a name stands for.
fn date_box<'a>(kinds: &BTreeMap<&'a str, &FieldKind>, name: &str) -> Option<(&'a str, Part)> {
    let (id, part) = name.rsplit_once('-')?;
    let (id, kind) = kinds.get_key_value(id)?;
    if !matches!(kind, FieldKind::Date(_)) {
        return None;
    }
    let part: Part = match part {
        "day" => |boxes| &mut boxes.day,
        "month" => |boxes| &mut boxes.month,
        "year" => |boxes| &mut boxes.year,
        _ => return None,
    };
    Some((*id, part))
}

fn single(kind: &FieldKind, text: &str) -> Given {
    match kind {
        FieldKind::Choice(choice) if choice.style == ChoiceStyle::Several => Given::List(vec![text.to_owned()]),
        _ => Given::from(text),
    }
}

fn words_of(given: Given) -> String {
    match given {
        Given::Text(text) => text,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::form::test_forms::{checked_given, form_of};
    use proptest::prelude::*;
    use serde_json::json;

    fn form() -> FormSchema {
        form_of(json!([
            { "id": "name", "kind": { "text": {} }, "label": { "en": "Name" } },
            { "id": "born", "kind": { "date": {} }, "label": { "en": "Born" } },
            { "id": "ticks", "kind": { "choice": { "style": "several", "options": [
                { "value": "a", "label": { "en": "A" } }, { "value": "b", "label": { "en": "B" } }
            ] } }, "label": { "en": "Ticks" } },
            { "id": "agreed", "kind": "consent", "label": { "en": "Agreed" } }
        ]))
    }

    #[test]
    fn a_posted_form_is_read_without_script() {
        let pairs = [
            ("_token", "server"),
            ("name", " Ada "),
            ("born-day", "24"),
            ("born-month", "3"),
            ("born-year", "1957"),
            ("ticks", "b"),
            ("ticks", "a"),
            ("agreed", "yes"),
        ];
        let answers = Answers::from_pairs(&form(), pairs);
        let clean = serde_json::to_value(checked_given(&form(), &answers).unwrap()).unwrap();
        assert_eq!(clean, json!({ "name": "Ada", "born": "1957-03-24", "ticks": ["a", "b"], "agreed": true }));
    }

    #[test]
    fn nothing_typed_is_lost() {
        let answers =
            Answers::from_pairs(&form(), [("born-day", "32"), ("born-month", ""), ("name", "x"), ("other", "y")]);
        let boxes = DateBoxes { day: "32".into(), month: String::new(), year: String::new() };
        assert_eq!(answers.get("born"), Some(&Given::Date(boxes)));
        assert_eq!(answers.get("name"), Some(&Given::from("x")));
        assert_eq!(answers.get("other"), Some(&Given::from("y")));
    }

    #[test]
    fn one_tick_is_a_list_and_two_texts_are_no_text() {
        let answers = Answers::from_pairs(&form(), [("ticks", "a"), ("name", "x"), ("name", "y")]);
        assert_eq!(answers.get("ticks"), Some(&Given::List(vec!["a".into()])));
        let problems = checked_given(&form(), &answers).unwrap_err();
        assert_eq!(problems[0].message, "Name must be a short text");
    }

    #[test]
    fn boxes_left_without_a_tick_are_no_answer_and_yet_were_seen() {
        let none = Answers::from_pairs(&form(), [("ticks", ""), ("agreed", "")]);
        assert!(none.get("ticks").is_some_and(Given::is_blank) && none.get("agreed").is_some_and(Given::is_blank));
        let ticked = [("ticks", ""), ("ticks", "b"), ("agreed", ""), ("agreed", "yes")];
        let clean = checked_given(&form(), &Answers::from_pairs(&form(), ticked)).unwrap();
        assert_eq!(serde_json::to_value(clean).unwrap(), json!({ "ticks": ["b"], "agreed": true }));
    }

    #[test]
    fn a_date_may_come_whole() {
        let answers = Answers::from_pairs(&form(), [("born", "1957-03-24")]);
        assert!(checked_given(&form(), &answers).is_ok());
    }

    proptest! {
        #[test]
        fn no_pairs_make_reader_or_validator_panic(
            pairs in proptest::collection::vec(("(name|born|ticks|agreed|x)(-day|-month|-year|-x)?", ".{0,20}"), 0..12)
        ) {
            let form = form();
            let answers = Answers::from_pairs(&form, pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())));
            let _ = checked_given(&form, &answers);
        }
    }
}
