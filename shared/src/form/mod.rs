//! Forms: what is asked as data, its checker, the validator of answers, and what follows from both.

mod check;
mod column;
mod compare;
mod day;
mod decimal;
mod display;
mod fhir;
mod field;
mod file;
mod form_data;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod given;
#[cfg(test)]
mod json_schema;
mod life;
mod logic;
mod pattern;
#[cfg(test)]
mod properties;
mod read;
mod rule;
mod schema;
mod scoring;
mod starters;
mod steps;
#[cfg(test)]
mod test_forms;
mod text;
mod time_of_day;
mod validate;
mod value;

pub use check::{
    ID_LONGEST, MOST_FIELDS, MOST_LANGUAGES, MOST_OPTIONS, MOST_PAGES, Place, Reason, SchemaProblem, Untranslated,
    check, is_id, is_reserved, untranslated,
};
pub use column::{Column, ColumnKind, SCORE, SCORE_BAND, column_kind, columns};
pub use compare::{Change, Comparable, Comparison, compare};
pub use day::{Day, DayUnit, MONTHS};
pub use decimal::{Decimal, DecimalError};
pub use display::display;
pub use fhir::{FhirError, Imported, Lost, ResponseHead, import_questionnaire, questionnaire_response};
pub use field::{
    Choice, ChoiceOption, ChoiceStyle, DateLimits, FILE_KILOBYTES, FieldKind, FileLimits, Information,
    LONG_TEXT_LENGTH, NumberLimits, NumberPoints, OptionCoding, Pattern, PhoneLimits, PointsBand, Scale, TextLimits,
    TimeLimits, YesNo,
};
pub use file::{FileAnswer, FileType, safe_name};
pub use form_data::DATE_BOXES;
pub use given::{Answers, DateBoxes, Given};
pub use life::{FormState, PublishStep, SLUG_LONGEST, StepState, is_slug, slug_of, view_name};
pub use logic::{Visible, holds};
pub use read::ReadError;
pub use rule::{AgeIs, Chosen, DateIs, NumberIs, Rule, TextIs, YesNoIs};
pub use schema::{FORMAT, Field, FormKind, FormSchema, Page, Placed, Section};
pub use scoring::{Band, Score, Scoring};
pub use starters::{Starter, starters};
pub use steps::{Step, next_step, previous_step, progress, steps, steps_of_page};
pub use text::{Language, LanguageError, Text};
pub use time_of_day::TimeOfDay;
pub use validate::{PhoneReader, Problem, ProblemCode, Validator, validate};
pub use value::{CleanAnswers, StoredAnswersError, Value};
