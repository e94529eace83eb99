//! A card: one subject with its heading.

use leptos::prelude::*;

#[component]
pub fn Card(
    #[prop(into)] title: Signal<String>,
    /// Beside the heading: a state, a date.
    #[prop(optional, into)]
    aside: ViewFn,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card">
            <header class="card__head">
                <h2 class="card__title">
                    {move || title.get()}
                </h2>
                {move || aside.run()}
            </header>
            {children()}
        </section>
    }
    .into_any()
}
