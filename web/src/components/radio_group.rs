//! One of a few, all to be seen at once: a question with its answers below.

use std::sync::Arc;

use leptos::prelude::*;

use super::field_frame::{Words, described_by, error_line, hint_line};

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadioOption {
    /// What the form calls it.
    pub value: String,
    pub label: String,
    /// Empty for none.
    pub hint: String,
}

impl RadioOption {
    pub fn new(value: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: hint.into() }
    }
}

#[component]
pub fn RadioGroup(
    /// Also the name of its inputs, so once on a page.
    #[prop(into)]
    id: Words,
    #[prop(into)] legend: Words,
    #[prop(optional, into)] hint: Words,
    #[prop(into)] options: Signal<Vec<RadioOption>>,
    /// The value of the answer; empty while there is none.
    chosen: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let name: Arc<str> = Arc::from(&*id);
    let answers = {
        let name = Arc::clone(&name);
        move || {
            let answer = |(index, option)| answer(&name, index, option, chosen);
            options.get().into_iter().enumerate().map(answer).collect_view()
        }
    };
    let described_by = described_by(&id, &hint, error);
    view! {
        <fieldset
            class="radio-group"
            role="radiogroup"
            aria-describedby=described_by
            aria-invalid=move || error.with(Option::is_some).then_some("true")
        >
            <legend class="field__label">{legend}</legend>
            {hint_line(&id, hint)}
            {error_line(&id, error)}
            {answers}
        </fieldset>
    }
    .into_any()
}

/// The first answer has the id of the group, so that the summary of errors can lead to it.
fn answer(name: &str, index: usize, option: RadioOption, chosen: RwSignal<String>) -> AnyView {
    let RadioOption { value, label, hint } = option;
    let id = if index == 0 { name.to_owned() } else { format!("{name}-{}", index + 1) };
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-about"));
    let hint = hint_id.clone().map(|hint_id| {
        view! {
            <p class="field__hint" id=hint_id>
                {hint}
            </p>
        }
    });
    let is_chosen = {
        let value = value.clone();
        move || chosen.with(|chosen| *chosen == value)
    };
    view! {
        <div class="check">
            <input
                class="check__box"
                type="radio"
                id=id.clone()
                name=name.to_owned()
                value=value.clone()
                aria-describedby=hint_id
                prop:checked=is_chosen
                on:change=move |_| chosen.set(value.clone())
            />
            <label class="check__label" for=id>
                {label}
            </label>
            {hint}
        </div>
    }
    .into_any()
}
