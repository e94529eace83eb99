//! The kinds of fields in the menu, and what a new one of each begins with.

use shared::form::{
    Choice, ChoiceOption, ChoiceStyle, DateLimits, FieldKind, FileLimits, FileType, Information, Language,
    NumberLimits, PhoneLimits, Scale, Text, TextLimits, TimeLimits, YesNo,
};

use crate::text::field_kinds as words;

/// In the order of the menu.
pub const MENU: [&str; 18] = [
    words::TEXT,
    words::LONG_TEXT,
    words::YES_NO,
    words::RADIO,
    words::SEVERAL,
    words::SELECT,
    words::NUMBER,
    words::SCALE,
    words::DATE,
    words::TIME,
    words::PHONE,
    words::EMAIL,
    words::POSTCODE,
    words::NHS_NUMBER,
    words::CONSENT,
    words::FILE,
    words::INFORMATION,
    words::HIDDEN,
];

/// A new field of the kind that the menu calls so.
pub fn new(name: &str, language: &Language) -> FieldKind {
    match name {
        words::LONG_TEXT => FieldKind::LongText(TextLimits::default()),
        words::YES_NO => FieldKind::YesNo(YesNo::default()),
        words::RADIO => choice(ChoiceStyle::Radio, language),
        words::SEVERAL => choice(ChoiceStyle::Several, language),
        words::SELECT => choice(ChoiceStyle::Select, language),
        words::NUMBER => FieldKind::Number(NumberLimits::default()),
        words::SCALE => {
            FieldKind::Scale(Scale { from: 0, to: 10, low: Text::default(), high: Text::default(), points: None })
        }
        words::DATE => FieldKind::Date(DateLimits::default()),
        words::TIME => FieldKind::Time(TimeLimits::default()),
        words::PHONE => FieldKind::Phone(PhoneLimits::default()),
        words::EMAIL => FieldKind::Email,
        words::POSTCODE => FieldKind::Postcode,
        words::NHS_NUMBER => FieldKind::NhsNumber,
        words::CONSENT => FieldKind::Consent,
        words::FILE => FieldKind::File(FileLimits { types: FileType::ALL.to_vec(), max_kilobytes: None }),
        words::INFORMATION => {
            FieldKind::Information(Information { text: text(words::NEW_TEXT, language), important: false })
        }
        words::HIDDEN => FieldKind::Hidden(TextLimits::default()),
        _ => FieldKind::Text(TextLimits::default()),
    }
}

fn choice(style: ChoiceStyle, language: &Language) -> FieldKind {
    let option = |value: &str, label: &str| ChoiceOption {
        value: value.to_owned(),
        label: text(label, language),
        ..ChoiceOption::default()
    };
    let options = vec![option("option-1", words::OPTION_1), option("option-2", words::OPTION_2)];
    FieldKind::Choice(Choice { style, options, at_least: None, at_most: None })
}

fn text(words: &str, language: &Language) -> Text {
    let mut text = Text::default();
    text.set(language.clone(), words);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_menu_makes_a_field_that_is_called_so() {
        for name in MENU {
            assert_eq!(words::name(&new(name, &Language::english())), name);
        }
    }
}
