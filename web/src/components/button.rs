//! A button: a verb, and while its work is under way that verb as something going on.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How much a button asks for attention. A page has one primary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    Primary,
    #[default]
    Secondary,
    /// Does what cannot be undone.
    Danger,
    /// Beside something that matters more: words without a frame.
    Quiet,
}

impl Weight {
    /// For a link that looks like a button.
    pub fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Danger => "button button--danger",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// A press while `pending` does nothing: the button stays focusable, so that the keyboard keeps its place.
#[component]
pub fn Button(
    #[prop(optional)] weight: Weight,
    #[prop(optional)] submit: bool,
    #[prop(optional, into)] pending: Signal<bool>,
    /// What is said while the work is under way, e.g. "Signing in…".
    #[prop(optional)]
    pending_label: &'static str,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
    children: ChildrenFn,
) -> impl IntoView {
    let press = move |event: MouseEvent| {
        if pending.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let label = move || {
        if pending.get() && !pending_label.is_empty() { pending_label.into_any() } else { children().into_any() }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=weight.class()
            aria-disabled=move || pending.get().then_some("true")
            on:click=press
        >
            {label}
        </button>
    }
    .into_any()
}
