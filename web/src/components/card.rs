//! A card: one subject with its heading.

use leptos::prelude::*;

#[component]
pub fn Card(
    #[prop(into)] title: Signal<String>,
    /// Makes the heading a link to the page of its subject.
    #[prop(optional, into)]
    href: Signal<String>,
    /// Beside the heading: a state, a date.
    #[prop(optional, into)]
    aside: ViewFn,
    children: Children,
) -> impl IntoView {
    let heading = move || match href.get() {
        href if href.is_empty() => title.get().into_any(),
        href => view! { <a href=href>{move || title.get()}</a> }.into_any(),
    };
    view! {
        <section class="card">
            <header class="card__head">
                <h2 class="card__title">
                    {heading}
                </h2>
                {move || aside.run()}
            </header>
            {children()}
        </section>
    }
    .into_any()
}
