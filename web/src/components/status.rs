//! A state as a word with a coloured sign: never the colour alone.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Nothing to say about it.
    Neutral,
    /// Under way.
    Active,
    Good,
    Warning,
    Bad,
}

impl Mood {
    fn class(self) -> &'static str {
        match self {
            Self::Neutral => "status",
            Self::Active => "status status--active",
            Self::Good => "status status--good",
            Self::Warning => "status status--warning",
            Self::Bad => "status status--bad",
        }
    }
}

#[component]
pub fn Status(#[prop(into)] mood: Signal<Mood>, #[prop(into)] word: Signal<String>) -> impl IntoView {
    view! { <span class=move || mood.get().class()>{move || word.get()}</span> }.into_any()
}
