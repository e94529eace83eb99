//! A rule in plain English: `patients with an active condition of chronic respiratory disease, aged 18 or over`.

use super::rule::{Age, CohortRule, Condition, FormAnswer};
use crate::person::Sex;
use crate::time::{show_date_short, thousands};

/// The rule as a phrase that can end with a full stop.
pub fn sentence(rule: &CohortRule) -> String {
    match rule {
        CohortRule::All(rules) if !rules.is_empty() => {
            let parts: Vec<_> = rules.iter().map(phrase).collect();
            format!("patients {}", parts.join(", "))
        }
        rule => format!("patients {}", phrase(rule)),
    }
}

fn phrase(rule: &CohortRule) -> String {
    match rule {
        CohortRule::All(rules) => group(rules, "both", "all of", "and", "of every kind"),
        CohortRule::Any(rules) => group(rules, "either", "any of", "or", "of no kind"),
        CohortRule::Not(rule) => negated(rule),
        CohortRule::Condition(condition) => format!("with {}", condition_words(condition)),
        CohortRule::Age(age) => age_words(*age),
        CohortRule::Sex(sex) => format!("who are {}", sex_words(*sex)),
        CohortRule::PostcodePrefix(prefix) => format!("with a postcode that begins {}", prefix.trim().to_uppercase()),
        CohortRule::Status(status) => format!("whose status is {status}"),
        CohortRule::Contactable(contactable) => {
            format!("who can be reached by {}", contactable.channel.noun())
        }
        CohortRule::AcknowledgedWithin(within) => {
            format!("who acknowledged a {} campaign in the last {}", within.campaign_kind, days(within.days))
        }
        CohortRule::FormAnswer(asked) => format!("who answered {}", answer_words(asked)),
    }
}

fn negated(rule: &CohortRule) -> String {
    match rule {
        CohortRule::Not(inner) => phrase(inner),
        CohortRule::Condition(condition) => format!("without {}", condition_words(condition)),
        CohortRule::Sex(sex) => format!("who are not {}", sex_words(*sex)),
        CohortRule::PostcodePrefix(prefix) => {
            format!("without a postcode that begins {}", prefix.trim().to_uppercase())
        }
        CohortRule::Status(status) => format!("whose status is not {status}"),
        CohortRule::Contactable(contactable) => {
            format!("who cannot be reached by {}", contactable.channel.noun())
        }
        CohortRule::AcknowledgedWithin(within) => {
            format!("who have not acknowledged a {} campaign in the last {}", within.campaign_kind, days(within.days))
        }
        CohortRule::FormAnswer(asked) => format!("who did not answer {}", answer_words(asked)),
        CohortRule::Age(_) | CohortRule::All(_) | CohortRule::Any(_) => {
            format!("not {}", phrase(rule))
        }
    }
}

fn group(rules: &[CohortRule], two: &str, many: &str, join: &str, none: &str) -> String {
    let parts: Vec<_> = rules.iter().map(phrase).collect();
    match parts.as_slice() {
        [] => none.to_owned(),
        [only] => only.clone(),
        [first, second] => format!("{two} ({first} {join} {second})"),
        [most @ .., last] => format!("{many} ({} {join} {last})", most.join(", ")),
    }
}

/// The short name of a code set as words; a title stays as it is.
fn as_words(name: &str) -> String {
    let is_short = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_short { name.replace('-', " ") } else { name.to_owned() }
}

fn condition_words(condition: &Condition) -> String {
    let what = match (&condition.code_set, &condition.code, condition.system) {
        (Some(name), _, _) => format!("of {}", as_words(name)),
        (None, Some(code), Some(system)) => format!("coded {code} ({})", system.title()),
        (None, Some(code), None) => format!("coded {code}"),
        (None, None, _) => "of any kind".to_owned(),
    };
    match condition.active_on {
        Some(day) => format!("a condition {what} active on {}", show_date_short(day)),
        None => format!("an active condition {what}"),
    }
}

fn age_words(age: Age) -> String {
    let words = match (age.from, age.to) {
        (Some(from), Some(to)) if from == to => format!("aged {from}"),
        (Some(from), Some(to)) => format!("aged {from} to {to}"),
        (Some(from), None) => format!("aged {from} or over"),
        (None, Some(to)) => format!("aged {to} or under"),
        (None, None) => "of any known age".to_owned(),
    };
    match age.on {
        Some(day) => format!("{words} on {}", show_date_short(day)),
        None => words,
    }
}

fn answer_words(asked: &FormAnswer) -> String {
    format!("{} to {} of the form {}", asked.value, asked.field.replace('_', " "), as_words(&asked.form))
}

const fn sex_words(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
        Sex::Other => "of another sex",
        Sex::Unknown => "of unknown sex",
    }
}

fn days(days: u32) -> String {
    if days == 1 { "day".to_owned() } else { format!("{} days", thousands(u64::from(days))) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(json: &str) -> String {
        sentence(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn the_usual_rule_reads_as_one_would_say_it() {
        assert_eq!(
            read(r#"{"all":[{"condition":{"codeSet":"chronic-respiratory-disease"}},{"age":{"from":18}}]}"#),
            "patients with an active condition of chronic respiratory disease, aged 18 or over"
        );
    }

    #[test]
    fn groups_and_negations_are_bracketed() {
        assert_eq!(
            read(
                r#"{"all":[{"any":[{"age":{"from":65}},{"condition":{"code":"J45.9","system":"icd10"}}]},{"not":{"status":"deceased"}}]}"#
            ),
            "patients either (aged 65 or over or with an active condition coded J45.9 (ICD-10)), whose status is not deceased"
        );
        assert_eq!(
            read(r#"{"not":{"all":[{"sex":"male"},{"age":{"to":17}},{"postcodePrefix":"sw1"}]}}"#),
            "patients not all of (who are male, aged 17 or under and with a postcode that begins SW1)"
        );
    }

    #[test]
    fn the_rest_reads_too() {
        assert_eq!(read(r#"{"contactable":{"channel":"sms"}}"#), "patients who can be reached by SMS");
        assert_eq!(
            read(r#"{"formAnswer":{"form":"flu-booking","field":"text_me","value":true}}"#),
            "patients who answered yes to text me of the form flu booking"
        );
        assert_eq!(
            read(r#"{"not":{"acknowledgedWithin":{"campaignKind":"flu","days":365}}}"#),
            "patients who have not acknowledged a flu campaign in the last 365 days"
        );
        assert_eq!(read(r#"{"age":{"from":2,"to":3,"on":"2026-08-31"}}"#), "patients aged 2 to 3 on 31 Aug 2026");
        assert_eq!(read(r#"{"all":[]}"#), "patients of every kind");
    }
}
