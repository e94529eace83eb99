//! The form's fields while it is open.

use leptos::prelude::*;

use super::typed::{Typed, TypedCondition, TypedContact};

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Form {
    pub given_name: RwSignal<String>,
    pub family_name: RwSignal<String>,
    pub birth_date: RwSignal<String>,
    pub sex: RwSignal<String>,
    pub nhs_number: RwSignal<String>,
    pub status: RwSignal<String>,
    pub address: RwSignal<String>,
    pub postcode: RwSignal<String>,
    pub language: RwSignal<String>,
    pub contacts: RwSignal<Vec<ContactRow>>,
    pub conditions: RwSignal<Vec<ConditionRow>>,
    pub request_id: RwSignal<String>,
    next_key: StoredValue<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ContactRow {
    pub key: u32,
    pub is_email: bool,
    pub value: RwSignal<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ConditionRow {
    pub key: u32,
    pub system: RwSignal<String>,
    pub code: RwSignal<String>,
    pub term: RwSignal<String>,
    pub onset: RwSignal<String>,
    pub abatement: RwSignal<String>,
}

impl Form {
    pub fn new(typed: &Typed) -> Self {
        let text = |value: &str| RwSignal::new(value.to_owned());
        let form = Self {
            given_name: text(""),
            family_name: text(""),
            birth_date: text(""),
            sex: text(""),
            nhs_number: text(""),
            status: text(""),
            address: text(""),
            postcode: text(""),
            language: text(""),
            contacts: RwSignal::new(Vec::new()),
            conditions: RwSignal::new(Vec::new()),
            request_id: text(""),
            next_key: StoredValue::new(0),
        };
        form.fill(typed);
        form
    }

    /// Puts these values into the fields.
    pub fn fill(self, typed: &Typed) {
        let fields = [
            (self.given_name, &typed.given_name),
            (self.family_name, &typed.family_name),
            (self.birth_date, &typed.birth_date),
            (self.sex, &typed.sex),
            (self.nhs_number, &typed.nhs_number),
            (self.status, &typed.status),
            (self.address, &typed.address),
            (self.postcode, &typed.postcode),
            (self.language, &typed.language),
            (self.request_id, &typed.request_id),
        ];
        for (field, value) in fields {
            field.set(value.clone());
        }
        self.contacts.set(typed.contacts.iter().map(|contact| self.contact_row(contact)).collect());
        self.conditions.set(typed.conditions.iter().map(|condition| self.condition_row(condition)).collect());
    }

    /// The values of all fields. Tracks all of them.
    pub fn typed(self) -> Typed {
        let contact = |row: &ContactRow| TypedContact { key: row.key, is_email: row.is_email, value: row.value.get() };
        let condition = |row: &ConditionRow| TypedCondition {
            key: row.key,
            system: row.system.get(),
            code: row.code.get(),
            term: row.term.get(),
            onset: row.onset.get(),
            abatement: row.abatement.get(),
        };
        Typed {
            given_name: self.given_name.get(),
            family_name: self.family_name.get(),
            birth_date: self.birth_date.get(),
            sex: self.sex.get(),
            nhs_number: self.nhs_number.get(),
            status: self.status.get(),
            address: self.address.get(),
            postcode: self.postcode.get(),
            language: self.language.get(),
            contacts: self.contacts.with(|rows| rows.iter().map(contact).collect()),
            conditions: self.conditions.with(|rows| rows.iter().map(condition).collect()),
            request_id: self.request_id.get(),
        }
    }

    /// Adds a row and returns its key.
    pub fn add_contact(self, is_email: bool) -> u32 {
        let row = self.contact_row(&TypedContact { key: 0, is_email, value: String::new() });
        self.contacts.update(|rows| rows.push(row));
        row.key
    }

    pub fn remove_contact(self, key: u32) {
        self.contacts.update(|rows| rows.retain(|row| row.key != key));
    }

    /// Adds a condition of a system and returns its key.
    pub fn add_condition(self, system: &str) -> u32 {
        let empty = TypedCondition {
            key: 0,
            system: system.to_owned(),
            code: String::new(),
            term: String::new(),
            onset: String::new(),
            abatement: String::new(),
        };
        let row = self.condition_row(&empty);
        self.conditions.update(|rows| rows.push(row));
        row.key
    }

    pub fn remove_condition(self, key: u32) {
        self.conditions.update(|rows| rows.retain(|row| row.key != key));
    }

    /// Keys are given anew, each once as long as the form is open.
    fn key(self) -> u32 {
        let key = self.next_key.get_value();
        self.next_key.set_value(key + 1);
        key
    }

    fn contact_row(self, contact: &TypedContact) -> ContactRow {
        ContactRow { key: self.key(), is_email: contact.is_email, value: RwSignal::new(contact.value.clone()) }
    }

    fn condition_row(self, condition: &TypedCondition) -> ConditionRow {
        let text = |value: &str| RwSignal::new(value.to_owned());
        ConditionRow {
            key: self.key(),
            system: text(&condition.system),
            code: text(&condition.code),
            term: text(&condition.term),
            onset: text(&condition.onset),
            abatement: text(&condition.abatement),
        }
    }
}
