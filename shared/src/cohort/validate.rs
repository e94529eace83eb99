//! What is wrong with a rule, each problem with its place: `all[1].age`.

use std::fmt;

use thiserror::Error;

use super::rule::{Age, AnswerValue, CohortRule, Condition};
use crate::form::{is_id, is_slug};

/// Levels a rule may have; the deepest sensible ones seen have four.
pub const MAX_DEPTH: usize = 8;
/// Rules within a rule, all levels together; keeps the SQL below the engines' limits.
pub const MAX_NODES: usize = 100;

const OLDEST: u32 = 130; // years; nobody has been older
const LONGEST_LOOK_BACK: u32 = 3_650; // days; ten years
const NAME_MAX: usize = 100; // characters of a code set's, a campaign kind's or a code's name
const PREFIX_MAX: usize = 8; // characters of a whole postcode

/// One problem and where it is; the path is empty for the rule itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    pub path: String,
    pub problem: RuleProblem,
}

impl std::error::Error for RuleError {}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { write!(f, "{}", self.problem) } else { write!(f, "{}: {}", self.path, self.problem) }
    }
}

/// What is wrong with a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RuleProblem {
    #[error("the group is empty; add a rule or remove the group")]
    EmptyGroup,
    #[error("rules are nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    #[error("there are more than {MAX_NODES} rules")]
    TooMany,
    #[error("name a code set or a code, one of the two")]
    CodeSetOrCode,
    #[error("a code system goes with a single code, not with a code set")]
    SystemWithCodeSet,
    #[error("a name is empty or longer than {NAME_MAX} characters")]
    Name,
    #[error("give the lowest age, the highest, or both")]
    NoAge,
    #[error("the lowest age is above the highest")]
    AgeOrder,
    #[error("an age is at most {OLDEST} years")]
    AgeTooHigh,
    #[error("a postcode prefix has 1 to {PREFIX_MAX} letters, digits, spaces and hyphens")]
    PostcodePrefix,
    #[error("the days to look back are 1 to {LONGEST_LOOK_BACK}")]
    Days,
    #[error("name a form by its address, a field by its id, and an answer of at most {NAME_MAX} characters")]
    FormAnswer,
}

/// Checks a rule; all problems at once, in the order of the rule.
pub fn validate(rule: &CohortRule) -> Result<(), Vec<RuleError>> {
    let mut checker = Checker::default();
    checker.check(rule, rule.name(), 1);
    if checker.nodes > MAX_NODES {
        checker.problem("", RuleProblem::TooMany);
    }
    if checker.errors.is_empty() { Ok(()) } else { Err(checker.errors) }
}

#[derive(Default)]
struct Checker {
    nodes: usize,
    errors: Vec<RuleError>,
}

impl Checker {
    fn problem(&mut self, path: &str, problem: RuleProblem) {
        self.errors.push(RuleError { path: path.to_owned(), problem });
    }

    fn check(&mut self, rule: &CohortRule, path: &str, depth: usize) {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            self.problem(path, RuleProblem::TooDeep);
            return;
        }
        if self.nodes > MAX_NODES {
            return;
        }
        if let Some(problem) = own_problem(rule) {
            self.problem(path, problem);
        }
        for (index, child) in rule.children().iter().enumerate() {
            let path = match rule {
                CohortRule::Not(_) => format!("{path}.{}", child.name()),
                _ => format!("{path}[{index}].{}", child.name()),
            };
            self.check(child, &path, depth + 1);
        }
    }
}

fn own_problem(rule: &CohortRule) -> Option<RuleProblem> {
    match rule {
        CohortRule::All(rules) | CohortRule::Any(rules) => rules.is_empty().then_some(RuleProblem::EmptyGroup),
        CohortRule::Condition(condition) => condition_problem(condition),
        CohortRule::Age(age) => age_problem(*age),
        CohortRule::PostcodePrefix(prefix) => {
            let allowed = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
            let right = !prefix.trim().is_empty() && prefix.len() <= PREFIX_MAX && prefix.chars().all(allowed);
            (!right).then_some(RuleProblem::PostcodePrefix)
        }
        CohortRule::AcknowledgedWithin(within) if !is_name(&within.campaign_kind) => Some(RuleProblem::Name),
        CohortRule::AcknowledgedWithin(within) => {
            (!(1..=LONGEST_LOOK_BACK).contains(&within.days)).then_some(RuleProblem::Days)
        }
        CohortRule::FormAnswer(asked) => {
            let is_answer = match &asked.value {
                AnswerValue::Text(text) => is_name(text),
                AnswerValue::YesNo(_) | AnswerValue::Number(_) => true,
            };
            let right = is_slug(&asked.form) && is_id(&asked.field) && is_answer;
            (!right).then_some(RuleProblem::FormAnswer)
        }
        CohortRule::Not(_) | CohortRule::Sex(_) | CohortRule::Status(_) | CohortRule::Contactable(_) => None,
    }
}

fn condition_problem(condition: &Condition) -> Option<RuleProblem> {
    match (&condition.code_set, &condition.code) {
        (Some(_), None) if condition.system.is_some() => Some(RuleProblem::SystemWithCodeSet),
        (Some(name), None) | (None, Some(name)) => (!is_name(name)).then_some(RuleProblem::Name),
        _ => Some(RuleProblem::CodeSetOrCode),
    }
}

fn age_problem(age: Age) -> Option<RuleProblem> {
    match (age.from, age.to) {
        (None, None) => Some(RuleProblem::NoAge),
        (Some(from), Some(to)) if from > to => Some(RuleProblem::AgeOrder),
        (from, to) => (from.max(to) > Some(OLDEST)).then_some(RuleProblem::AgeTooHigh),
    }
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= NAME_MAX
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn errors(json: &str) -> Vec<String> {
        let rule: CohortRule = serde_json::from_str(json).unwrap();
        validate(&rule).err().unwrap_or_default().iter().map(RuleError::to_string).collect()
    }

    #[test]
    fn a_sensible_rule_has_no_problem() {
        assert_eq!(
            errors(r#"{"all":[{"condition":{"codeSet":"lung"}},{"age":{"from":18}},{"postcodePrefix":"SW1"}]}"#),
            [""; 0]
        );
    }

    #[test]
    fn every_problem_is_named_with_its_place() {
        let found = errors(
            r#"{"all":[{"any":[]},{"age":{"from":65,"to":18}},{"not":{"postcodePrefix":"S%"}},{"condition":{}}]}"#,
        );
        assert_eq!(
            found,
            [
                "all[0].any: the group is empty; add a rule or remove the group",
                "all[1].age: the lowest age is above the highest",
                "all[2].not.postcodePrefix: a postcode prefix has 1 to 8 letters, digits, spaces and hyphens",
                "all[3].condition: name a code set or a code, one of the two",
            ]
        );
    }

    #[test]
    fn single_fields_have_bounds() {
        for json in [
            r#"{"age":{}}"#,
            r#"{"age":{"to":131}}"#,
            r#"{"postcodePrefix":" "}"#,
            r#"{"condition":{"codeSet":"a","code":"b"}}"#,
            r#"{"condition":{"codeSet":"a","system":"snomed"}}"#,
            r#"{"condition":{"code":" "}}"#,
            r#"{"acknowledgedWithin":{"campaignKind":"","days":1}}"#,
            r#"{"acknowledgedWithin":{"campaignKind":"flu","days":0}}"#,
            r#"{"formAnswer":{"form":"Not a slug","field":"signs","value":true}}"#,
            r#"{"formAnswer":{"form":"lungs","field":"a'b","value":true}}"#,
            r#"{"formAnswer":{"form":"lungs","field":"signs","value":" "}}"#,
        ] {
            assert_eq!(errors(json).len(), 1, "{json}");
        }
    }

    #[test]
    fn depth_and_number_are_limited() {
        let nested =
            |levels: usize| format!("{}{{\"sex\":\"male\"}}{}", "{\"not\":".repeat(levels), "}".repeat(levels));
        assert_eq!(errors(&nested(7)), [""; 0]);
        assert!(errors(&nested(8))[0].ends_with("more than 8 levels deep"));
        let wide = |rules: usize| format!("{{\"any\":[{}]}}", vec!["{\"sex\":\"male\"}"; rules].join(","));
        assert_eq!(errors(&wide(99)), [""; 0]);
        assert_eq!(errors(&wide(5000)), ["there are more than 100 rules"]);
    }
}
