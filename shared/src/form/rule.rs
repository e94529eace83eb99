//! When a page, a section or a field is shown or required: a rule over the answers to earlier fields, as data.
//!
//! JSON is externally tagged in camel case: `{"all":[{"yesNo":{"field":"smoker","is":true}},{"answered":"age"}]}`.

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::decimal::Decimal;

/// A rule that holds or not. A field without an answer holds none but `not`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    /// Every rule holds.
    All(Vec<Rule>),
    /// At least one rule holds.
    Any(Vec<Rule>),
    /// The rule does not hold.
    Not(Box<Rule>),
    /// The field of this id has an answer.
    Answered(String),
    /// Yes or no was answered, or consent ticked.
    YesNo(YesNoIs),
    /// One of these options was chosen.
    Chosen(Chosen),
    /// A number or a point of a scale is between two ends.
    Number(NumberIs),
    /// A date is between two days.
    Date(DateIs),
    /// A date is so many completed years ago.
    Age(AgeIs),
    /// A text is this one, case and spaces at the ends aside.
    Text(TextIs),
}

/// Yes (true) or no (false).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct YesNoIs {
    pub field: String,
    pub is: bool,
}

/// At least one of these options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Chosen {
    pub field: String,
    pub any_of: Vec<String>,
}

/// A number between two ends, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NumberIs {
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Decimal>,
}

/// A date between two days, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DateIs {
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

/// Completed years since a date, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgeIs {
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextIs {
    pub field: String,
    pub is: String,
}

impl Rule {
    /// That a yes-or-no field was answered so.
    pub fn yes_no(field: &str, is: bool) -> Self {
        Self::YesNo(YesNoIs { field: field.to_owned(), is })
    }

    /// That one of these options of a field was chosen.
    pub fn chosen(field: &str, any_of: &[&str]) -> Self {
        let any_of = any_of.iter().map(|&option| option.to_owned()).collect();
        Self::Chosen(Chosen { field: field.to_owned(), any_of })
    }

    /// The rules directly inside this one.
    pub fn children(&self) -> &[Rule] {
        match self {
            Self::All(rules) | Self::Any(rules) => rules,
            Self::Not(rule) => std::slice::from_ref(rule),
            _ => &[],
        }
    }

    /// The field this rule itself asks about; groups ask about none.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => None,
            Self::Answered(field) => Some(field),
            Self::YesNo(rule) => Some(&rule.field),
            Self::Chosen(rule) => Some(&rule.field),
            Self::Number(rule) => Some(&rule.field),
            Self::Date(rule) => Some(&rule.field),
            Self::Age(rule) => Some(&rule.field),
            Self::Text(rule) => Some(&rule.field),
        }
    }

    /// Every field that is asked about, at any depth; one may come twice.
    pub fn fields(&self) -> Vec<&str> {
        self.leaves().into_iter().filter_map(Self::field).collect()
    }

    /// The ids of the fields of which it tells what was answered, not only that something was.
    pub fn fields_told(&self) -> Vec<&str> {
        let tells = |leaf: &&Self| !matches!(leaf, Self::Answered(_));
        self.leaves().into_iter().filter(tells).filter_map(Self::field).collect()
    }

    /// Those that ask about a field.
    fn leaves(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(rule) = open.pop() {
            found.extend(rule.field().map(|_| rule));
            open.extend(rule.children());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn json_is_camel_case_and_externally_tagged() {
        let json = r#"{"all":[{"answered":"a"},{"not":{"yesNo":{"field":"b","is":true}}},{"any":[{"chosen":{"field":"c","anyOf":["x"]}},{"number":{"field":"d","from":1.5}}]},{"date":{"field":"e","to":"today-1y"}},{"age":{"field":"e","from":16}},{"text":{"field":"f","is":"g"}}]}"#;
        let rule: Rule = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&rule).unwrap(), json);
        let mut fields = rule.fields();
        fields.sort_unstable();
        assert_eq!(fields, ["a", "b", "c", "d", "e", "e", "f"]);
    }

    #[test]
    fn a_mistyped_part_is_refused() {
        for json in [r#"{"yesno":{"field":"a","is":true}}"#, r#"{"yesNo":{"field":"a","equals":true}}"#, r#""all""#] {
            assert!(serde_json::from_str::<Rule>(json).is_err(), "{json}");
        }
    }
}
