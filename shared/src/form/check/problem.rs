//! What can be wrong with a form: the place, the reason, and what to do.

use std::fmt;

use thiserror::Error;

use super::{
    ID_LONGEST, MOST_BANDS, MOST_FIELDS, MOST_LANGUAGES, MOST_OPTIONS, MOST_PAGES, MOST_SECTIONS, RULE_DEPTH,
    RULE_NODES,
};
use crate::form::decimal::PLACES;
use crate::form::pattern::PatternError;
use crate::form::text::Language;

/// Where in a form; indices from 0, shown from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    pub page: Option<usize>,
    pub section: Option<usize>,
    pub field: Option<usize>,
    /// The id of the field, so that people find it.
    pub field_id: String,
    /// What of it: `label`, `option 3`, `showIf.all[1]`.
    pub part: String,
}

impl Place {
    /// A part of the same place.
    pub(super) fn part(&self, part: impl Into<String>) -> Self {
        Self { part: part.into(), ..self.clone() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(page) = self.page {
            parts.push(format!("page {}", page + 1));
        }
        if let Some(section) = self.section {
            parts.push(format!("section {}", section + 1));
        }
        if let Some(field) = self.field {
            let name =
                if self.field_id.is_empty() { (field + 1).to_string() } else { format!("\"{}\"", self.field_id) };
            parts.push(format!("field {name}"));
        }
        if !self.part.is_empty() {
            parts.push(self.part.clone());
        }
        if parts.is_empty() { f.write_str("the form") } else { f.write_str(&parts.join(", ")) }
    }
}

/// One problem with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaProblem {
    pub place: Place,
    pub reason: Reason,
}

/// A text that the form does not have in all its languages. It is no problem: who reads one of those is shown the text in
/// another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untranslated {
    pub place: Place,
    /// Those that lack it.
    pub languages: Vec<Language>,
}

impl std::error::Error for SchemaProblem {}

impl fmt::Display for SchemaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// What is wrong. Fields that rules are about go by what people call them, see
/// [`FormSchema::name_of`](crate::form::FormSchema::name_of); by their id where the form does not have them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    #[error("the form has no language; add the one its texts are written in")]
    NoLanguage,
    #[error("there are {count} languages and at most {MOST_LANGUAGES} are allowed; remove some")]
    TooManyLanguages { count: usize },
    #[error("the language {language} is listed twice; remove one")]
    DuplicateLanguage { language: Language },
    #[error(
        "there is a text in {language}, which is not among the form's languages; list the language or remove the text"
    )]
    LanguageNotListed { language: Language },
    #[error("the text is missing; write it in the first language of the form")]
    MissingText { language: Language },
    #[error("the text in {language} has {length} characters and at most {most} are allowed; shorten it")]
    TextTooLong { language: Language, length: usize, most: usize },

    #[error("the form has no page; add one with a field")]
    NoPages,
    #[error("there are {count} pages and at most {MOST_PAGES} are allowed; put fields of several pages on one")]
    TooManyPages { count: usize },
    #[error("there are {count} sections and at most {MOST_SECTIONS} are allowed on a page; join some or add a page")]
    TooManySections { count: usize },
    #[error("there is no field; add one or remove the {what}")]
    NoFields { what: &'static str },
    #[error("the form has {count} fields and at most {MOST_FIELDS} are allowed; split it into several forms")]
    TooManyFields { count: usize },
    #[error("there is nothing to answer; add a field that takes an answer")]
    NothingToAnswer,
    #[error("a consent form has nothing to consent to; add a consent tick or a yes-or-no field")]
    NoConsent,

    #[error(
        "the id is not usable; take up to {ID_LONGEST} lower-case letters, digits and underscores, a letter first, such as birth_date"
    )]
    Id,
    #[error("the id \"{id}\" is there twice; give one of the two another")]
    DuplicateId { id: String },
    #[error("the id \"{id}\" has a meaning of its own in the database; take another, such as {id}_answer")]
    ReservedId { id: String },

    #[error("the choice has no options; add at least one")]
    NoOptions,
    #[error("there are {count} options and at most {MOST_OPTIONS} are allowed; let people type instead")]
    TooManyOptions { count: usize },
    #[error(
        "the value is not usable; take up to {ID_LONGEST} lower-case letters, digits, hyphens and underscores, such as not-sure"
    )]
    OptionValue,
    #[error("the value \"{value}\" is there twice; give one of the options another")]
    DuplicateOption { value: String },
    #[error("only a choice of several has this; remove it or let people tick several")]
    OnlyOfSeveral,

    #[error("the lowest, {low}, is above the highest, {high}; swap them")]
    LimitsOrder { low: String, high: String },
    #[error("{limit} is not possible here; {allowed}")]
    Limit { limit: String, allowed: String },
    #[error("there are at most {PLACES} decimals")]
    Decimals,
    #[error("the pattern {0}")]
    Pattern(PatternError),
    #[error("no file type is allowed; name at least one")]
    NoFileTypes,
    #[error("{kind} cannot be {what}; take the mark away")]
    NotForKind { kind: &'static str, what: &'static str },
    #[error("the default does not fit the field: {problem}; change it or take it away")]
    Default { problem: String },

    #[error("the group of rules is empty; add a rule or remove the group")]
    EmptyGroup,
    #[error("rules are nested more than {RULE_DEPTH} levels deep; simplify them")]
    RuleTooDeep,
    #[error("there are more than {RULE_NODES} rules; simplify them")]
    TooManyRules,
    #[error(
        "the rule asks about “{}”, which the form does not have; choose an earlier question or remove the rule",
        field.replace('_', " ")
    )]
    RuleMissing { field: String },
    #[error("the rule asks about “{field}”, which comes later; move that question before this one or remove the rule")]
    RuleLater { field: String },
    #[error("the rules go in a circle: {}; remove one of them", quoted(circle))]
    RuleCircle { circle: Vec<String> },
    #[error("the rule is about {wanted}, and “{field}” is {found}; choose a rule for {found} or another question")]
    RuleType { field: String, wanted: &'static str, found: &'static str },
    #[error(
        "the rule asks for the option “{}”, which “{field}” does not have; choose one of its options",
        option.replace(['-', '_'], " ")
    )]
    RuleOption { field: String, option: String },
    #[error("the rule names no option; choose at least one")]
    RuleNoOption,
    #[error("the rule has no limits; give the lowest, the highest, or both")]
    RuleNoLimits,

    #[error("no field gives points; give points to an option or a number, or remove the score")]
    NothingScored,
    #[error("points are given and there is no score to add them up; add a score or remove the points")]
    NoScoring,
    #[error(
        "a sensitive field cannot give points: the score would tell what was answered; take the points or the mark away"
    )]
    ScoredSensitive,
    #[error(
        "it is asked because of the answer to “{field}”, which is sensitive: that it was answered tells that answer. Mark it as \
         sensitive too, or ask it of everybody"
    )]
    FollowsSensitive { field: String },
    #[error("there are {count} bands and at most {MOST_BANDS} are allowed; join some")]
    TooManyBands { count: usize },
    #[error("the band begins at {from}, where the band before has not ended; put bands in order, without overlap")]
    BandsOverlap { from: String },
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" → ")
}
