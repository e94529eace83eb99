//! Whether a form makes sense: every problem with its place, its reason and what to do.

mod fields;
mod ids;
mod limits;
mod problem;
mod rules;
mod scoring;
mod texts;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::field::FieldKind;
use super::schema::{FormKind, FormSchema, Placed};

pub use ids::{is_id, is_reserved};
pub use problem::{Place, Reason, SchemaProblem, Untranslated};

/// Pages of a form.
pub const MOST_PAGES: usize = 50;
/// Sections of a page.
pub const MOST_SECTIONS: usize = 50;
/// Fields of a form: a column each, and SQLite's and PostgreSQL's limits on columns are far above.
pub const MOST_FIELDS: usize = 300;
/// Options of a choice.
pub const MOST_OPTIONS: usize = 200;
/// Languages of a form.
pub const MOST_LANGUAGES: usize = 20;
/// Bands of a score.
pub const MOST_BANDS: usize = 20;
/// Characters of an id; PostgreSQL cuts names at 63 bytes, and views and indexes add some.
pub const ID_LONGEST: usize = 40;
/// Levels a rule may have.
pub const RULE_DEPTH: usize = 8;
/// Rules within a rule, all levels together.
pub const RULE_NODES: usize = 100;

/// Checks a form; all problems at once, in the order of the form. `today` is only for defaults counted from today.
pub fn check(schema: &FormSchema, today: NaiveDate) -> Result<(), Vec<SchemaProblem>> {
    let mut checker = Checker::new(schema, today);
    // What is far too large is not looked at any closer.
    if checker.is_of_sane_size() {
        checker.check();
    }
    if checker.problems.is_empty() { Ok(()) } else { Err(checker.problems) }
}

/// The texts that patients read, and that are missing in a language of the form other than its first.
pub fn untranslated(schema: &FormSchema, today: NaiveDate) -> Vec<Untranslated> {
    let mut checker = Checker::new(schema, today);
    if schema.languages.len() < 2 || !checker.is_of_sane_size() {
        return Vec::new();
    }
    checker.check();
    // A hidden value is never read by a patient.
    checker.untranslated.retain(|text| schema.field(&text.place.field_id).is_none_or(|field| field.kind.is_seen()));
    checker.untranslated
}

struct Checker<'a> {
    schema: &'a FormSchema,
    today: NaiveDate,
    problems: Vec<SchemaProblem>,
    untranslated: Vec<Untranslated>,
}

impl<'a> Checker<'a> {
    fn new(schema: &'a FormSchema, today: NaiveDate) -> Self {
        Self { schema, today, problems: Vec::new(), untranslated: Vec::new() }
    }
}

impl Checker<'_> {
    fn problem(&mut self, place: Place, reason: Reason) {
        self.problems.push(SchemaProblem { place, reason });
    }

    fn is_of_sane_size(&mut self) -> bool {
        let (pages, fields) = (self.schema.pages.len(), self.schema.fields().count());
        if pages > MOST_PAGES {
            self.problem(Place::default(), Reason::TooManyPages { count: pages });
        }
        if fields > MOST_FIELDS {
            self.problem(Place::default(), Reason::TooManyFields { count: fields });
        }
        if self.schema.languages.len() > MOST_LANGUAGES {
            self.problem(Place::default(), Reason::TooManyLanguages { count: self.schema.languages.len() });
        }
        for (index, page) in self.schema.pages.iter().enumerate() {
            if page.sections.len() > MOST_SECTIONS {
                let place = Place { page: Some(index), ..Place::default() };
                self.problem(place, Reason::TooManySections { count: page.sections.len() });
            }
        }
        self.problems.is_empty()
    }

    fn check(&mut self) {
        self.check_languages();
        self.check_form_texts();
        self.check_pages();
        self.check_page_ids();
        self.check_field_ids();
        for placed in self.schema.placed() {
            self.check_field(&placed);
        }
        self.check_rules();
        self.check_scoring();
    }

    fn check_pages(&mut self) {
        if self.schema.pages.is_empty() {
            self.problem(Place::default(), Reason::NoPages);
            return;
        }
        for (page_index, page) in self.schema.pages.iter().enumerate() {
            let place = Place { page: Some(page_index), ..Place::default() };
            if page.sections.iter().all(|section| section.fields.is_empty()) {
                self.problem(place, Reason::NoFields { what: "page" });
                continue;
            }
            for (section_index, section) in page.sections.iter().enumerate() {
                if section.fields.is_empty() {
                    let place = Place { section: Some(section_index), ..place.clone() };
                    self.problem(place, Reason::NoFields { what: "section" });
                }
            }
        }
        let kinds = || self.schema.fields().map(|field| &field.kind);
        let asks = kinds().any(|kind| kind.takes_answer() && kind.is_seen());
        let consents =
            kinds().any(|kind| matches!(kind, FieldKind::Consent | FieldKind::YesNo(_) | FieldKind::Choice(_)));
        // An acknowledgement may be nothing but its button.
        if !asks && self.schema.kind != FormKind::Acknowledgement {
            self.problem(Place::default(), Reason::NothingToAnswer);
        } else if !consents && self.schema.kind == FormKind::Consent {
            self.problem(Place::default(), Reason::NoConsent);
        }
    }

    fn check_languages(&mut self) {
        if self.schema.languages.is_empty() {
            self.problem(Place::default(), Reason::NoLanguage);
        }
        let mut seen = BTreeSet::new();
        for language in &self.schema.languages {
            if !seen.insert(language) {
                self.problem(Place::default(), Reason::DuplicateLanguage { language: language.clone() });
            }
        }
    }
}

/// The place of a field.
fn place_of(placed: &Placed<'_>) -> Place {
    let index = placed.section.fields.iter().position(|field| std::ptr::eq(field, placed.field));
    Place {
        page: Some(placed.page_index),
        section: Some(placed.section_index),
        field: index,
        field_id: placed.field.id.clone(),
        part: String::new(),
    }
}

#[cfg(test)]
mod tests;
