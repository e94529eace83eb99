//! A box to tick, with its label beside it and a hint below.

use leptos::prelude::*;

use super::field_frame::{Words, described_by, error_line, hint_line};

#[component]
pub fn Check(
    #[prop(into)] id: Words,
    #[prop(into)] label: Words,
    #[prop(optional, into)] hint: Words,
    checked: RwSignal<bool>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="check">
            <input
                class="check__box"
                type="checkbox"
                id=id.clone()
                aria-describedby=described_by(&id, &hint, error)
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:checked=checked
                on:change:target=move |event| checked.set(event.target().checked())
            />
            <label class="check__label" for=id.clone()>
                {label}
            </label>
            {hint_line(&id, hint)}
            {error_line(&id, error)}
        </div>
    }
    .into_any()
}
