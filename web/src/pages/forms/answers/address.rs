//! Which answers are listed, as the address says it: a link to a part of them can be passed on.

use crate::api::forms::{AnswerIs, AnswerListVariables, Json, ResponseFilter};
use crate::api::scalars::{Date, DateTime};
use crate::trail::{PARAMETER, Trail};
use crate::{browser, routes, time};

/// Answers a page.
pub const SIZE: i32 = 50;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The id of a version; empty for any, likewise below.
    pub version: String,
    pub campaign: String,
    /// The id of a band of the score.
    pub band: String,
    /// The id of a field, and the answer to it as JSON.
    pub question: String,
    pub answer: String,
    /// A day, as `2026-11-23`.
    pub from: String,
    /// The last day that is shown.
    pub to: String,
    pub trail: Trail,
}

impl Address {
    /// From the parameters of the address.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name| parameter(name).unwrap_or_default();
        Self {
            version: text("version"),
            campaign: text("campaign"),
            band: text("band"),
            question: text("question"),
            answer: text("answer"),
            from: text("since"),
            to: text("until"),
            trail: Trail::read(parameter(PARAMETER).as_deref()),
        }
    }

    pub fn href(&self, form: &str) -> String {
        let trail = self.trail.parameter();
        let parameters = [
            ("version", self.version.as_str()),
            ("campaign", &self.campaign),
            ("band", &self.band),
            ("question", &self.question),
            ("answer", &self.answer),
            ("since", &self.from),
            ("until", &self.to),
            (PARAMETER, &trail),
        ];
        browser::address(&routes::form_room(form, "answers"), &parameters)
    }

    /// The same list at another page.
    pub fn at(&self, trail: Trail) -> Self {
        Self { trail, ..self.clone() }
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        let all = [&self.version, &self.campaign, &self.band, &self.answer, &self.from, &self.to];
        all.into_iter().any(|value| !value.is_empty())
    }

    /// The answer that is looked for; nothing where the address names none that can be read.
    fn answer_is(&self) -> Option<AnswerIs> {
        let value = serde_json::from_str(&self.answer).ok().filter(|_| !self.question.is_empty())?;
        Some(AnswerIs { field: self.question.clone(), value: Json(value) })
    }

    pub fn variables(&self, form: cynic::Id) -> AnswerListVariables {
        let id = |value: &str| (!value.is_empty()).then(|| cynic::Id::new(value));
        AnswerListVariables {
            form_id: form,
            filter: ResponseFilter {
                version_id: id(&self.version),
                campaign_id: id(&self.campaign),
                from: start_of(&self.from, 0),
                // The filter ends before, the person means up to and with.
                until: start_of(&self.to, 1),
                band: (!self.band.is_empty()).then(|| self.band.clone()),
                answer: self.answer_is(),
            },
            first: Some(SIZE),
            after: self.trail.cursor(),
        }
    }
}

/// The beginning of a day, so many days later; a text that is no day is no filter.
fn start_of(day: &str, days_later: i32) -> Option<DateTime> {
    if day.is_empty() { None } else { time::start_of(&Date(day.to_owned()), days_later) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_link_to_a_part_of_the_answers_leads_there_again() {
        let parameters = [("version", "form-version-2"), ("campaign", "campaign-1"), ("after", "a~b")];
        let address = Address::read(|name| {
            parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        });
        assert!(address.is_narrowed());
        let variables = address.variables(cynic::Id::new("form-1"));
        assert_eq!(variables.filter.version_id, Some(cynic::Id::new("form-version-2")));
        assert_eq!((variables.after.as_deref(), variables.filter.from), (Some("b"), None));
        assert!(!Address::default().at(address.trail).is_narrowed());
    }

    #[test]
    fn an_answer_that_is_looked_for_is_what_its_field_takes() {
        let looked_for = |question: &str, answer: &str| {
            let address = Address { question: question.into(), answer: answer.into(), ..Address::default() };
            address.variables(cynic::Id::new("form-1")).filter.answer
        };
        for (answer, value) in [("\"flu\"", json!("flu")), ("true", json!(true)), ("7", json!(7))] {
            assert_eq!(looked_for("it", answer), Some(AnswerIs { field: "it".into(), value: Json(value) }));
        }
        assert_eq!((looked_for("it", "flu"), looked_for("it", ""), looked_for("", "true")), (None, None, None));
    }
}
