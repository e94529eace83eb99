//! "51–100 of 54,190" with a way on and a way back to the beginning, for lists that are read forward only. The pages
//! before are where the browser's own "back" leads: each page has an address.

use leptos::prelude::*;

use super::pager::steps;
use crate::text;

/// Where a list stands. `None` for a link means there is nothing in that direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForwardPosition {
    /// e.g. "51–100 of 54,190".
    pub words: String,
    pub first: Option<String>,
    pub next: Option<String>,
}

#[component]
pub fn ForwardPager(#[prop(into)] position: Signal<ForwardPosition>) -> impl IntoView {
    view! {
        <nav class="pager" aria-label=text::pager::NAME>
            <p class="pager__words" aria-live="polite">
                {move || position.with(|position| position.words.clone())}
            </p>
            {steps(
                text::pager::FIRST,
                text::pager::NEXT,
                Signal::derive(move || position.with(|position| position.first.clone())),
                Signal::derive(move || position.with(|position| position.next.clone())),
            )}
        </nav>
    }
    .into_any()
}
