//! From what was given to a value of the field's type, normalised and within its limits.

use super::problem::Wrong;
use super::{Validator, dates};
use crate::email::EmailAddress;
use crate::form::decimal::{Decimal, DecimalError};
use crate::form::field::{
    Choice, ChoiceStyle, FILE_KILOBYTES, FieldKind, FileLimits, LONG_TEXT_LENGTH, NumberLimits, Scale, TEXT_LENGTH,
    TextLimits, TimeLimits,
};
use crate::form::file::{FileAnswer, FileType, is_unsafe, safe_name};
use crate::form::given::Given;
use crate::form::time_of_day::TimeOfDay;
use crate::form::value::Value;
use crate::nhs_number::NhsNumber;
use crate::postcode::Postcode;

const KEY_LONGEST: usize = 300; // characters; longer than any key the object store is given

impl Validator<'_> {
    /// The value that was given; none where it amounts to no answer.
    pub(super) fn convert(&self, kind: &FieldKind, given: &Given) -> Result<Option<Value>, Wrong> {
        if given.is_blank() {
            return Ok(None);
        }
        match kind {
            FieldKind::Text(limits) | FieldKind::Hidden(limits) => {
                text(limits, TEXT_LENGTH.0, &one_line(text_of(given)?))
            }
            FieldKind::LongText(limits) => text(limits, LONG_TEXT_LENGTH.0, &lines(text_of(given)?)),
            FieldKind::Number(limits) => number(limits, given).map(Some),
            FieldKind::Scale(scale) => point_of(scale, given).map(Some),
            FieldKind::Date(limits) => dates::date(*limits, given, self.today).map(|date| Some(Value::Date(date))),
            FieldKind::Time(limits) => time(*limits, given).map(Some),
            FieldKind::Choice(choice) if choice.style == ChoiceStyle::Several => several(choice, given),
            FieldKind::Choice(choice) => {
                let chosen = choice.option(text_of(given)?.trim()).ok_or(Wrong::NotAnOption)?;
                Ok(Some(Value::Choice(chosen.value.clone())))
            }
            FieldKind::YesNo(_) => yes_no(given).map(|yes| Some(Value::YesNo(yes))),
            // A tick that is not set is no answer.
            FieldKind::Consent => Ok(yes_no(given)?.then_some(Value::YesNo(true))),
            FieldKind::Phone(limits) => {
                let phone = (self.phones)(text_of(given)?).map_err(Wrong::Phone)?;
                if limits.mobile && !phone.is_mobile() {
                    return Err(Wrong::NotMobile);
                }
                Ok(Some(Value::Text(phone.as_str().to_owned())))
            }
            FieldKind::Email => {
                let address = EmailAddress::parse(text_of(given)?).map_err(Wrong::Email)?;
                Ok(Some(Value::Text(address.as_str().to_owned())))
            }
            FieldKind::Postcode => {
                let postcode = Postcode::parse(text_of(given)?).map_err(|_| Wrong::Postcode)?;
                Ok(Some(Value::Text(postcode.as_str().to_owned())))
            }
            FieldKind::NhsNumber => {
                let number = NhsNumber::parse(text_of(given)?).map_err(Wrong::NhsNumber)?;
                Ok(Some(Value::Text(number.digits())))
            }
            FieldKind::File(limits) => file(limits, given).map(Some),
            FieldKind::Information(_) => Err(Wrong::Type),
        }
    }
}

fn text_of(given: &Given) -> Result<&str, Wrong> {
    match given {
        Given::Text(text) => Ok(text),
        _ => Err(Wrong::Type),
    }
}

/// One line without characters that cannot be seen.
fn one_line(text: &str) -> String {
    let spaced = text.chars().map(|character| if character.is_whitespace() { ' ' } else { character });
    spaced.filter(|character| !is_unsafe(*character)).collect::<String>().trim().to_owned()
}

/// Lines that end as on Unix, without characters that cannot be seen.
fn lines(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |character: &char| matches!(character, '\n' | '\t') || !is_unsafe(*character);
    unix.chars().filter(kept).collect::<String>().trim().to_owned()
}

fn text(limits: &TextLimits, usual: u32, text: &str) -> Result<Option<Value>, Wrong> {
    let length = text.chars().count();
    let most = limits.max_length.unwrap_or(usual) as usize;
    let least = limits.min_length.unwrap_or(0) as usize;
    if text.is_empty() {
        Ok(None)
    } else if length > most {
        Err(Wrong::TooLong { most })
    } else if length < least {
        Err(Wrong::TooShort { least })
    } else if limits.pattern.as_ref().is_some_and(|pattern| !pattern.matches(text)) {
        Err(Wrong::Pattern)
    } else {
        Ok(Some(Value::Text(text.to_owned())))
    }
}

fn decimal(given: &Given, places: u8) -> Result<Decimal, Wrong> {
    let number = match given {
        Given::Number(number) => *number,
        Given::Text(text) => Decimal::parse(text).map_err(|error| match error {
            DecimalError::Format | DecimalError::TooLarge => Wrong::NotANumber,
            DecimalError::TooManyPlaces => Wrong::TooManyDecimals { most: places },
        })?,
        _ => return Err(Wrong::Type),
    };
    if number.places() > places { Err(Wrong::TooManyDecimals { most: places }) } else { Ok(number) }
}

fn between(number: Decimal, from: Option<Decimal>, to: Option<Decimal>) -> Result<Value, Wrong> {
    match (from, to) {
        (Some(from), _) if number < from => Err(Wrong::Below(from)),
        (_, Some(to)) if number > to => Err(Wrong::Above(to)),
        _ => Ok(Value::Number(number)),
    }
}

fn number(limits: &NumberLimits, given: &Given) -> Result<Value, Wrong> {
    between(decimal(given, limits.decimals)?, limits.from, limits.to)
}

fn point_of(scale: &Scale, given: &Given) -> Result<Value, Wrong> {
    let number = decimal(given, 0).map_err(|wrong| if wrong == Wrong::Type { wrong } else { Wrong::NotAnOption })?;
    between(number, Some(scale.from.into()), Some(scale.to.into())).map_err(|_| Wrong::NotAnOption)
}

fn time(limits: TimeLimits, given: &Given) -> Result<Value, Wrong> {
    let time: TimeOfDay = text_of(given)?.parse().map_err(|_| Wrong::NotATime)?;
    match (limits.from, limits.to) {
        (Some(from), _) if time < from => Err(Wrong::BeforeTime(from)),
        (_, Some(to)) if time > to => Err(Wrong::AfterTime(to)),
        _ => Ok(Value::Time(time)),
    }
}

fn several(choice: &Choice, given: &Given) -> Result<Option<Value>, Wrong> {
    let given: Vec<&str> = match given {
        Given::List(items) => items.iter().map(|item| item.trim()).filter(|item| !item.is_empty()).collect(),
        Given::Text(text) => vec![text.trim()],
        _ => return Err(Wrong::Type),
    };
    if given.iter().any(|value| choice.option(value).is_none()) {
        return Err(Wrong::NotAnOption);
    }
    let chosen: Vec<_> = choice.options.iter().filter(|option| given.contains(&option.value.as_str())).collect();
    let count = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
    let alone = chosen.iter().find(|option| option.exclusive);
    match alone {
        Some(option) if count > 1 => return Err(Wrong::NotTogether(option.value.clone())),
        // "None of these" is one tick where two were asked for, and yet an answer.
        Some(_) => {}
        None if choice.at_least.is_some_and(|least| count < least) => {
            return Err(Wrong::TooFew(choice.at_least.unwrap_or_default()));
        }
        None => {}
    }
    if let Some(most) = choice.at_most.filter(|most| count > *most) {
        return Err(Wrong::TooMany(most));
    }
    Ok(Some(Value::Choices(chosen.iter().map(|option| option.value.clone()).collect())))
}

fn yes_no(given: &Given) -> Result<bool, Wrong> {
    match given {
        Given::YesNo(yes) => Ok(*yes),
        Given::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "yes" | "true" | "on" | "1" => Ok(true),
            "no" | "false" | "off" | "0" => Ok(false),
            _ => Err(Wrong::NotAnOption),
        },
        _ => Err(Wrong::Type),
    }
}

fn file(limits: &FileLimits, given: &Given) -> Result<Value, Wrong> {
    let Given::File(file) = given else {
        return Err(Wrong::Type);
    };
    let kind = FileType::of_media_type(&file.media_type).filter(|kind| limits.types.contains(kind));
    let most = u64::from(limits.max_kilobytes.unwrap_or(FILE_KILOBYTES.0)) * 1_000;
    match kind {
        _ if file.key.is_empty() || file.key.chars().count() > KEY_LONGEST => Err(Wrong::Type),
        None => Err(Wrong::FileType),
        Some(_) if file.size_bytes > most => Err(Wrong::FileSize),
        Some(kind) => Ok(Value::File(FileAnswer {
            key: file.key.clone(),
            name: safe_name(&file.name),
            media_type: kind.media_type().to_owned(),
            size_bytes: file.size_bytes,
        })),
    }
}
