//! What can be wrong with an answer. None of it holds the answer.

use serde::Serialize;

use crate::email::EmailError;
use crate::form::day::Day;
use crate::form::decimal::Decimal;
use crate::form::time_of_day::TimeOfDay;
use crate::nhs_number::NhsNumberError;
use crate::phone::PhoneError;
use crate::text_enum::{canonical_from_str, text_enum};

const ID_SHOWN: usize = 40; // characters of a name that is not the form's; its sender chose it

text_enum! {
    /// The kind of a problem, for programs.
    pub enum ProblemCode ("problem code") {
        Missing => "missing",
        UnknownField => "unknown-field",
        WrongType => "wrong-type",
        TooLong => "too-long",
        TooShort => "too-short",
        Pattern => "pattern",
        NotANumber => "not-a-number",
        TooManyDecimals => "too-many-decimals",
        TooSmall => "too-small",
        TooLarge => "too-large",
        IncompleteDate => "incomplete-date",
        NotADate => "not-a-date",
        NotATime => "not-a-time",
        TooEarly => "too-early",
        TooLate => "too-late",
        NotAnOption => "not-an-option",
        TooFew => "too-few",
        TooMany => "too-many",
        NotAPhoneNumber => "not-a-phone-number",
        NotAnEmailAddress => "not-an-email-address",
        NotAPostcode => "not-a-postcode",
        NotAnNhsNumber => "not-an-nhs-number",
        FileType => "file-type",
        FileSize => "file-size",
    }
}

canonical_from_str!(ProblemCode);

/// One problem with the answers, to be shown at its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The id of the field.
    pub field: String,
    pub code: ProblemCode,
    /// As people say it: "Enter your date of birth".
    pub message: String,
}

impl Problem {
    /// An answer to something the form does not ask.
    pub(super) fn unknown(id: &str) -> Self {
        let shown: String = id.chars().filter(|character| !character.is_control()).take(ID_SHOWN).collect();
        let message = format!("This form does not ask for \"{shown}\"; leave it out, or reload the form");
        Self { field: shown, code: ProblemCode::UnknownField, message }
    }
}

/// What is wrong, with what the message needs to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    Missing,
    Type,
    TooLong {
        most: usize,
    },
    TooShort {
        least: usize,
    },
    Pattern,
    NotANumber,
    TooManyDecimals {
        most: u8,
    },
    Below(Decimal),
    Above(Decimal),
    /// The boxes that are blank.
    IncompleteDate(Vec<&'static str>),
    NotADate,
    YearDigits,
    BeforeDay(Day),
    AfterDay(Day),
    NotATime,
    BeforeTime(TimeOfDay),
    AfterTime(TimeOfDay),
    NotAnOption,
    TooFew(u32),
    TooMany(u32),
    /// The value of an option that goes with no other.
    NotTogether(String),
    Phone(PhoneError),
    NotMobile,
    Email(EmailError),
    Postcode,
    NhsNumber(NhsNumberError),
    FileType,
    FileSize,
}

impl Wrong {
    /// The kind, for programs.
    pub(super) const fn code(&self) -> ProblemCode {
        match self {
            Self::Missing => ProblemCode::Missing,
            Self::Type => ProblemCode::WrongType,
            Self::TooLong { .. } => ProblemCode::TooLong,
            Self::TooShort { .. } => ProblemCode::TooShort,
            Self::Pattern => ProblemCode::Pattern,
            Self::NotANumber => ProblemCode::NotANumber,
            Self::TooManyDecimals { .. } => ProblemCode::TooManyDecimals,
            Self::Below(_) => ProblemCode::TooSmall,
            Self::Above(_) => ProblemCode::TooLarge,
            Self::IncompleteDate(_) => ProblemCode::IncompleteDate,
            Self::NotADate | Self::YearDigits => ProblemCode::NotADate,
            Self::NotATime => ProblemCode::NotATime,
            Self::BeforeDay(_) | Self::BeforeTime(_) => ProblemCode::TooEarly,
            Self::AfterDay(_) | Self::AfterTime(_) => ProblemCode::TooLate,
            Self::NotAnOption => ProblemCode::NotAnOption,
            Self::TooFew(_) => ProblemCode::TooFew,
            Self::TooMany(_) | Self::NotTogether(_) => ProblemCode::TooMany,
            Self::Phone(_) | Self::NotMobile => ProblemCode::NotAPhoneNumber,
            Self::Email(_) => ProblemCode::NotAnEmailAddress,
            Self::Postcode => ProblemCode::NotAPostcode,
            Self::NhsNumber(_) => ProblemCode::NotAnNhsNumber,
            Self::FileType => ProblemCode::FileType,
            Self::FileSize => ProblemCode::FileSize,
        }
    }
}
