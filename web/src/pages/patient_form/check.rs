//! The rules of a record, asked before it is sent: the same that the server has, out of `shared`.

use shared::birth_date::{self, BirthDateError};
use shared::email::EmailAddress;
use shared::nhs_number::NhsNumber;
use shared::phone;

use super::choices;
use super::typed::{Typed, TypedCondition, TypedContact};
use crate::api::patient::{ConditionInput, ContactPointInput, Sex};
use crate::api::patients::{ContactKind, PatientStatus};
use crate::api::scalars::Date;
use crate::components::error_summary::FormError;
use crate::text::patient_form as words;

pub const GIVEN_NAME: &str = "given-name";
pub const FAMILY_NAME: &str = "family-name";
pub const BIRTH_DATE: &str = "birth-date";
pub const SEX: &str = "sex";
pub const NHS_NUMBER: &str = "nhs-number";
pub const STATUS: &str = "patient-status";
pub const ADDRESS: &str = "address";
pub const POSTCODE: &str = "postcode";
pub const LANGUAGE: &str = "language";

/// Conditions may end in years to come.
const ANY_DAY: &str = "9999-12-31";

/// A record that keeps the rules, as the server takes it.
#[derive(Clone, Debug)]
pub struct Checked {
    pub nhs_number: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<Date>,
    pub sex: Sex,
    pub status: PatientStatus,
    pub postcode: Option<String>,
    pub address: Option<String>,
    pub preferred_language: Option<String>,
    pub contact_points: Vec<ContactPointInput>,
    pub conditions: Vec<ConditionInput>,
    pub request_id: String,
}

pub fn contact_id(key: u32) -> String {
    format!("contact-{key}")
}

/// The field of a condition: `system`, `code`, `term`, `onset` or `abatement`.
pub fn condition_id(key: u32, field: &str) -> String {
    format!("condition-{key}-{field}")
}

/// The record, or everything that is wrong in it. `today` is ISO 8601.
pub fn check(typed: &Typed, today: &str) -> Result<Checked, Vec<FormError>> {
    let mut errors = Vec::new();
    let text = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    if text(&typed.given_name).is_none() && text(&typed.family_name).is_none() {
        errors.push(FormError::of(GIVEN_NAME, words::NAME_MISSING));
    }
    let birth_date = match text(&typed.birth_date).map(|date| birth_date::iso_birth_date(&date, today)) {
        None => None,
        Some(Ok(date)) => Some(Date(date)),
        Some(Err(error)) => {
            errors.push(FormError::of(BIRTH_DATE, words::sentence(&error.to_string())));
            None
        }
    };
    if let Some(problem) = nhs_number_problem(&typed.nhs_number) {
        errors.push(FormError::of(NHS_NUMBER, problem));
    }
    let contact_points = typed.contacts.iter().map(|contact| contact_point(contact, &mut errors)).collect();
    let conditions = typed.conditions.iter().map(|condition| condition_of(condition, &mut errors)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Checked {
        nhs_number: text(&typed.nhs_number),
        given_name: typed.given_name.trim().to_owned(),
        family_name: typed.family_name.trim().to_owned(),
        birth_date,
        sex: choices::sex(&typed.sex),
        status: choices::status(&typed.status),
        postcode: text(&typed.postcode),
        address: text(&typed.address),
        preferred_language: text(&typed.language),
        contact_points,
        conditions,
        request_id: typed.request_id.clone(),
    })
}

/// What is wrong with an NHS number; nothing is fine.
pub fn nhs_number_problem(typed: &str) -> Option<String> {
    if typed.trim().is_empty() {
        return None;
    }
    NhsNumber::parse(typed).err().map(|error| words::sentence(&error.to_string()))
}

fn contact_point(contact: &TypedContact, errors: &mut Vec<FormError>) -> ContactPointInput {
    let value = contact.value.trim();
    let problem = if value.is_empty() {
        Some(words::CONTACT_MISSING.to_owned())
    } else if contact.is_email {
        EmailAddress::parse(value).err().map(|error| words::sentence(&error.to_string()))
    } else {
        phone::check_shape(value).err().map(|error| words::sentence(&error.to_string()))
    };
    errors.extend(problem.map(|problem| FormError::of(contact_id(contact.key), problem)));
    let kind = if contact.is_email { ContactKind::Email } else { ContactKind::Phone };
    ContactPointInput { kind, value: value.to_owned() }
}

fn condition_of(condition: &TypedCondition, errors: &mut Vec<FormError>) -> ConditionInput {
    let key = condition.key;
    if condition.code.trim().is_empty() {
        errors.push(FormError::of(condition_id(key, "code"), words::CODE_MISSING));
    }
    let mut date = |field, typed: &str| {
        if typed.trim().is_empty() {
            return None;
        }
        let sentence = match birth_date::iso_birth_date(typed, ANY_DAY) {
            Ok(date) => return Some(Date(date)),
            Err(BirthDateError::NoSuchDay) => words::sentence(&BirthDateError::NoSuchDay.to_string()),
            Err(_) => words::DATE_WRONG.to_owned(),
        };
        errors.push(FormError::of(condition_id(key, field), sentence));
        None
    };
    let onset = date("onset", &condition.onset);
    let abatement = date("abatement", &condition.abatement);
    if let (Some(onset), Some(abatement)) = (&onset, &abatement)
        // ISO 8601 dates sort as texts.
        && abatement.0 < onset.0
    {
        errors.push(FormError::of(condition_id(key, "abatement"), words::ENDS_BEFORE_IT_BEGINS));
    }
    ConditionInput {
        system: condition.system.clone(),
        code: condition.code.trim().to_owned(),
        term: condition.term.trim().to_owned(),
        onset,
        abatement,
    }
}

/// The field of the form that the server means, such as `contactPoints[1].value`.
pub fn field_of(named: &str, typed: &Typed) -> Option<String> {
    let named = named.strip_prefix("input.").unwrap_or(named);
    let simple = match named {
        "givenName" => GIVEN_NAME,
        "familyName" => FAMILY_NAME,
        "birthDate" => BIRTH_DATE,
        "nhsNumber" => NHS_NUMBER,
        "address" => ADDRESS,
        "postcode" => POSTCODE,
        "preferredLanguage" => LANGUAGE,
        _ => {
            let (list, rest) = named.split_once('[')?;
            let (position, field) = rest.split_once(']')?;
            let position: usize = position.parse().ok()?;
            return match list {
                "contactPoints" => typed.contacts.get(position).map(|contact| contact_id(contact.key)),
                "conditions" => {
                    let condition = typed.conditions.get(position)?;
                    Some(condition_id(condition.key, field.trim_start_matches('.')))
                }
                _ => None,
            };
        }
    };
    Some(simple.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed { given_name: "Ada".into(), ..Typed::new("request".into()) }
    }

    fn fields(typed: &Typed) -> Vec<String> {
        let errors = check(typed, "2026-11-23").err().unwrap_or_default();
        errors.into_iter().filter_map(|error| error.field).map(std::borrow::Cow::into_owned).collect()
    }

    #[test]
    fn a_name_is_enough() {
        assert_eq!(fields(&typed()), [""; 0]);
        assert_eq!(fields(&Typed::new(String::new())), [GIVEN_NAME]);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let contact = |key, is_email, value: &str| TypedContact { key, is_email, value: value.into() };
        let typed = Typed {
            birth_date: "24/13/1957".into(),
            nhs_number: "943 476 5918".into(),
            contacts: vec![contact(3, false, "07700 900123"), contact(7, true, "ada")],
            ..typed()
        };
        assert_eq!(fields(&typed), [BIRTH_DATE, NHS_NUMBER, "contact-7"]);
    }

    #[test]
    fn a_condition_does_not_end_before_it_begins() {
        let condition = TypedCondition {
            key: 0,
            system: "http://snomed.info/sct".into(),
            code: "195967001".into(),
            term: "Asthma".into(),
            onset: "01/02/2020".into(),
            abatement: "31/01/2020".into(),
        };
        assert_eq!(fields(&Typed { conditions: vec![condition], ..typed() }), ["condition-0-abatement"]);
    }

    #[test]
    fn what_the_server_names_is_found_in_the_form() {
        let contact = TypedContact { key: 9, is_email: false, value: String::new() };
        let typed = Typed { contacts: vec![contact], ..typed() };
        assert_eq!(field_of("nhsNumber", &typed).as_deref(), Some(NHS_NUMBER));
        assert_eq!(field_of("contactPoints[0].value", &typed).as_deref(), Some("contact-9"));
        assert_eq!(field_of("contactPoints[1].value", &typed), None);
        assert_eq!(field_of("requestId", &typed), None);
    }
}
