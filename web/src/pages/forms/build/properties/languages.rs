//! The languages of a form. Taking one away takes its texts away; undo brings them back.

use leptos::prelude::*;
use shared::form::{FieldKind, FormSchema, Language, Text};

use super::super::editor::Editor;
use super::inputs::{group, show_anew};
use super::options::button;
use crate::components::icon::Sign;
use crate::components::select::{Choice, Select};
use crate::text;
use crate::text::properties as words;

pub fn languages(editor: Editor) -> AnyView {
    let now = editor.look(|schema| schema.languages.clone());
    let is_only = now.len() == 1;
    let rows = now.iter().map(|language| {
        let name = text::language(language.as_str());
        let gone = language.clone();
        let remove = move || {
            editor.edit("", |schema| drop_language(schema, &gone));
            show_anew(editor, "#add-language");
        };
        view! {
            <li class="languages__language">
                <span>{name.clone()}</span>
                {(!is_only).then(|| button(Sign::Close, words::REMOVE_LANGUAGE, &name, false, remove))}
            </li>
        }
    });
    let others = text::LANGUAGES
        .iter()
        .filter(|(code, _)| now.iter().all(|language| language.primary() != *code))
        .map(|(code, name)| Choice::new(*code, *name));
    let choices: Vec<Choice> = std::iter::once(Choice::new("", words::CHOOSE_LANGUAGE)).chain(others).collect();
    let chosen = RwSignal::new(String::new());
    let add = Callback::new(move |code: String| {
        if let Ok(language) = code.parse::<Language>() {
            editor.edit("", |schema| schema.languages.push(language));
            show_anew(editor, "#add-language");
        }
    });
    group(
        words::LANGUAGES,
        view! {
            <p class="field__hint">{words::LANGUAGES_HINT}</p>
            <ul class="languages">{rows.collect_view()}</ul>
            <Select id="add-language" label=words::ADD_LANGUAGE choices=choices chosen=chosen on_choose=add />
        },
    )
}

fn drop_language(schema: &mut FormSchema, language: &Language) {
    schema.languages.retain(|one| one != language);
    for text in texts(schema) {
        text.set(language.clone(), "");
    }
}

/// Every text of a form.
fn texts(schema: &mut FormSchema) -> Vec<&mut Text> {
    let mut all = vec![&mut schema.title, &mut schema.introduction, &mut schema.submit, &mut schema.thanks];
    for page in &mut schema.pages {
        all.push(&mut page.title);
        for section in &mut page.sections {
            all.extend([&mut section.title, &mut section.introduction]);
            for field in &mut section.fields {
                let (label, hint) = (&mut field.label, &mut field.hint);
                all.extend([label, hint, &mut field.name, &mut field.missing, &mut field.wrong]);
                of_kind(&mut field.kind, &mut all);
            }
        }
    }
    if let Some(scoring) = &mut schema.scoring {
        all.push(&mut scoring.title);
        all.extend(scoring.bands.iter_mut().flat_map(|band| [&mut band.label, &mut band.advice]));
    }
    all
}

fn of_kind<'a>(kind: &'a mut FieldKind, all: &mut Vec<&'a mut Text>) {
    match kind {
        FieldKind::Text(limits) | FieldKind::LongText(limits) | FieldKind::Hidden(limits) => {
            all.extend(limits.pattern.as_mut().map(|pattern| &mut pattern.message));
        }
        FieldKind::Number(limits) => all.push(&mut limits.unit),
        FieldKind::Choice(choice) => {
            all.extend(choice.options.iter_mut().flat_map(|option| [&mut option.label, &mut option.hint]));
        }
        FieldKind::Scale(scale) => all.extend([&mut scale.low, &mut scale.high]),
        FieldKind::Information(information) => all.push(&mut information.text),
        FieldKind::Date(_)
        | FieldKind::Time(_)
        | FieldKind::YesNo(_)
        | FieldKind::Phone(_)
        | FieldKind::Email
        | FieldKind::Postcode
        | FieldKind::NhsNumber
        | FieldKind::Consent
        | FieldKind::File(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_language_is_left_when_it_is_taken_away() {
        for starter in shared::form::starters() {
            let before = starter.schema().unwrap();
            let mut schema = before.clone();
            let welsh: Language = "cy".parse().unwrap();
            schema.languages.push(welsh.clone());
            for text in texts(&mut schema) {
                text.set(welsh.clone(), "Cymraeg");
            }
            assert!(schema.write().matches("Cymraeg").count() > 20, "{}", starter.slug);
            drop_language(&mut schema, &welsh);
            assert_eq!(schema, before, "{}", starter.slug);
        }
    }
}
