//! The score of a questionnaire: points of options and numbers, added up, and the band the sum is in.

use serde::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::field::{ChoiceStyle, FieldKind, NumberPoints, PointsBand};
use super::schema::{Field, FormSchema};
use super::text::Text;
use super::value::{CleanAnswers, Value};

/// How a sum of points is to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scoring {
    pub title: Text,
    /// Whether the patient sees the band after sending; staff always do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shown: bool,
    /// From low to high, without overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
}

/// Sums between two ends, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Band {
    /// What the column `score_band` holds.
    pub id: String,
    pub from: Decimal,
    pub to: Decimal,
    pub label: Text,
    /// What follows from it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub advice: Text,
}

/// What the answers add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score<'a> {
    pub points: Decimal,
    /// The most that these questions could have given.
    pub most: Decimal,
    /// Scored questions without an answer; hidden ones are not counted.
    pub unanswered: usize,
    pub band: Option<&'a Band>,
}

/// Adds up what was answered; none where the form is not scored, and where no question that gives points was answered:
/// nobody is at low risk for having said nothing. `visible` are the ids of the fields shown.
pub fn score<'a>(schema: &'a FormSchema, answers: &CleanAnswers, visible: impl Fn(&str) -> bool) -> Option<Score<'a>> {
    let scoring = schema.scoring.as_ref()?;
    let mut answered = false;
    let mut score = Score { points: Decimal::ZERO, most: Decimal::ZERO, unanswered: 0, band: None };
    for field in schema.fields().filter(|field| field.kind.is_scored() && visible(&field.id)) {
        score.most = score.most.plus(most_points(field));
        match answers.get(&field.id) {
            Some(value) => {
                answered = true;
                score.points = score.points.plus(points(field, value));
            }
            None => score.unanswered += 1,
        }
    }
    score.band = scoring.bands.iter().find(|band| (band.from..=band.to).contains(&score.points));
    answered.then_some(score)
}

/// What one answer adds.
pub fn points(field: &Field, value: &Value) -> Decimal {
    let found = match (&field.kind, value) {
        (FieldKind::Choice(choice), Value::Choice(chosen)) => choice.option(chosen).and_then(|option| option.points),
        (FieldKind::Choice(choice), Value::Choices(chosen)) => {
            let points = chosen.iter().filter_map(|value| choice.option(value)?.points);
            Some(points.fold(Decimal::ZERO, Decimal::plus))
        }
        (FieldKind::YesNo(points), Value::YesNo(yes)) => {
            if *yes {
                points.yes_points
            } else {
                points.no_points
            }
        }
        (FieldKind::Number(limits), Value::Number(number)) => number_points(limits.points.as_ref(), *number),
        (FieldKind::Scale(scale), Value::Number(number)) => number_points(scale.points.as_ref(), *number),
        _ => None,
    };
    found.unwrap_or_default()
}

fn number_points(points: Option<&NumberPoints>, number: Decimal) -> Option<Decimal> {
    match points? {
        NumberPoints::Value => Some(number),
        NumberPoints::Bands(bands) => bands.iter().find(|band| band.holds(number)).map(|band| band.points),
    }
}

fn most_points(field: &Field) -> Decimal {
    let of_number = |points: &Option<NumberPoints>, to: Option<Decimal>| match points {
        Some(NumberPoints::Value) => to,
        Some(NumberPoints::Bands(bands)) => most(bands.iter().map(|band: &PointsBand| band.points)),
        None => None,
    };
    let found = match &field.kind {
        FieldKind::Choice(choice) => {
            let points = || choice.options.iter().filter_map(|option| option.points);
            if choice.style == ChoiceStyle::Several {
                Some(points().filter(|points| *points > Decimal::ZERO).fold(Decimal::ZERO, Decimal::plus))
            } else {
                most(points())
            }
        }
        FieldKind::YesNo(points) => points.yes_points.max(points.no_points),
        FieldKind::Number(limits) => of_number(&limits.points, limits.to),
        FieldKind::Scale(scale) => of_number(&scale.points, Some(scale.to.into())),
        _ => None,
    };
    found.unwrap_or_default().max(Decimal::ZERO)
}

fn most(points: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    points.max()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::form::test_forms::{checked, form_of, validator};
    use crate::form::text::Language;
    use serde_json::{Value as Json, json};

    fn form() -> FormSchema {
        let option = |value: &str, points: i32| json!({ "value": value, "label": { "en": value }, "points": points });
        let mut form = form_of(json!([
            { "id": "wheeze", "kind": { "yesNo": { "yesPoints": 1.5, "noPoints": 0 } }, "label": { "en": "Q" } },
            { "id": "one", "kind": { "choice": { "style": "radio", "options": [option("a", 0), option("b", 3)] } },
              "label": { "en": "Q" }, "showIf": { "yesNo": { "field": "wheeze", "is": true } } },
            { "id": "many", "kind": { "choice": { "style": "several",
              "options": [option("a", 1), option("b", 2), option("c", -1)] } }, "label": { "en": "Q" } },
            { "id": "courses", "kind": { "number": { "points": { "bands": [
              { "to": 0, "points": 0 }, { "from": 1, "to": 2, "points": 1 }, { "from": 3, "points": 4 }] } } },
              "label": { "en": "Q" } },
            { "id": "bother", "kind": { "scale": { "from": 0, "to": 10, "points": "value" } }, "label": { "en": "Q" } }
        ]));
        form.scoring = serde_json::from_value(json!({ "title": { "en": "Score" }, "bands": [
            { "id": "low", "from": -1, "to": 9, "label": { "en": "Low" } },
            { "id": "high", "from": 9.5, "to": 30, "label": { "en": "High" } }] }))
        .unwrap();
        form
    }

    fn scored(answers: Json) -> (String, String, usize, Option<String>) {
        let (form, language) = (form(), Language::english());
        let clean = checked(&form, answers).unwrap();
        let score = validator(&form, &language).score(&clean).unwrap();
        (score.points.to_string(), score.most.to_string(), score.unanswered, score.band.map(|band| band.id.clone()))
    }

    #[test]
    fn points_of_every_kind_add_up() {
        let all = json!({ "wheeze": true, "one": "b", "many": ["a", "b", "c"], "courses": 3, "bother": 7 });
        // 1.5 + 3 + (1 + 2 - 1) + 4 + 7 of 1.5 + 3 + (1 + 2) + 4 + 10.
        assert_eq!(scored(all), ("17.5".into(), "21.5".into(), 0, Some("high".into())));
    }

    #[test]
    fn hidden_questions_count_neither_as_points_nor_as_unanswered() {
        assert_eq!(scored(json!({ "wheeze": false, "bother": 1 })), ("1".into(), "18.5".into(), 2, Some("low".into())));
    }

    #[test]
    fn who_answers_no_question_that_gives_points_has_no_score() {
        let (form, language) = (form(), Language::english());
        let clean = checked(&form, json!({})).unwrap();
        assert_eq!(validator(&form, &language).score(&clean), None);
    }

    #[test]
    fn a_sum_between_bands_is_in_none_and_a_form_without_score_has_none() {
        assert_eq!(scored(json!({ "wheeze": true, "bother": 8, "many": ["c"] })).3, Some("low".into()));
        let (mut form, language) = (form(), Language::english());
        form.scoring.as_mut().unwrap().bands.remove(0);
        let clean = checked(&form, json!({ "bother": 1 })).unwrap();
        assert_eq!(validator(&form, &language).score(&clean).unwrap().band, None);
        form.scoring = None;
        assert_eq!(validator(&form, &language).score(&clean), None);
    }
}
