//! A field for more than one line.

use leptos::prelude::*;

use super::field_frame::{Words, described_by, frame};

#[component]
pub fn TextArea(
    #[prop(into)] id: Words,
    #[prop(into)] label: Words,
    #[prop(optional, into)] hint: Words,
    /// How many lines show at first.
    #[prop(default = 4)]
    rows: u32,
    value: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let control = view! {
        <textarea
            class="input text-area"
            id=id.clone()
            name=id.clone()
            rows=rows
            autocomplete="off"
            aria-describedby=described_by(&id, &hint, error)
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
        ></textarea>
    };
    frame("field", id, label, hint, error, control.into_any())
}
