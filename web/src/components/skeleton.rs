//! The shape of what is being loaded, so that the layout does not jump. It shows only after 300 ms (in the styles):
//! most answers are there sooner, and a flicker would be worse than nothing.

use leptos::prelude::*;

use crate::text;

/// Lines of text to come.
#[component]
pub fn SkeletonLines(lines: usize) -> impl IntoView {
    view! {
        <div class="skeleton">
            <span class="visually-hidden" role="status">
                {text::common::LOADING}
            </span>
            {(0..lines).map(|_| view! { <span class="skeleton__line" /> }).collect_view()}
        </div>
    }
    .into_any()
}
