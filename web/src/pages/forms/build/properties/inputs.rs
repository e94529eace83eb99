//! Boxes that are tied to a part of the form: what is typed is in the form at once, and can be undone.

use std::sync::Arc;

use leptos::prelude::*;
use shared::form::{FormSchema, Text};

use super::super::editor::Editor;
use crate::components::check::Check;
use crate::components::field::{Field, Input};
use crate::components::field_frame::Words;
use crate::components::select::{Choice, Select};
use crate::components::text_area::TextArea;
use crate::text;
use crate::text::properties as words;

/// A part of the form, wherever it is.
pub type Part<T> = Arc<dyn Fn(&mut FormSchema) -> Option<&mut T> + Send + Sync>;

pub fn part<T>(find: impl Fn(&mut FormSchema) -> Option<&mut T> + Send + Sync + 'static) -> Part<T> {
    Arc::new(find)
}

/// What a box is called.
pub struct Ask {
    id: Words,
    label: Words,
    hint: Words,
}

pub fn ask(id: impl Into<Words>, label: impl Into<Words>) -> Ask {
    Ask { id: id.into(), label: label.into(), hint: Words::default() }
}

impl Ask {
    pub fn hint(self, hint: impl Into<Words>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

/// How many lines a box of text has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Line,
    Lines(u32),
}

/// Done after each change of what is in the box, but not for what was in it at first.
pub fn on_typed<T: Clone + PartialEq + Send + Sync + 'static>(value: RwSignal<T>, then: impl Fn(T) + 'static) {
    Effect::new(move |before: Option<T>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            untrack(|| then(now.clone()));
        }
        now
    });
}

/// A text, with a box for each language of the form.
pub fn texts(editor: Editor, ask: Ask, size: Size, of: &Part<Text>) -> AnyView {
    texts_then(editor, ask, size, of, |_, _| ())
}

/// The same; `then` does what follows from a change in the form's first language.
pub fn texts_then(
    editor: Editor,
    ask: Ask,
    size: Size,
    of: &Part<Text>,
    then: impl Fn(&mut FormSchema, &str) + Clone + 'static,
) -> AnyView {
    let languages = editor.look(|schema| schema.languages.clone());
    let are_many = languages.len() > 1;
    let boxes = languages.into_iter().enumerate().map(|(index, language)| {
        let id = if index == 0 { ask.id.clone() } else { Words::from(format!("{}-{language}", ask.id)) };
        let name = text::language(language.as_str());
        let label = if are_many { Words::from(words::in_language(&ask.label, &name)) } else { ask.label.clone() };
        let hint = if index == 0 { ask.hint.clone() } else { Words::default() };
        let now = |text: &mut Text| text.exactly(&language).unwrap_or_default().to_owned();
        let value = RwSignal::new(look(editor, of, now).unwrap_or_default());
        let (of, key, then) = (Arc::clone(of), id.clone(), then.clone());
        on_typed(value, move |typed| {
            editor.edit(&key, |schema| {
                if let Some(text) = of(schema) {
                    text.set(language.clone(), &typed);
                }
                if index == 0 {
                    then(schema, &typed);
                }
            });
        });
        match size {
            Size::Line => view! { <Field id=id label=label hint=hint value=value /> }.into_any(),
            Size::Lines(rows) => view! { <TextArea id=id label=label hint=hint rows=rows value=value /> }.into_any(),
        }
    });
    boxes.collect_view().into_any()
}

/// A line of text that stands for something. `write` tells what is wrong with what cannot be read; it stays in the box.
pub fn line(
    editor: Editor,
    ask: Ask,
    input: Input,
    now: impl Into<String>,
    write: impl Fn(&mut FormSchema, &str) -> Result<(), &'static str> + 'static,
) -> AnyView {
    let value = RwSignal::new(now.into());
    let error = RwSignal::new(None::<String>);
    let key = ask.id.clone();
    on_typed(value, move |typed| {
        let mut outcome = Ok(());
        editor.edit(&key, |schema| outcome = write(schema, typed.trim()));
        error.set(outcome.err().map(ToOwned::to_owned));
    });
    view! { <Field id=ask.id label=ask.label hint=ask.hint input=input value=value error=error /> }.into_any()
}

/// A number, day or time that may be left out.
pub fn limit<T: ToString + 'static>(
    editor: Editor,
    ask: Ask,
    input: Input,
    read: fn(&str) -> Option<T>,
    wrong: &'static str,
    of: &Part<Option<T>>,
) -> AnyView {
    let now = look(editor, of, |limit| limit.as_ref().map(ToString::to_string)).flatten().unwrap_or_default();
    let of = Arc::clone(of);
    line(editor, ask, input, now, move |schema, typed| {
        let value = if typed.is_empty() { None } else { Some(read(typed).ok_or(wrong)?) };
        if let Some(limit) = of(schema) {
            *limit = value;
        }
        Ok(())
    })
}

/// A box to tick.
pub fn tick(editor: Editor, ask: Ask, of: &Part<bool>) -> AnyView {
    let checked = RwSignal::new(look(editor, of, |ticked| *ticked).unwrap_or_default());
    let of = Arc::clone(of);
    on_typed(checked, move |ticked| {
        editor.edit("", |schema| {
            if let Some(now) = of(schema) {
                *now = ticked;
            }
        });
    });
    view! { <Check id=ask.id label=ask.label hint=ask.hint checked=checked /> }.into_any()
}

/// One out of a list. What is offered besides may depend on it: the properties are shown anew.
pub fn pick(
    editor: Editor,
    ask: Ask,
    choices: Vec<Choice>,
    chosen: impl Into<String>,
    write: impl Fn(&mut FormSchema, &str) + Send + Sync + 'static,
) -> AnyView {
    let chosen = RwSignal::new(chosen.into());
    let selector = format!("#{}", ask.id);
    let choose = Callback::new(move |value: String| {
        chosen.set(value.clone());
        editor.edit("", |schema| write(schema, &value));
        show_anew(editor, &selector);
    });
    view! { <Select id=ask.id label=ask.label choices=choices chosen=chosen on_choose=choose /> }.into_any()
}

/// Draws the properties anew; the keyboard goes to, or stays on, what `selector` finds then.
pub fn show_anew(editor: Editor, selector: &str) {
    editor.epoch.update(|epoch| *epoch += 1);
    let selector = selector.to_owned();
    request_animation_frame(move || request_animation_frame(move || crate::browser::focus(&selector)));
}

/// Reads a part of the form as it is.
pub fn look<T, R>(editor: Editor, of: &Part<T>, read: impl FnOnce(&mut T) -> R) -> Option<R> {
    editor.schema.try_update_untracked(|schema| of(schema).map(read)).flatten()
}

/// Boxes that belong together, under a heading.
pub fn group(title: &'static str, content: impl IntoView + 'static) -> AnyView {
    frame(title, content.into_any())
}

fn frame(title: &'static str, content: AnyView) -> AnyView {
    view! {
        <div class="properties__group" role="group" aria-label=title>
            <h3 class="properties__heading">{title}</h3>
            {content}
        </div>
    }
    .into_any()
}

/// Short boxes beside one another.
pub fn beside(content: impl IntoView + 'static) -> AnyView {
    view! { <div class="properties__beside">{content.into_any()}</div> }.into_any()
}
