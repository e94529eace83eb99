//! Whether one patient matches a rule: the meaning the SQL compiler is tested against.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

use super::rule::{Age, AnswerValue, CohortRule, Condition};
use crate::birth_date::age_on;
use crate::channel::Channel;
use crate::coding::CodeSystem;
use crate::person::{PatientStatus, Sex};
use crate::postcode::comparison_key;

/// What a rule can ask of a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientFacts {
    pub birth_date: Option<NaiveDate>,
    pub sex: Sex,
    pub status: PatientStatus,
    pub postcode: Option<String>,
    /// Has an email address that is not suppressed.
    pub email: bool,
    /// Has a mobile number that is not suppressed.
    pub sms: bool,
    pub conditions: Vec<ConditionFact>,
    pub acknowledgements: Vec<AcknowledgementFact>,
    pub form_answers: Vec<FormAnswerFact>,
}

/// A condition of a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionFact {
    pub system: CodeSystem,
    /// In the spelling of [`CodeSystem::normalise`].
    pub code: String,
    pub onset: Option<NaiveDate>,
    pub abatement: Option<NaiveDate>,
}

/// A patient's acknowledgement of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcknowledgementFact {
    pub campaign_kind: String,
    pub on: NaiveDate,
}

/// What a patient answered to a field of a form; of several options all that were chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormAnswerFact {
    pub form: String,
    pub field: String,
    pub values: Vec<AnswerValue>,
}

/// The codes of every code set, single or as a range.
#[derive(Debug, Clone, Default)]
pub struct CodeLookup {
    sets: HashMap<String, CodeSet>,
}

#[derive(Debug, Clone, Default)]
struct CodeSet {
    codes: HashSet<(CodeSystem, String)>,
    ranges: Vec<(CodeSystem, String, String)>,
}

impl CodeLookup {
    /// Adds a single code to a set.
    pub fn insert(&mut self, set: &str, system: CodeSystem, code: &str) {
        let code = system.normalise(code).into_owned();
        self.sets.entry(set.to_owned()).or_default().codes.insert((system, code));
    }

    /// Adds a range, both ends included with everything below them: `J40` to `J47` holds `J45.9` and `J47.0`.
    pub fn insert_range(&mut self, set: &str, system: CodeSystem, first: &str, last: &str) {
        let (first, last) = (system.normalise(first).into_owned(), system.normalise(last).into_owned());
        self.sets.entry(set.to_owned()).or_default().ranges.push((system, first, last));
    }

    /// Whether a set holds a code; a set that is not there holds none.
    pub fn contains(&self, set: &str, system: CodeSystem, code: &str) -> bool {
        let Some(set) = self.sets.get(set) else {
            return false;
        };
        let code = system.normalise(code);
        set.codes.contains(&(system, code.clone().into_owned()))
            || set.ranges.iter().any(|(of, first, last)| {
                *of == system
                    && code.as_ref() >= first.as_str()
                    && code.get(..last.len()).unwrap_or(&code) <= last.as_str()
            })
    }
}

/// Whether a patient matches a rule; `today` is the day in the practice's time zone.
pub fn evaluate(rule: &CohortRule, patient: &PatientFacts, today: NaiveDate, codes: &CodeLookup) -> bool {
    match rule {
        CohortRule::All(rules) => rules.iter().all(|rule| evaluate(rule, patient, today, codes)),
        CohortRule::Any(rules) => rules.iter().any(|rule| evaluate(rule, patient, today, codes)),
        CohortRule::Not(rule) => !evaluate(rule, patient, today, codes),
        CohortRule::Condition(condition) => has_condition(condition, patient, today, codes),
        CohortRule::Age(age) => is_of_age(*age, patient.birth_date, today),
        CohortRule::Sex(sex) => patient.sex == *sex,
        CohortRule::PostcodePrefix(prefix) => patient
            .postcode
            .as_deref()
            .is_some_and(|postcode| comparison_key(postcode).starts_with(&comparison_key(prefix))),
        CohortRule::Status(status) => patient.status == *status,
        CohortRule::Contactable(contactable) => match contactable.channel {
            Channel::Email => patient.email,
            Channel::Sms => patient.sms,
        },
        CohortRule::AcknowledgedWithin(within) => {
            let earliest = today.checked_sub_days(Days::new(u64::from(within.days))).unwrap_or(NaiveDate::MIN);
            patient
                .acknowledgements
                .iter()
                .any(|fact| fact.campaign_kind == within.campaign_kind && (earliest..=today).contains(&fact.on))
        }
        CohortRule::FormAnswer(asked) => patient
            .form_answers
            .iter()
            .any(|fact| fact.form == asked.form && fact.field == asked.field && fact.values.contains(&asked.value)),
    }
}

/// Begun by the day (or nobody knows when) and not ended by it: on the day of its end a condition is no longer active.
pub fn is_active_on(onset: Option<NaiveDate>, abatement: Option<NaiveDate>, day: NaiveDate) -> bool {
    onset.is_none_or(|onset| onset <= day) && abatement.is_none_or(|abatement| abatement > day)
}

fn has_condition(rule: &Condition, patient: &PatientFacts, today: NaiveDate, codes: &CodeLookup) -> bool {
    let day = rule.active_on.unwrap_or(today);
    patient.conditions.iter().any(|fact| {
        let of_set = rule.code_set.as_deref().is_none_or(|set| codes.contains(set, fact.system, &fact.code));
        let of_code = rule.code.as_deref().is_none_or(|code| fact.system.normalise(code) == fact.code);
        let of_system = rule.system.is_none_or(|system| system == fact.system);
        of_set && of_code && of_system && is_active_on(fact.onset, fact.abatement, day)
    })
}

fn is_of_age(rule: Age, birth_date: Option<NaiveDate>, today: NaiveDate) -> bool {
    let Some(age) = birth_date.and_then(|birth| u32::try_from(age_on(birth, rule.on.unwrap_or(today))).ok()) else {
        return false;
    };
    rule.from.is_none_or(|from| age >= from) && rule.to.is_none_or(|to| age <= to)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn patient() -> PatientFacts {
        PatientFacts {
            birth_date: Some(day("1957-03-24")),
            sex: Sex::Female,
            status: PatientStatus::Active,
            postcode: Some("SW1A 1AA".into()),
            email: false,
            sms: true,
            conditions: vec![ConditionFact {
                system: CodeSystem::Icd10,
                code: "J45.9".into(),
                onset: Some(day("2001-01-01")),
                abatement: Some(day("2026-12-01")),
            }],
            acknowledgements: vec![AcknowledgementFact { campaign_kind: "flu".into(), on: day("2026-11-01") }],
            form_answers: vec![FormAnswerFact {
                form: "lungs".into(),
                field: "signs".into(),
                values: vec![AnswerValue::Text("blood".into()), AnswerValue::Text("ankles".into())],
            }],
        }
    }

    fn matches(json: &str) -> bool {
        let mut codes = CodeLookup::default();
        codes.insert_range("lung", CodeSystem::Icd10, "J40", "J47");
        codes.insert("skin", CodeSystem::Icd10, "l309");
        evaluate(&serde_json::from_str(json).unwrap(), &patient(), day("2026-11-22"), &codes)
    }

    #[test]
    fn a_condition_counts_while_it_is_active() {
        assert!(matches(r#"{"condition":{"codeSet":"lung"}}"#));
        assert!(matches(r#"{"condition":{"codeSet":"lung","activeOn":"2026-11-30"}}"#));
        assert!(!matches(r#"{"condition":{"codeSet":"lung","activeOn":"2026-12-01"}}"#));
        assert!(!matches(r#"{"condition":{"codeSet":"lung","activeOn":"2000-12-31"}}"#));
        assert!(!matches(r#"{"condition":{"codeSet":"skin"}}"#));
        assert!(!matches(r#"{"condition":{"codeSet":"nowhere"}}"#));
        assert!(matches(r#"{"condition":{"code":"j459"}}"#));
        assert!(!matches(r#"{"condition":{"code":"J45.9","system":"snomed"}}"#));
    }

    #[test]
    fn a_range_holds_what_is_below_its_ends() {
        let mut codes = CodeLookup::default();
        codes.insert_range("lung", CodeSystem::Icd10, "J40", "J47");
        for (code, inside) in [("J40", true), ("J47.0", true), ("J39.9", false), ("J48", false), ("J4", false)] {
            assert_eq!(codes.contains("lung", CodeSystem::Icd10, code), inside, "{code}");
        }
        assert!(!codes.contains("lung", CodeSystem::Local, "J45"));
    }

    #[test]
    fn the_other_rules_ask_for_one_fact_each() {
        assert!(matches(r#"{"age":{"from":69,"to":69}}"#));
        assert!(!matches(r#"{"age":{"from":70}}"#));
        assert!(matches(r#"{"age":{"from":70,"on":"2027-03-24"}}"#));
        assert!(matches(r#"{"postcodePrefix":"sw1 a1"}"#));
        assert!(matches(r#"{"contactable":{"channel":"sms"}}"#));
        assert!(!matches(r#"{"contactable":{"channel":"email"}}"#));
        assert!(matches(r#"{"acknowledgedWithin":{"campaignKind":"flu","days":21}}"#));
        assert!(!matches(r#"{"acknowledgedWithin":{"campaignKind":"flu","days":20}}"#));
        assert!(!matches(r#"{"acknowledgedWithin":{"campaignKind":"shingles","days":365}}"#));
        assert!(matches(r#"{"formAnswer":{"form":"lungs","field":"signs","value":"ankles"}}"#));
        assert!(!matches(r#"{"formAnswer":{"form":"lungs","field":"signs","value":"none"}}"#));
        assert!(!matches(r#"{"formAnswer":{"form":"other","field":"signs","value":"ankles"}}"#));
    }

    #[test]
    fn rules_combine() {
        assert!(matches(r#"{"all":[{"sex":"female"},{"not":{"status":"deceased"}}]}"#));
        assert!(matches(r#"{"any":[{"sex":"male"},{"status":"active"}]}"#));
        assert!(!matches(r#"{"any":[{"sex":"male"},{"status":"left"}]}"#));
    }
}
