//! Facts about one thing: what it is called, and what it is.

use leptos::prelude::*;

use super::field_frame::Words;

/// `children` are made by [`detail`].
#[component]
pub fn DetailList(
    /// They are numbers, which stand below one another.
    #[prop(optional)]
    figures: bool,
    /// They are questions, which take as much room as their answers.
    #[prop(optional)]
    questions: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <dl class="detail-list" class:detail-list--figures=figures class:detail-list--questions=questions>
            {children()}
        </dl>
    }
    .into_any()
}

/// One fact.
pub fn detail(term: impl Into<Words>, description: impl IntoView + 'static) -> AnyView {
    line(term.into(), description.into_any())
}

fn line(term: Words, description: AnyView) -> AnyView {
    view! {
        <div class="detail-list__line">
            <dt>{term}</dt>
            <dd>{description}</dd>
        </div>
    }
    .into_any()
}
