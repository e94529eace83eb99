//! The kinds of fields, each with its limits. In JSON: `"email"`, or `{"text": {"maxLength": 100}}`.

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::decimal::Decimal;
use super::file::FileType;
use super::pattern::Matcher;
use super::text::Text;
use super::time_of_day::TimeOfDay;
use crate::text_enum::{canonical_from_str, text_enum};

/// Characters of a short text where the form gives no limit, and the most it may give.
pub const TEXT_LENGTH: (u32, u32) = (200, 1_000);
/// The same for a long text.
pub const LONG_TEXT_LENGTH: (u32, u32) = (2_000, 10_000);
/// Kilobytes of a file where the form gives no limit, and the most it may give.
pub const FILE_KILOBYTES: (u32, u32) = (5_000, 20_000);

/// What is asked for, and what an answer must be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// One line.
    Text(TextLimits),
    /// Several lines.
    LongText(TextLimits),
    Number(NumberLimits),
    Date(DateLimits),
    Time(TimeLimits),
    /// One or several of a list.
    Choice(Choice),
    YesNo(YesNo),
    /// A whole number between two described ends.
    Scale(Scale),
    Phone(PhoneLimits),
    Email,
    /// Of the United Kingdom.
    Postcode,
    NhsNumber,
    /// A box to tick; its label is what is consented to.
    Consent,
    File(FileLimits),
    /// Nothing is asked; text to read.
    Information(Information),
    /// Not shown: filled from the address or with its default.
    Hidden(TextLimits),
}

/// Limits of a text, in characters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TextLimits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
}

/// What a whole text must look like.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pattern {
    /// A regular expression for the whole text; without look-around and back-references.
    pub regex: String,
    /// What is said when it does not match, such as "Passport number must be 9 digits".
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub message: Text,
    #[serde(skip)]
    matcher: Matcher,
}

impl Pattern {
    /// The pattern of a regular expression, without a message.
    pub fn of(regex: &str) -> Self {
        Self { regex: regex.to_owned(), ..Self::default() }
    }

    /// Whether a whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.matcher.matches(&self.regex, text)
    }
}

/// Limits of a number, ends included.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct NumberLimits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Decimal>,
    /// Digits allowed after the point, at most six; whole numbers where absent.
    #[serde(skip_serializing_if = "is_zero")]
    pub decimals: u8,
    /// Shown behind the box: cm, kg.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<NumberPoints>,
}

/// What a number adds to the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum NumberPoints {
    /// Itself.
    Value,
    /// The points of the first band it is in; none outside of all.
    Bands(Vec<PointsBand>),
}

/// Points for numbers between two ends, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PointsBand {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Decimal>,
    pub points: Decimal,
}

impl PointsBand {
    /// Whether a number is between the ends.
    pub fn holds(&self, number: Decimal) -> bool {
        self.from.is_none_or(|from| number >= from) && self.to.is_none_or(|to| number <= to)
    }
}

/// Limits of a date, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DateLimits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

/// Limits of a time of day, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TimeLimits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<TimeOfDay>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<TimeOfDay>,
}

text_enum! {
    /// How a choice is made.
    pub enum ChoiceStyle ("choice style") {
        /// One, all to be seen.
        Radio => "radio",
        /// One, out of a list that opens.
        Select => "select",
        /// Any number, by boxes to tick.
        Several => "several",
    }
}

canonical_from_str!(ChoiceStyle);

/// One or several of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Choice {
    pub style: ChoiceStyle,
    pub options: Vec<ChoiceOption>,
    /// The fewest that may be ticked, of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// The most that may be ticked, of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
}

impl Choice {
    /// The option of a value.
    pub fn option(&self, value: &str) -> Option<&ChoiceOption> {
        self.options.iter().find(|option| option.value == value)
    }
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChoiceOption {
    /// What is stored: lower-case letters, digits, hyphens and underscores.
    pub value: String,
    pub label: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub hint: Text,
    /// What it adds to the score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Decimal>,
    /// Goes with no other of several, such as "None of these".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive: bool,
    /// What it is called in a code system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coding: Option<OptionCoding>,
}

/// A code of FHIR's `Coding`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OptionCoding {
    /// The URI of the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    pub code: String,
}

/// What the two answers add to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct YesNo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes_points: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_points: Option<Decimal>,
}

/// Whole numbers in a row, with words at both ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scale {
    pub from: i32,
    pub to: i32,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub low: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub high: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<NumberPoints>,
}

/// Which phone numbers are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PhoneLimits {
    /// Only a number that can receive a text message.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub mobile: bool,
}

/// Which files are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileLimits {
    pub types: Vec<FileType>,
    /// The largest size in kilobytes (1,000 bytes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_kilobytes: Option<u32>,
}

/// Text to read; an empty line begins a new paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Information {
    pub text: Text,
    /// Set apart, because harm may follow where it is not read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub important: bool,
}

impl FieldKind {
    /// The name in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::LongText(_) => "longText",
            Self::Number(_) => "number",
            Self::Date(_) => "date",
            Self::Time(_) => "time",
            Self::Choice(_) => "choice",
            Self::YesNo(_) => "yesNo",
            Self::Scale(_) => "scale",
            Self::Phone(_) => "phone",
            Self::Email => "email",
            Self::Postcode => "postcode",
            Self::NhsNumber => "nhsNumber",
            Self::Consent => "consent",
            Self::File(_) => "file",
            Self::Information(_) => "information",
            Self::Hidden(_) => "hidden",
        }
    }

    /// What people call it: "a short text", "a choice of several".
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Text(_) => "a short text",
            Self::LongText(_) => "a long text",
            Self::Number(_) => "a number",
            Self::Date(_) => "a date",
            Self::Time(_) => "a time",
            Self::Choice(Choice { style: ChoiceStyle::Several, .. }) => "a choice of several",
            Self::Choice(_) => "a choice of one",
            Self::YesNo(_) => "yes or no",
            Self::Scale(_) => "a scale",
            Self::Phone(_) => "a phone number",
            Self::Email => "an email address",
            Self::Postcode => "a postcode",
            Self::NhsNumber => "an NHS number",
            Self::Consent => "a consent tick",
            Self::File(_) => "a file",
            Self::Information(_) => "a text to read",
            Self::Hidden(_) => "a hidden value",
        }
    }

    /// Whether it has an answer; a text to read has none.
    pub const fn takes_answer(&self) -> bool {
        !matches!(self, Self::Information(_))
    }

    /// Whether it is seen on the page.
    pub const fn is_seen(&self) -> bool {
        !matches!(self, Self::Hidden(_))
    }

    /// Whether its answer tells who somebody is, or how they are reached; sealed unless somebody decides otherwise.
    pub fn identifies(&self) -> bool {
        matches!(self, Self::Phone(_) | Self::Email | Self::Postcode | Self::NhsNumber)
    }

    /// Whether it takes part in the score.
    pub fn is_scored(&self) -> bool {
        match self {
            Self::Choice(choice) => choice.options.iter().any(|option| option.points.is_some()),
            Self::YesNo(points) => points.yes_points.is_some() || points.no_points.is_some(),
            Self::Number(NumberLimits { points, .. }) | Self::Scale(Scale { points, .. }) => points.is_some(),
            _ => false,
        }
    }
}

// Serde hands over references.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}
