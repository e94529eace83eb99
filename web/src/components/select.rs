//! A choice out of a short list, with its label.

use leptos::prelude::*;

use super::field_frame::{Words, described_by, error_line};
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
    #[prop(optional, into)] error: Signal<Option<String>>,
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
    let described = described_by(&id, &Words::default(), error);
    let error_line = error_line(&id, error);
    view! {
        <div class="select">
            <label class="select__label" for=id.clone()>
                {label}
            </label>
            {error_line}
            <div class="select__frame">
                <select
                    class="input"
                    id=id
                    aria-describedby=described
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
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
