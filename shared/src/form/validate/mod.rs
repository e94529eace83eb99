//! Answers against a form: the one validator of the patient's page, the browser app and the server.

mod convert;
mod dates;
mod problem;
mod words;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::field::FieldKind;
use super::given::{Answers, Given};
use super::logic::{Visible, holds};
use super::schema::{Field, FormSchema};
use super::scoring::{Score, score};
use super::steps::Step;
use super::text::Language;
use super::value::{CleanAnswers, Value};
use crate::phone::{E164Phone, PhoneError};

use problem::Wrong;
pub use problem::{Problem, ProblemCode};

const UNKNOWN_NAMED: usize = 20; // unknown fields named one by one; more tell nobody more

/// How phone numbers are read: by the world's numbering plans, or by their shape where those would weigh too much.
pub type PhoneReader = fn(&str) -> Result<E164Phone, PhoneError>;

/// Checks answers; all problems at once, in the order of the form. Hidden fields keep no answer.
///
/// `today` is the day in the practice's time zone; messages are in `language` where the form has its own, else in English.
pub fn validate(
    schema: &FormSchema,
    language: &Language,
    answers: &Answers,
    today: NaiveDate,
) -> Result<CleanAnswers, Vec<Problem>> {
    Validator::new(schema, language, today, E164Phone::parse).validate(answers)
}

/// What answers are checked with. Browsers take [`crate::phone::parse_by_shape`] for phones; the server knows more and decides.
#[derive(Clone, Copy)]
pub struct Validator<'a> {
    schema: &'a FormSchema,
    language: &'a Language,
    today: NaiveDate,
    phones: PhoneReader,
}

/// What one walk through the form finds.
struct Found {
    clean: CleanAnswers,
    problems: Vec<Problem>,
    visible: Visible,
}

impl<'a> Validator<'a> {
    /// A validator of one form, for one reader, on one day.
    pub fn new(schema: &'a FormSchema, language: &'a Language, today: NaiveDate, phones: PhoneReader) -> Self {
        Self { schema, language, today, phones }
    }

    /// Checks everything.
    pub fn validate(&self, answers: &Answers) -> Result<CleanAnswers, Vec<Problem>> {
        let found = self.walk(answers, |_| true);
        if found.problems.is_empty() { Ok(found.clean) } else { Err(found.problems) }
    }

    /// Checks the fields of one step; the answers of other steps count only for what is shown and required.
    pub fn validate_step(&self, answers: &Answers, step: &Step<'_>) -> Result<CleanAnswers, Vec<Problem>> {
        self.validate_steps(answers, std::slice::from_ref(step))
    }

    /// The same for several steps, in one walk through the form.
    pub fn validate_steps(&self, answers: &Answers, steps: &[Step<'_>]) -> Result<CleanAnswers, Vec<Problem>> {
        let asked: BTreeSet<&str> =
            steps.iter().flat_map(|step| &step.fields).map(|placed| placed.field.id.as_str()).collect();
        let found = self.walk(answers, |field| asked.contains(field));
        if found.problems.is_empty() { Ok(found.clean) } else { Err(found.problems) }
    }

    /// The fields that are shown for these answers; wrong ones count as none.
    pub fn visible(&self, answers: &Answers) -> Visible {
        self.walk(answers, |_| false).visible
    }

    /// The answers that are right and shown, wrong ones left out: for a look on the way.
    pub fn so_far(&self, answers: &Answers) -> CleanAnswers {
        self.walk(answers, |_| false).clean
    }

    /// The score of clean answers; none where the form is not scored.
    pub fn score(&self, clean: &CleanAnswers) -> Option<Score<'a>> {
        let visible = self.visible(&Answers::from(clean));
        score(self.schema, clean, |field| visible.contains(field))
    }

    fn walk(&self, answers: &Answers, in_scope: impl Fn(&str) -> bool) -> Found {
        let mut found = Found { clean: CleanAnswers::default(), problems: Vec::new(), visible: Visible::default() };
        for placed in self.schema.placed() {
            let field = placed.field;
            if !placed.show_rules().all(|rule| holds(rule, &found.clean, self.today)) {
                continue;
            }
            found.visible.0.insert(field.id.clone());
            match self.answer(field, answers, &found.clean) {
                Ok(Some(value)) => found.clean.put(&field.id, value),
                Ok(None) => {}
                Err(wrong) if in_scope(&field.id) => found.problems.push(self.problem(field, &wrong)),
                Err(_) => {}
            }
        }
        let known: BTreeSet<&str> =
            self.schema.fields().filter(|field| field.kind.takes_answer()).map(|field| field.id.as_str()).collect();
        let given = answers.iter().filter(|(_, given)| !given.is_blank()).map(|(id, _)| id);
        let unknown = given.filter(|id| !known.contains(id)).take(UNKNOWN_NAMED);
        found.problems.extend(unknown.filter(|id| in_scope(id)).map(Problem::unknown));
        found
    }

    /// The clean answer to a field that is shown; none where it is not answered and need not be.
    fn answer(&self, field: &Field, answers: &Answers, clean: &CleanAnswers) -> Result<Option<Value>, Wrong> {
        if !field.kind.takes_answer() {
            return Ok(None);
        }
        let given = answers.get(&field.id).filter(|given| !given.is_blank());
        // A hidden field is nobody's to fill in: its default stands where nothing came with the address.
        let given = match field.kind {
            FieldKind::Hidden(_) => given.or(field.default.as_ref()),
            _ => given,
        };
        let value = given.map_or(Ok(None), |given| self.convert(&field.kind, given))?;
        let required =
            || field.required || field.required_if.as_ref().is_some_and(|rule| holds(rule, clean, self.today));
        if value.is_none() && required() { Err(Wrong::Missing) } else { Ok(value) }
    }

    fn problem(&self, field: &Field, wrong: &Wrong) -> Problem {
        let message = words::message(self.schema, field, wrong, self.language);
        Problem { field: field.id.clone(), code: wrong.code(), message }
    }

    /// What is wrong with a default that a form gives a field; nothing where it can stand.
    pub(super) fn default_problem(&self, field: &Field, default: &Given) -> Option<String> {
        let wrong = self.convert(&field.kind, default).err()?;
        Some(words::usual(self.schema, field, &wrong, self.language))
    }
}

#[cfg(test)]
mod tests;
