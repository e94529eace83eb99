//! A text message as a phone shows it.

use leptos::prelude::*;

use crate::text::preview as words;

#[component]
pub fn Phone(
    #[prop(into)] text: Signal<String>,
    /// Whom it goes to; empty for nobody in particular.
    #[prop(optional, into)]
    to: Signal<String>,
    /// e.g. "1 segment"; empty for none.
    #[prop(optional, into)]
    note: Signal<String>,
) -> impl IntoView {
    let line = |value: Signal<String>, class: &'static str| {
        move || {
            let value = value.get();
            (!value.is_empty()).then(|| view! { <p class=class>{value}</p> })
        }
    };
    view! {
        <figure class="phone">
            <figcaption class="visually-hidden">{words::PHONE}</figcaption>
            <div class="phone__screen">
                {line(to, "phone__to")} <p class="phone__bubble">{move || text.get()}</p> {line(note, "phone__note")}
            </div>
        </figure>
    }
    .into_any()
}
