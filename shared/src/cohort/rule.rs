//! The shape of a cohort rule and its JSON, externally tagged in camel case: `{"all":[{"sex":"female"}]}`.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::channel::Channel;
use crate::coding::CodeSystem;
use crate::form::Decimal;
use crate::person::{PatientStatus, Sex};

/// A rule that a patient matches or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CohortRule {
    /// Every rule matches.
    All(Vec<CohortRule>),
    /// At least one rule matches.
    Any(Vec<CohortRule>),
    /// The rule does not match.
    Not(Box<CohortRule>),
    /// Has a condition that is active on a day.
    Condition(Condition),
    /// Is of an age; a patient without a birth date is of none.
    Age(Age),
    /// Is of this sex.
    Sex(Sex),
    /// Has a postcode that begins so, spaces and case aside.
    PostcodePrefix(String),
    /// Has this status.
    Status(PatientStatus),
    /// Has a contact point of the channel that may be used.
    Contactable(Contactable),
    /// Acknowledged a campaign of a kind not long ago.
    AcknowledgedWithin(AcknowledgedWithin),
    /// Answered a form so.
    FormAnswer(FormAnswer),
}

/// A condition by code set or by code: exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Condition {
    /// Name of a code set, such as `chronic-respiratory-disease`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_set: Option<String>,
    /// A single code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The system of `code`; any system where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<CodeSystem>,
    /// The day on which it is active; today where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_on: Option<NaiveDate>,
}

/// An age in completed years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Age {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
    /// The day the age is taken on; today where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// Can be reached on a channel: a contact point of it that is not suppressed (for SMS a mobile number).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contactable {
    pub channel: Channel,
}

/// Acknowledged a campaign of a kind today or at most so many days before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcknowledgedWithin {
    /// The campaign's kind, such as `flu`.
    pub campaign_kind: String,
    pub days: u32,
}

/// Answered a field of a form with a value, whichever version was shown; of several options, with this among others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormAnswer {
    /// The address of the form, such as `already-vaccinated`.
    pub form: String,
    /// The id of a field whose answers are not sealed.
    pub field: String,
    pub value: AnswerValue,
}

/// An answer as it is stored: the value of an option and not its label, a date as `2026-11-23`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AnswerValue {
    YesNo(bool),
    Text(String),
    Number(Decimal),
}

impl fmt::Display for AnswerValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

impl CohortRule {
    /// An active condition of a code set, today.
    pub fn code_set(name: &str) -> Self {
        Self::Condition(Condition { code_set: Some(name.to_owned()), ..Condition::default() })
    }

    /// The rules directly inside this one.
    pub fn children(&self) -> &[CohortRule] {
        match self {
            Self::All(rules) | Self::Any(rules) => rules,
            Self::Not(rule) => std::slice::from_ref(rule),
            _ => &[],
        }
    }

    /// The name in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::Not(_) => "not",
            Self::Condition(_) => "condition",
            Self::Age(_) => "age",
            Self::Sex(_) => "sex",
            Self::PostcodePrefix(_) => "postcodePrefix",
            Self::Status(_) => "status",
            Self::Contactable(_) => "contactable",
            Self::AcknowledgedWithin(_) => "acknowledgedWithin",
            Self::FormAnswer(_) => "formAnswer",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn json_is_camel_case_and_externally_tagged() {
        let json = r#"{"all":[{"condition":{"codeSet":"chronic-respiratory-disease"}},{"age":{"from":18}},{"not":{"status":"deceased"}},{"sex":"female"},{"postcodePrefix":"SW1"},{"contactable":{"channel":"sms"}},{"acknowledgedWithin":{"campaignKind":"flu","days":30}},{"formAnswer":{"form":"flu-booking","field":"text_me","value":true}},{"formAnswer":{"form":"lungs","field":"nights","value":2.5}},{"formAnswer":{"form":"lungs","field":"house","value":"7"}}]}"#;
        let rule: CohortRule = serde_json::from_str(json).unwrap();
        assert_eq!(rule.children().len(), 10);
        assert_eq!(rule.children()[0], CohortRule::code_set("chronic-respiratory-disease"));
        assert_eq!(serde_json::to_string(&rule).unwrap(), json);
    }

    #[test]
    fn a_mistyped_field_is_refused() {
        assert!(serde_json::from_str::<CohortRule>(r#"{"age":{"form":18}}"#).is_err());
        assert!(serde_json::from_str::<CohortRule>(r#"{"ages":{"from":18}}"#).is_err());
    }

    #[test]
    fn a_system_may_be_given_by_its_uri() {
        let rule: CohortRule =
            serde_json::from_str(r#"{"condition":{"code":"195967001","system":"http://snomed.info/sct"}}"#).unwrap();
        assert!(matches!(rule, CohortRule::Condition(Condition { system: Some(CodeSystem::SnomedCt), .. })));
    }
}
