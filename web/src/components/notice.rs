//! A notice inside the page: a sign, what happened, what to do.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    Warning,
    Error,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "notice notice--info",
            Self::Warning => "notice notice--warning",
            Self::Error => "notice notice--error",
        }
    }

    fn sign(self) -> Sign {
        match self {
            Self::Info => Sign::Info,
            Self::Warning | Self::Error => Sign::Warning,
        }
    }

    /// The sign in a word, for those who do not see it.
    fn word(self) -> &'static str {
        match self {
            Self::Info => text::notice::INFO,
            Self::Warning => text::notice::WARNING,
            Self::Error => text::notice::ERROR,
        }
    }

    /// Errors interrupt a screen reader, the rest waits for a pause.
    fn role(self) -> &'static str {
        match self {
            Self::Error => "alert",
            Self::Info | Self::Warning => "status",
        }
    }
}

#[component]
pub fn Notice(
    tone: Tone,
    #[prop(into)] message: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=tone.class() role=tone.role()>
            <Icon sign=tone.sign() />
            <p class="notice__text">
                <span class="visually-hidden">{tone.word()} ": "</span>
                {move || message.get()}
            </p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
