//! "1–50 of 150,000" with previous and next as links: a page of a list has an address.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::text;

/// Where a list stands. `None` for a link means there is nothing in that direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// e.g. "1–50 of 150,000".
    pub words: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

#[component]
pub fn Pager(
    #[prop(into)] position: Signal<Position>,
    /// What the way back is called, where the list has a better word.
    #[prop(default = text::pager::PREVIOUS)]
    previous: &'static str,
    #[prop(default = text::pager::NEXT)] next: &'static str,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label=text::pager::NAME>
            <p class="pager__words" aria-live="polite">
                {move || position.with(|position| position.words.clone())}
            </p>
            {steps(
                previous,
                next,
                Signal::derive(move || position.with(|position| position.previous.clone())),
                Signal::derive(move || position.with(|position| position.next.clone())),
            )}
        </nav>
    }
    .into_any()
}

/// Both links, or none on a list of one page.
pub(super) fn steps(
    back: &'static str,
    on: &'static str,
    to_previous: Signal<Option<String>>,
    to_next: Signal<Option<String>>,
) -> AnyView {
    let is_needed = Memo::new(move |_| to_previous.with(Option::is_some) || to_next.with(Option::is_some));
    let view = move || {
        is_needed.get().then(|| {
            view! {
                {step(back, Sign::Previous, to_previous)}
                {step(on, Sign::Next, to_next)}
            }
        })
    };
    view.into_any()
}

/// One link. An anchor without an address is how HTML says "not now".
fn step(label: &'static str, sign: Sign, target: Signal<Option<String>>) -> AnyView {
    view! {
        <a
            class="button"
            role="link"
            href=move || target.get()
            aria-disabled=move || target.with(Option::is_none).then_some("true")
        >
            {(sign == Sign::Previous).then(|| view! { <Icon sign=sign /> })}
            {label}
            {(sign == Sign::Next).then(|| view! { <Icon sign=sign /> })}
        </a>
    }
    .into_any()
}
