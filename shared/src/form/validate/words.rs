//! What is said about a wrong answer, after the error messages of the GOV.UK and NHS design systems.

use super::problem::Wrong;
use crate::email::EmailError;
use crate::form::day::{Day, DayUnit, in_words};
use crate::form::field::{ChoiceStyle, FILE_KILOBYTES, FieldKind};
use crate::form::file::FileType;
use crate::form::schema::{Field, FormSchema};
use crate::form::text::Language;
use crate::nhs_number::NhsNumberError;
use crate::phone::PhoneError;

const LONGEST_NAME: usize = 60; // characters of a label that reads as a name within a sentence

/// The field's own words where the form has them, else the usual ones.
pub(super) fn message(schema: &FormSchema, field: &Field, wrong: &Wrong, language: &Language) -> String {
    let own = match (wrong, &field.kind) {
        (Wrong::Missing, _) => &field.missing,
        (Wrong::Pattern, FieldKind::Text(limits) | FieldKind::LongText(limits) | FieldKind::Hidden(limits)) => {
            limits.pattern.as_ref().map_or(&field.wrong, |pattern| &pattern.message)
        }
        _ => &field.wrong,
    };
    let own = if own.is_empty() && *wrong != Wrong::Missing { &field.wrong } else { own };
    if own.is_empty() { usual(schema, field, wrong, language) } else { schema.text(own, language).to_owned() }
}

/// What a field is called in a message.
struct Called {
    /// After "Enter" and "Select": `your date of birth`.
    name: String,
    /// At the beginning: `Date of birth`.
    subject: String,
}

/// The usual words, in English.
pub(super) fn usual(schema: &FormSchema, field: &Field, wrong: &Wrong, language: &Language) -> String {
    let Called { name, subject } = called(schema, field, language);
    match wrong {
        Wrong::Missing => missing(&field.kind, &name),
        Wrong::Type => format!("{subject} must be {}", field.kind.title()),
        Wrong::TooLong { most } => format!("{subject} must be {most} characters or less"),
        Wrong::TooShort { least } => format!("{subject} must be {least} characters or more"),
        Wrong::Pattern => format!("{subject} is not in the right format"),
        Wrong::NotANumber => format!("{subject} must be a number, like 12"),
        Wrong::TooManyDecimals { most: 0 } => format!("{subject} must be a whole number"),
        Wrong::TooManyDecimals { most: 1 } => format!("{subject} must have no more than 1 digit after the point"),
        Wrong::TooManyDecimals { most } => format!("{subject} must have no more than {most} digits after the point"),
        Wrong::Below(least) => format!("{subject} must be {least} or more"),
        Wrong::Above(most) => format!("{subject} must be {most} or less"),
        Wrong::IncompleteDate(blank) => format!("{subject} must include a {}", blank.join(" and ")),
        Wrong::NotADate => format!("{subject} must be a real date, like 27 3 1957"),
        Wrong::YearDigits => format!("{subject} must have a year of 4 digits"),
        Wrong::BeforeDay(day) => format!("{subject} must be {}", from_day(*day)),
        Wrong::AfterDay(day) => format!("{subject} must be {}", to_day(*day)),
        Wrong::NotATime => format!("{subject} must be a time, like 9:30am or 14:30"),
        Wrong::BeforeTime(time) => format!("{subject} must be {} or later", time.in_words()),
        Wrong::AfterTime(time) => format!("{subject} must be {} or earlier", time.in_words()),
        Wrong::NotAnOption => "Select one of the answers in the list".to_owned(),
        Wrong::TooFew(least) => format!("Select at least {least} answers"),
        Wrong::TooMany(1) => "Select no more than 1 answer".to_owned(),
        Wrong::TooMany(most) => format!("Select no more than {most} answers"),
        Wrong::NotTogether(value) => {
            let label = match &field.kind {
                FieldKind::Choice(choice) => choice.option(value).map(|option| &option.label),
                _ => None,
            };
            let label = label.map(|label| schema.text(label, language)).unwrap_or_default();
            format!("Select either \"{label}\" or the other answers that apply, not both")
        }
        Wrong::Phone(error) => phone(*error),
        Wrong::NotMobile => "Enter a mobile number that can receive text messages, like 07700 900123".to_owned(),
        Wrong::Email(error) => email(*error),
        Wrong::Postcode => "Enter a full UK postcode, like SW1A 1AA".to_owned(),
        Wrong::NhsNumber(error) => nhs_number(*error),
        Wrong::FileType => file_type(field, &subject),
        Wrong::FileSize => {
            let most = match &field.kind {
                FieldKind::File(limits) => limits.max_kilobytes.unwrap_or(FILE_KILOBYTES.0),
                _ => FILE_KILOBYTES.0,
            };
            format!("{subject} must be smaller than {}", size(most))
        }
    }
}

fn missing(kind: &FieldKind, name: &str) -> String {
    match kind {
        FieldKind::Consent => format!("Tick the box to confirm {name}"),
        FieldKind::File(_) => format!("Choose a file for {name}"),
        FieldKind::Choice(_) | FieldKind::YesNo(_) | FieldKind::Scale(_) => format!("Select {name}"),
        _ => format!("Enter {name}"),
    }
}

/// From the field's name; else from its label, a question being quoted whole.
fn called(schema: &FormSchema, field: &Field, language: &Language) -> Called {
    let own = schema.text(&field.name, language).trim();
    let label = schema.text(&field.label, language).trim().trim_end_matches([':', '.']);
    if own.is_empty() && label.is_empty() {
        return Called { name: format!("\"{}\"", field.id), subject: format!("\"{}\"", field.id) };
    }
    if own.is_empty() && matches!(field.kind, FieldKind::Consent) {
        return Called { name: format!("\"{label}\""), subject: format!("\"{label}\"") };
    }
    if own.is_empty() && (label.ends_with('?') || label.chars().count() > LONGEST_NAME) {
        let several = matches!(&field.kind, FieldKind::Choice(choice) if choice.style == ChoiceStyle::Several);
        let what = if several { "at least one answer" } else { "an answer" };
        return Called { name: format!("{what} to \"{label}\""), subject: format!("The answer to \"{label}\"") };
    }
    let name = if own.is_empty() {
        let mine =
            matches!(field.kind, FieldKind::Phone(_) | FieldKind::Email | FieldKind::Postcode | FieldKind::NhsNumber);
        let lower = lower_first(label);
        if mine && !lower.starts_with("your ") { format!("your {lower}") } else { lower }
    } else {
        own.to_owned()
    };
    let bare = ["your ", "the ", "a ", "an "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(&name);
    let subject = upper_first(bare);
    Called { name, subject }
}

/// `Date of birth` in the middle of a sentence; `NHS number` stays.
fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let (first, second) = (characters.next(), characters.clone().next());
    match first {
        Some(first) if !second.is_some_and(char::is_uppercase) => first.to_lowercase().chain(characters).collect(),
        _ => text.to_owned(),
    }
}

fn upper_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn from_day(day: Day) -> String {
    match day {
        Day::FromToday { count: 0, .. } => "today or in the future".to_owned(),
        Day::FromToday { count: 1, unit: DayUnit::Days } => "in the future".to_owned(),
        Day::FromToday { count, unit } if count < 0 => format!("no more than {} ago", span(count, unit)),
        Day::FromToday { count, unit } => format!("at least {} from today", span(count, unit)),
        Day::On(date) => format!("{} or later", in_words(date)),
    }
}

fn to_day(day: Day) -> String {
    match day {
        Day::FromToday { count: 0, .. } => "today or in the past".to_owned(),
        Day::FromToday { count: -1, unit: DayUnit::Days } => "in the past".to_owned(),
        Day::FromToday { count, unit } if count < 0 => format!("at least {} ago", span(count, unit)),
        Day::FromToday { count, unit } => format!("no more than {} from today", span(count, unit)),
        Day::On(date) => format!("{} or earlier", in_words(date)),
    }
}

fn span(count: i32, unit: DayUnit) -> String {
    let word = match unit {
        DayUnit::Days => "day",
        DayUnit::Weeks => "week",
        DayUnit::Months => "month",
        DayUnit::Years => "year",
    };
    let size = count.unsigned_abs();
    if size == 1 { format!("1 {word}") } else { format!("{size} {word}s") }
}

fn phone(error: PhoneError) -> String {
    let example = "like 07700 900123 or +33 6 31 96 65 43";
    match error {
        PhoneError::Character { position } => {
            format!("Enter a phone number with digits only, {example}; character {position} is not one")
        }
        PhoneError::Empty | PhoneError::NotANumber => format!("Enter a phone number, {example}"),
    }
}

fn email(error: EmailError) -> String {
    let example = "Enter an email address in the correct format, like name@example.com";
    match error {
        EmailError::AtSigns { .. } => format!("{example}, with one @"),
        EmailError::LocalCharacter { position } => format!("{example}; character {position} is not allowed"),
        EmailError::Length { .. } => "Enter an email address of 254 characters or less".to_owned(),
        EmailError::LocalLength | EmailError::LocalDots | EmailError::Domain => example.to_owned(),
    }
}

fn nhs_number(error: NhsNumberError) -> String {
    match error {
        NhsNumberError::Length { digits } => format!("NHS number must be 10 digits; this has {digits}"),
        NhsNumberError::Character { position } => {
            format!("NHS number must have only digits and spaces; character {position} is another")
        }
        NhsNumberError::CheckDigit => "Enter a real NHS number: look for a mistyped or swapped digit".to_owned(),
    }
}

fn file_type(field: &Field, subject: &str) -> String {
    let types: Vec<&str> = match &field.kind {
        FieldKind::File(limits) => limits.types.iter().map(|kind: &FileType| kind.title()).collect(),
        _ => Vec::new(),
    };
    let list = match types.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "other".to_owned(),
    };
    format!("{subject} must be a {list} file")
}

fn size(kilobytes: u32) -> String {
    match (kilobytes / 1_000, kilobytes % 1_000) {
        (0, rest) => format!("{rest} kB"),
        (whole, 0) => format!("{whole} MB"),
        (whole, rest) => format!("{whole}.{} MB", rest / 100),
    }
}
