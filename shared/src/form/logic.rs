//! Whether a rule holds for the answers so far, and what is shown.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::rule::Rule;
use super::value::{CleanAnswers, Value};
use crate::birth_date::age_on;

/// Whether a rule holds; `today` is the day in the practice's time zone.
pub fn holds(rule: &Rule, answers: &CleanAnswers, today: NaiveDate) -> bool {
    match rule {
        Rule::All(rules) => rules.iter().all(|rule| holds(rule, answers, today)),
        Rule::Any(rules) => rules.iter().any(|rule| holds(rule, answers, today)),
        Rule::Not(rule) => !holds(rule, answers, today),
        Rule::Answered(field) => answers.get(field).is_some(),
        Rule::YesNo(rule) => matches!(answers.get(&rule.field), Some(Value::YesNo(yes)) if *yes == rule.is),
        Rule::Chosen(rule) => match answers.get(&rule.field) {
            Some(Value::Choice(chosen)) => rule.any_of.contains(chosen),
            Some(Value::Choices(chosen)) => chosen.iter().any(|value| rule.any_of.contains(value)),
            _ => false,
        },
        Rule::Number(rule) => matches!(answers.get(&rule.field), Some(Value::Number(number))
            if rule.from.is_none_or(|from| *number >= from) && rule.to.is_none_or(|to| *number <= to)),
        Rule::Date(rule) => {
            let bound = |day: Option<super::day::Day>| day.map(|day| day.resolve(today));
            matches!(answers.get(&rule.field), Some(Value::Date(date))
                if bound(rule.from).is_none_or(|from| from.is_some_and(|from| *date >= from))
                    && bound(rule.to).is_none_or(|to| to.is_some_and(|to| *date <= to)))
        }
        Rule::Age(rule) => {
            let age = match answers.get(&rule.field) {
                Some(Value::Date(date)) => u32::try_from(age_on(*date, today)).ok(),
                _ => None,
            };
            age.is_some_and(|age| rule.from.is_none_or(|from| age >= from) && rule.to.is_none_or(|to| age <= to))
        }
        Rule::Text(rule) => matches!(answers.get(&rule.field), Some(Value::Text(text))
            if text.trim().to_lowercase() == rule.is.trim().to_lowercase()),
    }
}

/// The ids of the fields that are shown for some answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visible(pub(super) BTreeSet<String>);

impl Visible {
    /// Whether a field is shown.
    pub fn contains(&self, field: &str) -> bool {
        self.0.contains(field)
    }

    /// The fields shown, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::form::test_forms::{checked, form_of, today};
    use serde_json::{Value as Json, json};

    fn holds_for(rule: Json, answers: Json) -> bool {
        let options = json!([{ "value": "x", "label": { "en": "X" } }, { "value": "y", "label": { "en": "Y" } }]);
        let form = form_of(json!([
            { "id": "yes", "kind": { "yesNo": {} }, "label": { "en": "Q" } },
            { "id": "one", "kind": { "choice": { "style": "radio", "options": options } }, "label": { "en": "Q" } },
            { "id": "many", "kind": { "choice": { "style": "several", "options": options } }, "label": { "en": "Q" } },
            { "id": "number", "kind": { "number": { "decimals": 1 } }, "label": { "en": "Q" } },
            { "id": "day", "kind": { "date": {} }, "label": { "en": "Q" } },
            { "id": "text", "kind": { "text": {} }, "label": { "en": "Q" } }
        ]));
        holds(&serde_json::from_value(rule).unwrap(), &checked(&form, answers).unwrap(), today())
    }

    #[test]
    fn every_rule_asks_for_one_thing() {
        for (rule, holding, not_holding) in [
            (json!({ "answered": "text" }), json!({ "text": "a" }), json!({ "text": " " })),
            (json!({ "yesNo": { "field": "yes", "is": false } }), json!({ "yes": false }), json!({ "yes": true })),
            (json!({ "chosen": { "field": "one", "anyOf": ["x"] } }), json!({ "one": "x" }), json!({ "one": "y" })),
            (
                json!({ "chosen": { "field": "many", "anyOf": ["x"] } }),
                json!({ "many": ["x", "y"] }),
                json!({ "many": ["y"] }),
            ),
            (
                json!({ "number": { "field": "number", "from": 1.5, "to": 2 } }),
                json!({ "number": 2 }),
                json!({ "number": 1.4 }),
            ),
            (
                json!({ "date": { "field": "day", "to": "today-1d" } }),
                json!({ "day": "2026-11-22" }),
                json!({ "day": "2026-11-23" }),
            ),
            (
                json!({ "age": { "field": "day", "from": 16 } }),
                json!({ "day": "2010-11-23" }),
                json!({ "day": "2010-11-24" }),
            ),
            (
                json!({ "age": { "field": "day", "to": 16 } }),
                json!({ "day": "2010-11-23" }),
                json!({ "day": "2030-01-01" }),
            ),
            (
                json!({ "text": { "field": "text", "is": "Yes" } }),
                json!({ "text": " yes " }),
                json!({ "text": "yes!" }),
            ),
        ] {
            assert!(holds_for(rule.clone(), holding), "{rule}");
            assert!(!holds_for(rule.clone(), not_holding), "{rule}");
            assert!(!holds_for(rule.clone(), json!({})), "{rule} without an answer");
            assert!(holds_for(json!({ "not": rule }), json!({})), "{rule} denied, without an answer");
        }
    }

    #[test]
    fn groups_combine() {
        let (a, b) = (json!({ "answered": "text" }), json!({ "answered": "number" }));
        assert!(holds_for(json!({ "any": [a, b] }), json!({ "text": "a" })));
        assert!(!holds_for(json!({ "all": [a, b] }), json!({ "text": "a" })));
        assert!(holds_for(json!({ "all": [a, { "not": b }] }), json!({ "text": "a" })));
    }
}
