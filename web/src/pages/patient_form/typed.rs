//! What is typed into the form, as plain values: for the draft, for the checks, and for the server.

use serde::{Deserialize, Serialize};

use crate::api::patient::PatientRecord;
use crate::api::patients::{ContactKind, PatientStatus};

/// A new patient has most likely these.
const LIKELY_SEX: &str = "unknown";
const LIKELY_STATUS: &str = "active";

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub given_name: String,
    pub family_name: String,
    pub birth_date: String,
    /// One of the choices' values; likewise below.
    pub sex: String,
    pub nhs_number: String,
    pub status: String,
    pub address: String,
    pub postcode: String,
    pub language: String,
    pub contacts: Vec<TypedContact>,
    pub conditions: Vec<TypedCondition>,
    /// Kept over all retries, even over a new sign-in.
    pub request_id: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedContact {
    /// Names the row as long as the form is open.
    pub key: u32,
    pub is_email: bool,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedCondition {
    pub key: u32,
    /// The URI of the code system.
    pub system: String,
    pub code: String,
    pub term: String,
    pub onset: String,
    pub abatement: String,
}

impl Typed {
    /// An empty form.
    pub fn new(request_id: String) -> Self {
        Self { sex: LIKELY_SEX.into(), status: LIKELY_STATUS.into(), request_id, ..Self::default() }
    }

    /// A record to be corrected.
    pub fn of(record: &PatientRecord) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let contacts = (0..).zip(&record.contact_points).map(|(key, point)| TypedContact {
            key,
            is_email: point.kind == ContactKind::Email,
            value: point.value.clone(),
        });
        let date =
            |date: &Option<crate::api::scalars::Date>| date.as_ref().map_or_else(String::new, |date| british(&date.0));
        let conditions = (0..).zip(&record.conditions).map(|(key, condition)| TypedCondition {
            key,
            system: condition.system.clone(),
            code: condition.code.clone(),
            term: condition.term.clone(),
            onset: date(&condition.onset),
            abatement: date(&condition.abatement),
        });
        Self {
            given_name: record.given_name.clone(),
            family_name: record.family_name.clone(),
            birth_date: date(&record.birth_date),
            sex: super::choices::sex_value(record.sex).into(),
            nhs_number: text(&record.nhs_number),
            status: status_value(record.status).into(),
            address: text(&record.address),
            postcode: text(&record.postcode),
            language: text(&record.preferred_language),
            contacts: contacts.collect(),
            conditions: conditions.collect(),
            request_id: String::new(),
        }
    }

    /// Whether somebody has typed anything that `other` does not have.
    pub fn differs_from(&self, other: &Self) -> bool {
        self.said() != other.said()
    }

    /// Without what only the form itself needs: the keys of rows and of the request.
    fn said(&self) -> Self {
        let mut said = Self { request_id: String::new(), ..self.clone() };
        said.contacts.iter_mut().for_each(|contact| contact.key = 0);
        said.conditions.iter_mut().for_each(|condition| condition.key = 0);
        said
    }
}

fn status_value(status: PatientStatus) -> &'static str {
    match status {
        PatientStatus::Active => "active",
        PatientStatus::Deceased => "deceased",
        PatientStatus::Left => "left",
        PatientStatus::Restricted => "restricted",
    }
}

/// `1957-03-24` as `24/03/1957`, the way it is typed here.
fn british(iso: &str) -> String {
    let parts: Vec<&str> = iso.splitn(3, '-').collect();
    match parts[..] {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_rows_are_nothing_that_was_typed() {
        let contact = |key, value: &str| TypedContact { key, is_email: false, value: value.into() };
        let typed = |contact| Typed { contacts: vec![contact], ..Typed::default() };
        assert!(!typed(contact(0, "1")).differs_from(&typed(contact(7, "1"))));
        assert!(typed(contact(0, "1")).differs_from(&typed(contact(0, "2"))));
    }

    #[test]
    fn a_date_is_shown_as_it_is_typed() {
        assert_eq!(british("1957-03-24"), "24/03/1957");
        assert_eq!(british("unknown"), "unknown");
    }

    #[test]
    fn another_request_id_alone_is_nothing_typed() {
        assert!(!Typed::new("a".into()).differs_from(&Typed::new("b".into())));
        let typed = Typed { given_name: "Ada".into(), ..Typed::new("a".into()) };
        assert!(typed.differs_from(&Typed::new("a".into())));
    }
}
