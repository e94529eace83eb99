//! A choice out of a short list, with its label.

use leptos::prelude::*;

use super::field_frame::Words;
use super::icon::{Icon, Sign};

/// One choice: what the URL and the API call it, and what people call it. The empty value is "any".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

#[component]
pub fn Select(
    #[prop(into)] id: Words,
    #[prop(into)] label: Words,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] chosen: Signal<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let options = move || {
        let chosen = chosen.get();
        choices
            .get()
            .into_iter()
            .map(|choice| {
                let selected = choice.value == chosen;
                view! {
                    <option value=choice.value selected=selected>
                        {choice.label}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <div class="select">
            <label class="select__label" for=id.clone()>
                {label}
            </label>
            <div class="select__frame">
                <select
                    class="input"
                    id=id
                    on:change:target=move |event| on_choose.run(event.target().value())
                >
                    {options}
                </select>
                <Icon sign=Sign::Down />
            </div>
        </div>
    }
    .into_any()
}
