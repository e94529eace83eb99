//! `enableWhen` to the rule that shows a page, a section or a field.

use serde_json::Value as Json;

use super::extensions::{list, value_of, words};
use super::import::Import;
use crate::form::day::Day;
use crate::form::decimal::Decimal;
use crate::form::field::FieldKind;
use crate::form::rule::{Chosen, DateIs, NumberIs, Rule, TextIs};

impl Import<'_> {
    /// The rule of an item; none where it is always shown, or where its rule could not be carried over.
    pub(super) fn enabled(&mut self, item: &Json) -> Option<Rule> {
        let conditions = list(item, "enableWhen");
        let mut rules = Vec::new();
        for condition in conditions {
            match self.condition(condition) {
                Ok(rule) => rules.push(rule),
                Err(why) => {
                    self.lose(item, format!("its enableWhen, because {why}; it is always shown now"));
                    return None;
                }
            }
        }
        let any = words(item, "enableBehavior") == "any";
        match rules.len() {
            0 => None,
            1 => rules.pop(),
            _ if any => Some(Rule::Any(rules)),
            _ => Some(Rule::All(rules)),
        }
    }

    fn condition(&self, condition: &Json) -> Result<Rule, &'static str> {
        let asked = self.asked.get(words(condition, "question"));
        let (field, kind) = asked.ok_or("it asks about an item that is not an earlier question")?;
        let answer = value_of(condition, "answer").ok_or("it names no answer")?;
        let not = |rule: Rule| Rule::Not(Box::new(rule));
        match words(condition, "operator") {
            "exists" => match answer.as_bool() {
                Some(false) => Ok(not(Rule::Answered(field.clone()))),
                _ => Ok(Rule::Answered(field.clone())),
            },
            "=" => equals(field, kind, answer),
            // True where no answer is the one named, so also where there is none (FHIR R4, questionnaire-enable-operator).
            "!=" => equals(field, kind, answer).map(not),
            operator => compared(field, kind, answer, operator),
        }
    }
}

fn equals(field: &str, kind: &FieldKind, answer: &Json) -> Result<Rule, &'static str> {
    let id = field.to_owned();
    match kind {
        FieldKind::YesNo(_) => {
            answer.as_bool().map(|is| Rule::yes_no(field, is)).ok_or("its answer is neither true nor false")
        }
        FieldKind::Choice(choice) => {
            let option = Import::chosen(choice, answer).ok_or("its answer is not among the options")?;
            Ok(Rule::Chosen(Chosen { field: id, any_of: vec![option] }))
        }
        FieldKind::Number(_) | FieldKind::Scale(_) => {
            let number = number_of(answer).ok_or("its answer is no number")?;
            Ok(Rule::Number(NumberIs { field: id, from: Some(number), to: Some(number) }))
        }
        FieldKind::Date(_) => {
            let day = day_of(answer).ok_or("its answer is no date")?;
            Ok(Rule::Date(DateIs { field: id, from: Some(day), to: Some(day) }))
        }
        FieldKind::Text(_) | FieldKind::LongText(_) => {
            let text = answer.as_str().ok_or("its answer is no text")?;
            Ok(Rule::Text(TextIs { field: id, is: text.to_owned() }))
        }
        _ => Err("answers of this type cannot be compared"),
    }
}

/// Limits are included in a rule: `> 5` is an answer that is not 5 or less.
fn compared(field: &str, kind: &FieldKind, answer: &Json, operator: &str) -> Result<Rule, &'static str> {
    let field_id = || field.to_owned();
    let (above, excluded) = match operator {
        ">=" => (true, false),
        ">" => (true, true),
        "<=" => (false, false),
        "<" => (false, true),
        _ => return Err("its operator is not known"),
    };
    // Excluding the limit turns the other way round what is denied.
    let from_here = above != excluded;
    let rule = match kind {
        FieldKind::Number(_) | FieldKind::Scale(_) => {
            let limit = number_of(answer).ok_or("its answer is no number")?;
            let (from, to) = if from_here { (Some(limit), None) } else { (None, Some(limit)) };
            Rule::Number(NumberIs { field: field_id(), from, to })
        }
        FieldKind::Date(_) => {
            let limit = day_of(answer).ok_or("its answer is no date")?;
            let (from, to) = if from_here { (Some(limit), None) } else { (None, Some(limit)) };
            Rule::Date(DateIs { field: field_id(), from, to })
        }
        _ => return Err("answers of this type have no order"),
    };
    if excluded { Ok(Rule::All(vec![Rule::Answered(field_id()), Rule::Not(Box::new(rule))])) } else { Ok(rule) }
}

fn number_of(answer: &Json) -> Option<Decimal> {
    let number = answer.as_f64().or_else(|| answer.get("value")?.as_f64())?;
    number.try_into().ok()
}

fn day_of(answer: &Json) -> Option<Day> {
    answer.as_str()?.get(..10)?.parse().ok()
}
