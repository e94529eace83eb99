//! The first stop of the keyboard on a page: over the navigation into what the page is about.

use leptos::prelude::*;

use crate::browser;
use crate::text;

#[component]
pub fn Skip() -> impl IntoView {
    let skip = |event: leptos::ev::MouseEvent| {
        // The router would take `#main` for an address.
        event.prevent_default();
        event.stop_propagation();
        browser::focus("#main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>
            {text::shell::SKIP}
        </a>
    }
    .into_any()
}
