//! Boxes that are tied to a part of the form: what is typed is in the form at once, and can be undone.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use shared::form::{FormSchema, Text};

use super::super::editor::Editor;
use super::super::following::Following;
use super::super::half_typed::{HalfTyped, Typed};
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
    texts_then(editor, ask, size, of, |_, _, _| ())
}

/// The same; `then` does what follows from a change in the form's first language.
pub fn texts_then(
    editor: Editor,
    ask: Ask,
    size: Size,
    of: &Part<Text>,
    then: impl Fn(&mut FormSchema, &mut Following, &str) + Clone + 'static,
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
            editor.edit_named(&key, |schema, following| {
                if let Some(text) = of(schema) {
                    text.set(language.clone(), &typed);
                }
                if index == 0 {
                    then(schema, following, &typed);
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
    let key = ask.id.clone();
    checked(editor, ask, input, now.into(), move |typed| {
        let mut outcome = Ok(());
        editor.edit(&key, |schema| outcome = write(schema, typed));
        outcome
    })
}

/// The same where `take` changes the form itself.
pub fn checked(
    editor: Editor,
    ask: Ask,
    input: Input,
    now: String,
    take: impl Fn(&str) -> Result<(), &'static str> + 'static,
) -> AnyView {
    let spot = editor.chosen.get_untracked();
    let (id, label) = (ask.id.to_string(), ask.label.to_string());
    // What could not be read is still there when the box is drawn anew.
    let (now, wrong) = match editor.unread.claim(spot, &id) {
        Some(HalfTyped { typed: Typed::Words(typed), why, .. }) => (typed, Some(why)),
        _ => (now, None),
    };
    let value = RwSignal::new(now);
    let error = RwSignal::new(wrong);
    on_typed(value, move |typed| {
        let why = take(typed.trim()).err().map(ToOwned::to_owned);
        match &why {
            None => editor.unread.forget(spot, &id),
            Some(why) => editor.unread.put(HalfTyped {
                spot,
                id: id.clone(),
                label: label.clone(),
                typed: Typed::Words(typed),
                why: why.clone(),
            }),
        }
        error.set(why);
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

/// What is seldom needed, folded away. It stays open when the properties are drawn anew.
pub fn fold(editor: Editor, id: String, class: &'static str, summary: impl Into<Words>, content: AnyView) -> AnyView {
    let is_open = editor.unfolded.with_value(|unfolded| unfolded.contains(&id));
    let toggle = move |event: ev::Event| {
        let is_open = event_target::<web_sys::Element>(&event).has_attribute("open");
        let _ = editor
            .unfolded
            .try_update_value(|unfolded| if is_open { unfolded.insert(id.clone()) } else { unfolded.remove(&id) });
    };
    view! {
        <details class=class open=is_open on:toggle=toggle>
            <summary>{summary.into()}</summary>
            <div class="properties__fields">{content}</div>
        </details>
    }
    .into_any()
}

/// Short boxes beside one another.
pub fn beside(content: impl IntoView + 'static) -> AnyView {
    view! { <div class="properties__beside">{content.into_any()}</div> }.into_any()
}
