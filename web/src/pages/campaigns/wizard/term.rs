//! One condition of a rule as its fields have it, and as the rule has it.

use std::num::ParseIntError;

use serde::{Deserialize, Serialize};
use shared::cohort::{self, AcknowledgedWithin, Age, AnswerValue, CohortRule, Condition, Contactable, FormAnswer};
use shared::nhs_number::NhsNumber;
use shared::phone;
use shared::postcode::Postcode;

use crate::text::rule as words;

/// One condition as its fields have it; what they mean depends on the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub kind: Kind,
    pub first: String,
    pub second: String,
    // Neither is in what an earlier version of the app has kept.
    #[serde(default)]
    pub third: String,
    #[serde(default)]
    pub answer: Answer,
}

/// One of the fields of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    First,
    Second,
    Third,
}

/// As what an answer to a form is stored, so that the same one is found however it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    #[default]
    Text,
    Number,
    YesNo,
    Phone,
    Postcode,
    NhsNumber,
}

/// What is chosen of the two answers.
pub const YES: &str = "yes";
pub const NO: &str = "no";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// `first` is the name of a code set.
    #[default]
    CodeSet,
    /// From `first` to `second`, both in years, one of them may be empty.
    Age,
    Sex,
    Postcode,
    Status,
    Contactable,
    /// A campaign of the kind `first` in the last `second` days.
    Acknowledged,
    /// `third`, which is an `answer`, to the question `second` of the form `first`.
    FormAnswer,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::CodeSet,
        Self::Age,
        Self::Sex,
        Self::Postcode,
        Self::Status,
        Self::Contactable,
        Self::Acknowledged,
        Self::FormAnswer,
    ];

    /// How the choice names it.
    pub fn value(self) -> &'static str {
        match self {
            Self::CodeSet => "condition",
            Self::Age => "age",
            Self::Sex => "sex",
            Self::Postcode => "postcode",
            Self::Status => "status",
            Self::Contactable => "contactable",
            Self::Acknowledged => "acknowledged",
            Self::FormAnswer => "form-answer",
        }
    }

    pub fn of_value(value: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.value() == value).unwrap_or_default()
    }

    /// A new condition of this kind, with the answers that are likeliest.
    pub fn term(self) -> Term {
        let (first, second) = match self {
            Self::CodeSet | Self::Postcode | Self::FormAnswer => ("", ""),
            Self::Age => ("18", ""),
            Self::Sex => ("female", ""),
            Self::Status => ("active", ""),
            Self::Contactable => ("email", ""),
            Self::Acknowledged => ("flu", "180"),
        };
        Term { kind: self, first: first.into(), second: second.into(), ..Term::default() }
    }
}

impl Term {
    pub fn part(&self, part: Part) -> &String {
        match part {
            Part::First => &self.first,
            Part::Second => &self.second,
            Part::Third => &self.third,
        }
    }

    pub fn part_mut(&mut self, part: Part) -> &mut String {
        match part {
            Part::First => &mut self.first,
            Part::Second => &mut self.second,
            Part::Third => &mut self.third,
        }
    }

    /// The condition as a rule.
    pub fn rule(&self) -> Result<CohortRule, (Part, String)> {
        let first = self.first.trim();
        let second = self.second.trim();
        let rule = match self.kind {
            Kind::CodeSet if first.is_empty() => return Err((Part::First, words::CODE_SET_MISSING.into())),
            Kind::CodeSet => CohortRule::code_set(first),
            Kind::Age => CohortRule::Age(Age {
                from: number(first).map_err(|_| (Part::First, words::NOT_AN_AGE.into()))?,
                to: number(second).map_err(|_| (Part::Second, words::NOT_AN_AGE.into()))?,
                on: None,
            }),
            Kind::Sex => CohortRule::Sex(first.parse().map_err(|_| (Part::First, words::CHOOSE.into()))?),
            Kind::Postcode => CohortRule::PostcodePrefix(first.to_uppercase()),
            Kind::Status => CohortRule::Status(first.parse().map_err(|_| (Part::First, words::CHOOSE.into()))?),
            Kind::Contactable => {
                let channel = first.parse().map_err(|_| (Part::First, words::CHOOSE.into()))?;
                CohortRule::Contactable(Contactable { channel })
            }
            Kind::Acknowledged => CohortRule::AcknowledgedWithin(AcknowledgedWithin {
                campaign_kind: slug(first),
                days: second.parse().map_err(|_| (Part::Second, words::NOT_DAYS.into()))?,
            }),
            Kind::FormAnswer => CohortRule::FormAnswer(FormAnswer {
                form: first.to_owned(),
                field: second.to_owned(),
                value: self.answer_value()?,
            }),
        };
        match cohort::validate(&rule) {
            Ok(()) => Ok(rule),
            Err(problems) => {
                let said = problems.first().map_or_else(String::new, |error| words::wrong(&error.problem.to_string()));
                Err(match self.kind {
                    Kind::Acknowledged if !first.is_empty() => (Part::Second, said),
                    // The form and the question are chosen, and not written.
                    Kind::FormAnswer => (Part::Third, words::ANSWER_LONG.into()),
                    _ => (Part::First, said),
                })
            }
        }
    }

    /// What was answered, once it is known to what.
    fn answer_value(&self) -> Result<AnswerValue, (Part, String)> {
        let typed = self.third.trim();
        let wrong = |sentence: &str| (Part::Third, sentence.to_owned());
        if self.first.is_empty() {
            return Err((Part::First, words::FORM_MISSING.into()));
        }
        if self.second.is_empty() {
            return Err((Part::Second, words::QUESTION_MISSING.into()));
        }
        if typed.is_empty() {
            return Err(wrong(words::ANSWER_MISSING));
        }
        let text = match self.answer {
            Answer::YesNo => return Ok(AnswerValue::YesNo(typed == YES)),
            Answer::Number => {
                return typed.parse().map(AnswerValue::Number).map_err(|_| wrong(words::NOT_A_NUMBER));
            }
            Answer::Text => typed.to_owned(),
            Answer::Phone => phone::parse_by_shape(typed).map_err(|_| wrong(words::NOT_A_PHONE))?.as_str().to_owned(),
            Answer::Postcode => Postcode::parse(typed).map_err(|_| wrong(words::NOT_A_POSTCODE))?.as_str().to_owned(),
            Answer::NhsNumber => NhsNumber::parse(typed).map_err(|_| wrong(words::NOT_AN_NHS_NUMBER))?.digits(),
        };
        Ok(AnswerValue::Text(text))
    }

    /// The other way round, for what has no finer points.
    pub fn of(rule: &CohortRule) -> Option<Self> {
        let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
        let (kind, first, second) = match rule {
            CohortRule::Condition(Condition { code_set: Some(name), code: None, system: None, active_on: None }) => {
                (Kind::CodeSet, name.clone(), String::new())
            }
            CohortRule::Age(Age { from, to, on: None }) => (Kind::Age, number(*from), number(*to)),
            CohortRule::Sex(sex) => (Kind::Sex, sex.to_string(), String::new()),
            CohortRule::PostcodePrefix(prefix) => (Kind::Postcode, prefix.clone(), String::new()),
            CohortRule::Status(status) => (Kind::Status, status.to_string(), String::new()),
            CohortRule::Contactable(contactable) => (Kind::Contactable, contactable.channel.to_string(), String::new()),
            CohortRule::AcknowledgedWithin(within) => {
                (Kind::Acknowledged, within.campaign_kind.clone(), within.days.to_string())
            }
            CohortRule::FormAnswer(asked) => {
                let (third, answer) = match &asked.value {
                    AnswerValue::YesNo(yes) => (if *yes { YES } else { NO }.to_owned(), Answer::YesNo),
                    AnswerValue::Number(number) => (number.to_string(), Answer::Number),
                    AnswerValue::Text(text) => (text.clone(), Answer::Text),
                };
                let (first, second) = (asked.form.clone(), asked.field.clone());
                return Some(Self { kind: Kind::FormAnswer, first, second, third, answer });
            }
            _ => return None,
        };
        Some(Self { kind, first, second, ..Self::default() })
    }
}

/// A whole number, or none where nothing is written.
fn number(text: &str) -> Result<Option<u32>, ParseIntError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

/// The word of a purpose as the server wants it: `Flu vaccination` is `flu-vaccination`.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().to_lowercase().chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_purpose_becomes_a_word_the_server_takes() {
        assert_eq!(slug("Flu"), "flu");
        assert_eq!(slug("  Flu vaccination 2026! "), "flu-vaccination-2026");
        assert_eq!(slug("—"), "");
    }
}
