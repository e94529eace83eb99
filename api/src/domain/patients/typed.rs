//! A record as somebody typed it, read as the rows of a file are, so that both ways give the same patient.

use chrono::NaiveDate;
use entity::values::ContactKind;
use shared::{
    birth_date::parse_birth_date,
    coding::{CodeSystem, Coding},
    email::EmailAddress,
    nhs_number::NhsNumber,
    person::{PatientStatus, Sex},
    phone::E164Phone,
    postcode,
};

use super::record::{Record, RecordCondition, wrong_text};
use crate::domain::{Error, Result};

const MOST_ITEMS: usize = 200; // contact points or conditions of one patient; more is a slip

/// What stands in the fields of the form; texts as they were typed.
#[derive(Clone, Debug)]
pub struct Typed {
    pub nhs_number: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<NaiveDate>,
    pub sex: Sex,
    pub status: PatientStatus,
    pub postcode: Option<String>,
    pub address: Option<String>,
    pub preferred_language: Option<String>,
    pub contact_points: Vec<TypedContact>,
    pub conditions: Vec<TypedCondition>,
}

#[derive(Clone, Debug)]
pub struct TypedContact {
    pub kind: ContactKind,
    pub value: String,
}

#[derive(Clone, Debug)]
pub struct TypedCondition {
    /// URI, short name or title of the code system.
    pub system: String,
    pub code: String,
    pub term: String,
    pub onset: Option<NaiveDate>,
    pub abatement: Option<NaiveDate>,
}

impl Typed {
    /// The record, or the first field that is wrong as the form names it: `contactPoints[1].value`.
    pub fn read(&self, today: NaiveDate) -> Result<Record> {
        let (given_name, family_name) = (text("givenName", &self.given_name)?, text("familyName", &self.family_name)?);
        if given_name.is_none() && family_name.is_none() {
            return Err(Error::invalid("familyName", "A patient needs a family name or a given name."));
        }
        let nhs_number = match self.nhs_number.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(digits) => Some(NhsNumber::parse(digits).map_err(|error| wrong("nhsNumber", &error))?),
        };
        if let Some(date) = self.birth_date {
            parse_birth_date(&date.to_string(), today).map_err(|error| wrong("birthDate", &error))?;
        }
        for (field, count) in [("contactPoints", self.contact_points.len()), ("conditions", self.conditions.len())] {
            if count > MOST_ITEMS {
                return Err(Error::invalid(field, format!("One patient has at most {MOST_ITEMS} of these.")));
            }
        }
        let (mut phones, mut emails) = (Vec::new(), Vec::new());
        for (position, contact) in self.contact_points.iter().enumerate() {
            let field = format!("contactPoints[{position}].value");
            match contact.kind {
                ContactKind::Phone => {
                    push(&mut phones, E164Phone::parse(&contact.value).map_err(|error| wrong(&field, &error))?);
                }
                ContactKind::Email => {
                    push(&mut emails, EmailAddress::parse(&contact.value).map_err(|error| wrong(&field, &error))?);
                }
            }
        }
        let mut conditions = Vec::new();
        for (position, condition) in self.conditions.iter().enumerate() {
            push(&mut conditions, condition.read(&format!("conditions[{position}]"))?);
        }
        Ok(Record {
            local_id: None,
            nhs_number,
            given_name: given_name.unwrap_or_default(),
            family_name: family_name.unwrap_or_default(),
            birth_date: self.birth_date,
            sex: self.sex,
            phones,
            emails,
            address: optional("address", self.address.as_deref())?,
            postcode: optional("postcode", self.postcode.as_deref())?.map(|text| postcode::normalise_lenient(&text)),
            status: Some(self.status),
            preferred_language: optional("preferredLanguage", self.preferred_language.as_deref())?,
            conditions,
        })
    }
}

impl TypedCondition {
    fn read(&self, field: &str) -> Result<RecordCondition> {
        let system: CodeSystem =
            self.system.parse().map_err(|error: shared::UnknownText| wrong(&format!("{field}.system"), &error))?;
        let code_field = format!("{field}.code");
        let code =
            text(&code_field, &self.code)?.ok_or_else(|| Error::invalid(&code_field, "A condition needs a code."))?;
        let term = text(&format!("{field}.term"), &self.term)?.unwrap_or_default();
        let coding = Coding { system, code: system.normalise(&code).into_owned(), term };
        Ok(RecordCondition { coding, onset: self.onset, abatement: self.abatement })
    }
}

/// Each value once, as in a file.
fn push<T: PartialEq>(values: &mut Vec<T>, value: T) {
    if !values.contains(&value) {
        values.push(value);
    }
}

fn optional(field: &str, typed: Option<&str>) -> Result<Option<String>> {
    typed.map_or(Ok(None), |typed| text(field, typed))
}

/// A text without the spaces around it; `None` for nothing.
fn text(field: &str, typed: &str) -> Result<Option<String>> {
    let text = typed.trim();
    match wrong_text(text) {
        Some(reason) => Err(wrong(field, &reason)),
        None => Ok((!text.is_empty()).then(|| text.to_owned())),
    }
}

/// The reasons of a file's rows as sentences for a form.
fn wrong(field: &str, reason: &dyn std::fmt::Display) -> Error {
    let reason = reason.to_string();
    let mut letters = reason.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    Error::invalid(field, format!("{first}{}.", letters.as_str().trim_end_matches('.')))
}
