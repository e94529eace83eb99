//! What is seldom changed of a field: its messages, what it is filled in with beforehand, and the name of its column.

use leptos::prelude::*;
use shared::form::{ChoiceStyle, FieldKind, Given, is_id};

use super::super::editor::Editor;
use super::super::spot::Spot;
use super::inputs::{Size, ask, checked, fold, line, part, pick, texts};
use crate::components::field::Input;
use crate::components::select::Choice;
use crate::text::properties as words;

pub fn more(editor: Editor, spot: Spot, kind: &FieldKind) -> AnyView {
    let asked = kind.takes_answer() && kind.is_seen();
    let messages = asked.then(|| {
        let name = part(move |schema| spot.field_mut(schema).map(|field| &mut field.name));
        let missing = part(move |schema| spot.field_mut(schema).map(|field| &mut field.missing));
        let wrong = part(move |schema| spot.field_mut(schema).map(|field| &mut field.wrong));
        view! {
            {texts(editor, ask("field-name", words::NAME).hint(words::NAME_HINT), Size::Line, &name)}
            {texts(editor, ask("field-missing", words::MISSING), Size::Line, &missing)}
            {texts(editor, ask("field-wrong", words::WRONG), Size::Line, &wrong)}
        }
        .into_any()
    });
    let content = view! { {default_of(editor, spot, kind)} {messages} {id(editor, spot)} };
    fold(editor, "more".to_owned(), "properties__more", words::MORE, content.into_any())
}

fn id(editor: Editor, spot: Spot) -> AnyView {
    let now = editor.look(|schema| spot.field_of(schema).map(|field| field.id.clone())).unwrap_or_default();
    checked(editor, ask("field-id", words::ID).hint(words::ID_HINT), Input::Text, now, move |typed| {
        let is_taken = editor.look(|schema| {
            let own = spot.field_of(schema).is_some_and(|field| field.id == typed);
            !own && schema.field(typed).is_some()
        });
        if !is_id(typed) {
            return Err(words::ID_WRONG);
        }
        if is_taken {
            return Err(words::ID_TAKEN);
        }
        editor.edit_named("field-id", |schema, following| following.rename(schema, spot, typed));
        Ok(())
    })
}

fn default_of(editor: Editor, spot: Spot, kind: &FieldKind) -> Option<AnyView> {
    let now = editor.look(|schema| spot.field_of(schema).and_then(|field| field.default.clone()));
    let asked = ask("field-default", words::DEFAULT);
    let nothing = || Choice::new("", words::NO_DEFAULT);
    let input = match kind {
        // Consent is given, never assumed; a file is chosen, and a text to read is no answer.
        FieldKind::Consent | FieldKind::File(_) | FieldKind::Information(_) => return None,
        FieldKind::Choice(choice) if choice.style == ChoiceStyle::Several => return None,
        FieldKind::Choice(choice) => {
            let choices = choice.options.iter().map(|option| {
                let label = editor.look(|schema| schema.text(&option.label, &schema.default_language()).to_owned());
                Choice::new(&option.value, label)
            });
            let choices = std::iter::once(nothing()).chain(choices).collect();
            return Some(pick(editor, asked, choices, typed(now.as_ref()), move |schema, chosen| {
                if let Some(field) = spot.field_mut(schema) {
                    field.default = (!chosen.is_empty()).then(|| Given::from(chosen));
                }
            }));
        }
        FieldKind::YesNo(_) => {
            let choices = vec![nothing(), Choice::new("yes", words::YES), Choice::new("no", words::NO)];
            let chosen = match now {
                Some(Given::YesNo(true)) => "yes",
                Some(Given::YesNo(false)) => "no",
                _ => "",
            };
            return Some(pick(editor, asked, choices, chosen, move |schema, chosen| {
                if let Some(field) = spot.field_mut(schema) {
                    field.default = match chosen {
                        "yes" => Some(Given::YesNo(true)),
                        "no" => Some(Given::YesNo(false)),
                        _ => None,
                    };
                }
            }));
        }
        _ => Input::Text,
    };
    Some(line(editor, asked, input, typed(now.as_ref()), move |schema, typed| {
        if let Some(field) = spot.field_mut(schema) {
            field.default = (!typed.is_empty()).then(|| Given::from(typed));
        }
        Ok(())
    }))
}

fn typed(given: Option<&Given>) -> String {
    match given {
        Some(Given::Text(text)) => text.clone(),
        Some(Given::Number(number)) => number.to_string(),
        Some(Given::List(items)) => items.join(", "),
        _ => String::new(),
    }
}
