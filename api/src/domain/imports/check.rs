//! From the texts of a row to typed values, or to the reasons why not.

use std::fmt::Display;

use chrono::NaiveDate;
use csv::StringRecord;
use shared::{
    birth_date::{BirthDateError, parse_birth_date},
    coding::{CodeSystem, Coding, ConditionItem},
    email::EmailAddress,
    nhs_number::NhsNumber,
    person::PatientStatus,
    phone::E164Phone,
    postcode,
};

use super::{
    fields::Field,
    plan::Plan,
    row::{Issue, PatientRow},
};
use crate::domain::{
    code_sets::Vocabulary,
    patients::{Record, RecordCondition, wrong_text},
};

/// What rows are checked against.
#[derive(Clone, Debug)]
pub struct Rules {
    pub today: NaiveDate,
    pub date_formats: Vec<String>,
    pub code_system: Option<CodeSystem>,
    pub vocabulary: Vocabulary,
}

impl Rules {
    /// Checks a row. Every problem found is an issue; a row with issues is rejected.
    pub fn check(&self, row: u64, record: &StringRecord, plan: &Plan) -> Result<PatientRow, Vec<Issue>> {
        if record.len() != plan.width() {
            let reason = format!("the row has {} fields, the header has {}", record.len(), plan.width());
            return Err(vec![Issue { row, column: None, reason }]);
        }
        let mut check = Check { row, record, plan, issues: Vec::new(), joined: String::new() };
        let local_id = check.optional(Field::LocalId);
        let nhs_number = check.parsed(Field::NhsNumber, NhsNumber::parse);
        if local_id.is_none() && nhs_number.is_none() && check.issues.is_empty() {
            check.reject(None, "the row has neither a local_id nor an NHS number");
        }
        let given_name = check.optional(Field::GivenName).unwrap_or_default();
        let family_name = check.optional(Field::FamilyName).unwrap_or_default();
        if given_name.is_empty() && family_name.is_empty() {
            check.reject(Some(Field::FamilyName), "the row has no name");
        }
        let status = if plan.is_deceased(record) {
            Some(PatientStatus::Deceased)
        } else {
            check.parsed(Field::Status, str::parse)
        };
        let patient = Record {
            local_id,
            nhs_number,
            given_name,
            family_name,
            birth_date: check.parsed(Field::BirthDate, |text| self.birth_date(text)),
            sex: check.parsed(Field::Sex, str::parse).unwrap_or(shared::person::Sex::Unknown),
            phones: check.list(Field::Phone, E164Phone::parse),
            emails: check.list(Field::Email, EmailAddress::parse),
            address: check.optional(Field::Address),
            postcode: check.optional(Field::Postcode).map(|text| postcode::normalise_lenient(&text)),
            status,
            preferred_language: check.optional(Field::PreferredLanguage),
            conditions: check.list(Field::Conditions, |item| self.condition(item)),
        };
        if check.issues.is_empty() { Ok(PatientRow { row, patient }) } else { Err(check.issues) }
    }

    fn birth_date(&self, text: &str) -> Result<NaiveDate, BirthDateError> {
        match self.formatted(text) {
            Some(date) => parse_birth_date(&date.to_string(), self.today),
            None => parse_birth_date(text, self.today),
        }
    }

    /// A date of onset or abatement, which may be any day of the calendar.
    pub fn date(&self, text: &str) -> Result<NaiveDate, BirthDateError> {
        self.formatted(text).map_or_else(|| parse_birth_date(text, NaiveDate::MAX), Ok)
    }

    fn formatted(&self, text: &str) -> Option<NaiveDate> {
        self.date_formats.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok())
    }

    fn condition(&self, item: &str) -> Result<RecordCondition, String> {
        let coding = match item.parse().map_err(|error: shared::coding::ConditionItemError| error.to_string())? {
            ConditionItem::Coded(coding) => coding,
            ConditionItem::Bare(text) => self.bare(&text).ok_or_else(|| {
                "a condition is neither system|code|term nor a code or term of a known code set".to_owned()
            })?,
        };
        Ok(RecordCondition { coding, onset: None, abatement: None })
    }

    fn bare(&self, text: &str) -> Option<Coding> {
        let known = self.vocabulary.recognise(text);
        let given =
            |system: CodeSystem| Coding { system, code: system.normalise(text).into_owned(), term: String::new() };
        known.or_else(|| self.code_system.map(given))
    }
}

/// The check of one row under way.
struct Check<'c> {
    row: u64,
    record: &'c StringRecord,
    plan: &'c Plan,
    issues: Vec<Issue>,
    joined: String,
}

impl Check<'_> {
    fn reject(&mut self, field: Option<Field>, reason: impl Display) {
        self.issues.push(Issue { row: self.row, column: field.map(Field::name), reason: reason.to_string() });
    }

    fn optional(&mut self, field: Field) -> Option<String> {
        let text = self.plan.text(self.record, field, &mut self.joined);
        if text.is_empty() {
            return None;
        }
        let text = text.to_owned();
        if let Some(reason) = wrong_text(&text) {
            self.reject(Some(field), reason);
        }
        Some(text)
    }

    fn parsed<T, E: Display>(&mut self, field: Field, parse: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let text = self.plan.text(self.record, field, &mut self.joined);
        if text.is_empty() {
            return None;
        }
        match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.reject(Some(field), error);
                None
            }
        }
    }

    /// Items separated by `;`, each once.
    fn list<T: PartialEq, E: Display>(&mut self, field: Field, parse: impl Fn(&str) -> Result<T, E>) -> Vec<T> {
        let text = self.plan.text(self.record, field, &mut self.joined);
        let mut values = Vec::new();
        let mut wrong = Vec::new();
        for item in text.split(';').map(str::trim).filter(|item| !item.is_empty()) {
            match parse(item) {
                Ok(value) if values.contains(&value) => {}
                Ok(value) => values.push(value),
                Err(error) => wrong.push(error.to_string()),
            }
        }
        for reason in wrong {
            self.reject(Some(field), reason);
        }
        values
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::imports::map::Mapping;

    const HEADERS: [&str; 7] = ["local_id", "nhs_number", "surname", "dob", "sex", "phone", "conditions"];

    fn check(fields: [&str; 7]) -> Result<PatientRow, Vec<Issue>> {
        let rules = Rules {
            today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            date_formats: vec!["%d %b %Y".to_owned()],
            code_system: None,
            vocabulary: Vocabulary::default(),
        };
        let plan = Plan::new(&StringRecord::from(HEADERS.to_vec()), &Mapping::default()).unwrap();
        rules.check(2, &StringRecord::from(fields.to_vec()), &plan)
    }

    #[test]
    fn a_right_row_becomes_a_typed_patient() {
        let fields =
            ["7", "999 000 0018", "Hill", "24/03/1957", "F", "07700 900001;07700900001", "snomed|195967001|Asthma"];
        let nhs = NhsNumber::from_first_nine(999_000_001).unwrap();
        let mut fields = fields;
        let digits = nhs.digits();
        fields[1] = &digits;
        let patient = check(fields).unwrap().patient;
        assert_eq!(patient.nhs_number, Some(nhs));
        assert_eq!(patient.phones.len(), 1, "the same number twice is one contact point");
        assert_eq!(patient.conditions[0].coding.code, "195967001");
        assert_eq!(check(["7", "", "Hill", "24 Mar 1957", "", "", ""]).unwrap().patient.birth_date, patient.birth_date);
    }

    #[test]
    fn every_wrong_value_is_named_by_row_column_and_reason_and_never_shown() {
        let issues =
            check(["7", "9990000019", "Hill", "24/03/2957", "maybe", "07700 9000XX", "hay fever"]).unwrap_err();
        let columns: Vec<_> = issues.iter().filter_map(|issue| issue.column).collect();
        assert_eq!(columns, ["nhs_number", "birth_date", "sex", "phone", "conditions"]);
        assert!(issues.iter().all(|issue| issue.row == 2));
        let told = format!("{issues:?}");
        assert!(told.contains("check digit") && told.contains("in the future"), "{told}");
        for value in ["9990000019", "2957", "maybe", "9000XX", "hay fever"] {
            assert!(!told.contains(value), "{value} is shown");
        }
    }

    #[test]
    fn a_row_that_names_nobody_is_rejected() {
        assert!(check(["", "", "Hill", "", "", "", ""]).unwrap_err()[0].reason.contains("neither a local_id nor"));
        assert!(check(["7", "", "", "", "", "", ""]).unwrap_err()[0].reason.contains("no name"));
        assert!(check(["7", "", "Hi\u{7}ll", "", "", "", ""]).unwrap_err()[0].reason.contains("control character"));
    }
}
