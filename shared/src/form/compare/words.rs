//! A change in words, with the questions and answers as people call them.

use super::Change;
use crate::form::field::FieldKind;
use crate::form::schema::FormSchema;

impl Change {
    /// The change as a sentence; names are those of the newer version, or of the older for what is gone.
    pub fn sentence(&self, before: &FormSchema, after: &FormSchema) -> String {
        let named = |id: &str| quoted(&field_name(id, [after, before]));
        let answers = |id: &str, values: &[String], order: [&FormSchema; 2]| {
            let labels: Vec<String> = values.iter().map(|value| quoted(&option_name(id, value, order))).collect();
            labels.join(", ")
        };
        match self {
            Self::Form => "Texts, languages or pages of the form itself are different.".to_owned(),
            Self::Added { field } => format!("{} is new.", named(field)),
            Self::Removed { field } if is_asked(field, before) => {
                format!("{} is gone; answers to it stay with their version.", named(field))
            }
            Self::Removed { field } => format!("{} is gone.", named(field)),
            Self::Moved { field } => format!("{} is at another place.", named(field)),
            Self::Label { before, after, .. } => format!("{} is now {}.", quoted(before), quoted(after)),
            Self::Reads { field } => format!("{} has other words, or another emphasis.", named(field)),
            Self::Kind { field, before, after } => format!("{} was {before} and is now {after}.", named(field)),
            Self::OptionsAdded { field, options } => {
                format!("{} has new answers to choose: {}.", named(field), answers(field, options, [after, before]))
            }
            Self::OptionsRemoved { field, options } => {
                format!("{} no longer offers: {}.", named(field), answers(field, options, [before, after]))
            }
            Self::OptionLabels { field, options } => {
                format!("{} has answers in other words: {}.", named(field), answers(field, options, [after, before]))
            }
            Self::Points { field } => format!("{} gives other points.", named(field)),
            Self::Limits { field } => format!("{} takes other answers than before.", named(field)),
            Self::Required { field } => {
                let must = |schema: &FormSchema| schema.field(field).is_some_and(|field| field.required);
                match (must(before), must(after)) {
                    (false, true) => format!("{} must be answered now.", named(field)),
                    (true, false) => format!("{} need not always be answered now.", named(field)),
                    _ => format!("{} must be answered in other cases than before.", named(field)),
                }
            }
            Self::Shown { field } => format!("{} is shown to others than before.", named(field)),
            Self::Sensitive { field, after: true } => format!("{} is sealed from now on.", named(field)),
            Self::Sensitive { field, after: false } => format!("{} is no longer sealed.", named(field)),
            Self::Details { field } => format!("{} has another hint, message, style or default.", named(field)),
            Self::Scoring => "The bands of the score are different.".to_owned(),
        }
    }
}

/// What people call a field, in the first of these versions that has it; its id where none does.
fn field_name(id: &str, versions: [&FormSchema; 2]) -> String {
    let found = versions.into_iter().find_map(|schema| schema.field(id).map(|field| schema.name_of(field)));
    found.unwrap_or_else(|| id.to_owned())
}

/// The label of an option, in the first of these versions that has it; its value where none does.
fn option_name(id: &str, value: &str, versions: [&FormSchema; 2]) -> String {
    let label = |schema: &FormSchema| match &schema.field(id)?.kind {
        FieldKind::Choice(choice) => {
            let label = schema.text(&choice.option(value)?.label, &schema.default_language()).trim().to_owned();
            (!label.is_empty()).then_some(label)
        }
        _ => None,
    };
    versions.into_iter().find_map(label).unwrap_or_else(|| value.to_owned())
}

fn is_asked(id: &str, schema: &FormSchema) -> bool {
    schema.field(id).is_some_and(|field| field.kind.takes_answer())
}

fn quoted(words: &str) -> String {
    format!("“{words}”")
}
