//! Cohort rules as a recursive input, and their live count.

use async_graphql::{
    Context, InputObject, Json as Value, Object, OneofObject, Result, SimpleObject,
    resolver_utils::{EnumType, enum_value},
};
use chrono::NaiveDate;
use serde_json::{Value as Json, json};
use shared::{
    coding::CodeSystem,
    cohort::{self as rule, MAX_DEPTH},
    permission::Permission,
};

use super::{
    context::{app, require},
    error::{OrGraphql, to_graphql},
    scalars::{Channel, PatientStatus, Sex},
};
use crate::domain::{Error, cohorts, day};

/// Who a campaign is for: a rule that a patient matches or not.
#[derive(OneofObject, Debug)]
#[graphql(name = "CohortRule")]
pub enum CohortRule {
    /// Every rule matches.
    All(Vec<CohortRule>),
    /// At least one rule matches.
    Any(Vec<CohortRule>),
    /// The rule does not match.
    Not(Box<CohortRule>),
    Condition(ConditionRule),
    Age(AgeRule),
    Sex(Sex),
    /// The postcode begins so; spaces and case do not matter.
    PostcodePrefix(String),
    Status(PatientStatus),
    Contactable(ContactableRule),
    AcknowledgedWithin(AcknowledgedWithinRule),
    FormAnswer(FormAnswerRule),
}

/// Has a condition that is active on a day: of a code set, or with a single code.
#[derive(InputObject, Debug)]
pub struct ConditionRule {
    /// Name of a code set, such as `chronic-respiratory-disease`.
    code_set: Option<String>,
    code: Option<String>,
    /// The system of `code` as a URI or short name; any system where absent.
    system: Option<String>,
    /// Today where absent.
    active_on: Option<NaiveDate>,
}

/// Is of an age in completed years, both ends included.
#[derive(InputObject, Debug)]
pub struct AgeRule {
    from: Option<i32>,
    to: Option<i32>,
    /// Today where absent.
    on: Option<NaiveDate>,
}

/// Has a contact point of the channel that may be used.
#[derive(InputObject, Debug)]
pub struct ContactableRule {
    channel: Channel,
}

/// Acknowledged a campaign of a kind today or at most so many days before.
#[derive(InputObject, Debug)]
pub struct AcknowledgedWithinRule {
    campaign_kind: String,
    days: i32,
}

/// Answered a field of a form so, whichever version was shown; of several options, with this among others.
#[derive(InputObject, Debug)]
pub struct FormAnswerRule {
    /// The slug of the form.
    form: String,
    /// The id of a field whose answers are not sealed.
    field: String,
    /// As it is stored: a text, a number, true or false; of a choice the value of an option.
    value: Value<Json>,
}

impl CohortRule {
    /// The rule as the domain knows it; errors name the place.
    pub fn into_rule(self) -> Result<rule::CohortRule> {
        self.convert(1).or_graphql()
    }

    fn convert(self, depth: usize) -> Result<rule::CohortRule, Error> {
        if depth > MAX_DEPTH {
            let message = format!("Rules are nested more than {MAX_DEPTH} levels deep; simplify the rule.");
            return Err(Error::invalid("rule", message));
        }
        let all = |rules: Vec<Self>| rules.into_iter().map(|rule| rule.convert(depth + 1)).collect::<Result<_, _>>();
        Ok(match self {
            Self::All(rules) => rule::CohortRule::All(all(rules)?),
            Self::Any(rules) => rule::CohortRule::Any(all(rules)?),
            Self::Not(rule) => rule::CohortRule::Not(Box::new(rule.convert(depth + 1)?)),
            Self::Condition(condition) => {
                let system = condition.system.map(|text| text.parse()).transpose();
                rule::CohortRule::Condition(rule::Condition {
                    code_set: condition.code_set,
                    code: condition.code,
                    system: system.map_err(|error: shared::UnknownText| {
                        Error::invalid("rule.condition.system", error.to_string())
                    })?,
                    active_on: condition.active_on,
                })
            }
            Self::Age(age) => rule::CohortRule::Age(rule::Age {
                from: age.from.map(|years| positive("rule.age.from", years)).transpose()?,
                to: age.to.map(|years| positive("rule.age.to", years)).transpose()?,
                on: age.on,
            }),
            Self::Sex(sex) => rule::CohortRule::Sex(sex.into()),
            Self::PostcodePrefix(prefix) => rule::CohortRule::PostcodePrefix(prefix),
            Self::Status(status) => rule::CohortRule::Status(status.into()),
            Self::Contactable(contactable) => {
                rule::CohortRule::Contactable(rule::Contactable { channel: contactable.channel.into() })
            }
            Self::AcknowledgedWithin(within) => rule::CohortRule::AcknowledgedWithin(rule::AcknowledgedWithin {
                campaign_kind: within.campaign_kind,
                days: positive("rule.acknowledgedWithin.days", within.days)?,
            }),
            Self::FormAnswer(asked) => rule::CohortRule::FormAnswer(rule::FormAnswer {
                form: asked.form,
                field: asked.field,
                value: serde_json::from_value(asked.value.0)
                    .map_err(|_| Error::invalid("rule.formAnswer.value", "Give a text, a number, true or false."))?,
            }),
        })
    }
}

/// A rule as JSON in the shape of the input, so that a client can send it back.
pub fn input_json(rule: &rule::CohortRule) -> Json {
    let all = |rules: &[rule::CohortRule]| rules.iter().map(input_json).collect::<Vec<_>>();
    match rule {
        rule::CohortRule::All(rules) => json!({ "all": all(rules) }),
        rule::CohortRule::Any(rules) => json!({ "any": all(rules) }),
        rule::CohortRule::Not(rule) => json!({ "not": input_json(rule) }),
        rule::CohortRule::Condition(condition) => json!({ "condition": {
            "codeSet": condition.code_set,
            "code": condition.code,
            "system": condition.system.map(CodeSystem::uri),
            "activeOn": condition.active_on,
        } }),
        rule::CohortRule::Age(age) => json!({ "age": { "from": age.from, "to": age.to, "on": age.on } }),
        rule::CohortRule::Sex(sex) => json!({ "sex": word(Sex::from(*sex)) }),
        rule::CohortRule::PostcodePrefix(prefix) => json!({ "postcodePrefix": prefix }),
        rule::CohortRule::Status(status) => {
            json!({ "status": word(PatientStatus::from(*status)) })
        }
        rule::CohortRule::Contactable(contactable) => json!({ "contactable": {
            "channel": word(Channel::from(contactable.channel)),
        } }),
        rule::CohortRule::AcknowledgedWithin(within) => json!({ "acknowledgedWithin": {
            "campaignKind": within.campaign_kind,
            "days": within.days,
        } }),
        rule::CohortRule::FormAnswer(asked) => json!({ "formAnswer": asked }),
    }
}

/// The name of a value of an enumeration.
fn word(value: impl EnumType) -> Json {
    enum_value(value).into_json().unwrap_or_default()
}

fn positive(field: &str, number: i32) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| Error::invalid(field, "Give a number that is not negative."))
}

/// How many patients a rule selects today.
#[derive(SimpleObject, Debug)]
pub struct CohortPreview {
    count: i64,
    with_email: i64,
    with_phone: i64,
    /// Have neither a usable email address nor a usable phone number.
    unreachable: i64,
    /// Deceased, left or restricted: selected by the rule, left out by a launch.
    inactive: i64,
    /// Of the selected, those who are never to be contacted.
    never_contact: i64,
    /// The rule in words.
    sentence: String,
}

#[derive(Default)]
pub struct CohortQuery;

#[Object]
impl CohortQuery {
    /// Counts the patients a rule selects, without saving anything.
    async fn cohort_preview(&self, ctx: &Context<'_>, rule: CohortRule) -> Result<CohortPreview> {
        // A narrow enough rule tells of a single person, so counting is for those who may see patients.
        require(ctx, Permission::ViewPatients)?;
        let app = app(ctx)?;
        let today = day::of(app.clock.now());
        let preview = cohorts::preview(app, &rule.into_rule()?, today).await.map_err(to_graphql)?;
        Ok(CohortPreview {
            count: preview.reach.patients,
            with_email: preview.reach.email,
            with_phone: preview.reach.phone,
            unreachable: preview.reach.neither,
            inactive: preview.reach.inactive,
            never_contact: preview.reach.never_contact,
            sentence: preview.sentence,
        })
    }
}
