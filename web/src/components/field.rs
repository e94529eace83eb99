//! A text field that owns its label, hint and error.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::text;

/// What is typed, which decides the keyboard of a phone and what a password manager fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The address one signs in with.
    Email,
    CurrentPassword,
    NewPassword,
    /// Six digits of an authenticator.
    OneTimeCode,
}

impl Input {
    fn kind(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::CurrentPassword | Self::NewPassword => "password",
            Self::OneTimeCode => "text",
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            Self::Email => "username",
            Self::CurrentPassword => "current-password",
            Self::NewPassword => "new-password",
            Self::OneTimeCode => "one-time-code",
        }
    }

    fn mode(self) -> Option<&'static str> {
        (self == Self::OneTimeCode).then_some("numeric")
    }
}

#[component]
pub fn Field(
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    input: Input,
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || {
            let hint = (!hint.is_empty()).then_some(hint_id.as_str());
            let error = error.with(Option::is_some).then_some(error_id.as_str());
            let ids: Vec<&str> = hint.into_iter().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let hint_line = (!hint.is_empty()).then(|| {
        view! {
            <p class="field__hint" id=hint_id>
                {hint}
            </p>
        }
    });
    let error_line = move || {
        error.get().map(|sentence| {
            view! {
                <p class="field__error" id=error_id.clone()>
                    <Icon sign=Sign::Warning />
                    <span>
                        <span class="visually-hidden">{text::notice::ERROR} ": "</span>
                        {sentence}
                    </span>
                </p>
            }
        })
    };
    view! {
        <div class="field" class:field--code=input == Input::OneTimeCode>
            <label class="field__label" for=id>
                {label}
            </label>
            {hint_line}
            {error_line}
            <input
                class="input"
                id=id
                name=id
                type=input.kind()
                inputmode=input.mode()
                autocomplete=input.autocomplete()
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        </div>
    }
    .into_any()
}
