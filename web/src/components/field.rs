//! A text field that owns its label, hint and error.

use leptos::prelude::*;

use super::field_frame::{Words, described_by, frame};

/// What is typed, which decides the keyboard of a phone and what a password manager fills in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Input {
    /// Words of any kind.
    #[default]
    Text,
    /// The address one signs in with.
    Email,
    /// An email address of somebody else.
    ContactEmail,
    Phone,
    /// A whole number.
    Number,
    /// A few characters: a number that may have decimals or be below zero, a day counted from today. No keypad of digits
    /// has all of them.
    Short,
    /// Pounds and pence.
    Amount,
    /// A day, as `2026-11-23`.
    Date,
    /// A time of the day, as `08:00`.
    Time,
    WebAddress,
    CurrentPassword,
    NewPassword,
    /// Six digits of an authenticator.
    OneTimeCode,
}

impl Input {
    fn kind(self) -> &'static str {
        match self {
            Self::Text | Self::Number | Self::Short | Self::Amount | Self::OneTimeCode => "text",
            Self::Email | Self::ContactEmail => "email",
            Self::Phone => "tel",
            Self::Date => "date",
            Self::Time => "time",
            Self::WebAddress => "url",
            Self::CurrentPassword | Self::NewPassword => "password",
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            Self::Email => "username",
            Self::CurrentPassword => "current-password",
            Self::NewPassword => "new-password",
            Self::OneTimeCode => "one-time-code",
            // Of patients and colleagues: the browser's owner is somebody else.
            _ => "off",
        }
    }

    fn mode(self) -> Option<&'static str> {
        match self {
            Self::OneTimeCode | Self::Number => Some("numeric"),
            Self::Amount => Some("decimal"),
            _ => None,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::OneTimeCode => "field field--code",
            Self::Number | Self::Short | Self::Amount | Self::Date | Self::Time => "field field--short",
            _ => "field",
        }
    }
}

#[component]
pub fn Field(
    #[prop(into)] id: Words,
    #[prop(into)] label: Words,
    #[prop(optional, into)] hint: Words,
    #[prop(optional)] input: Input,
    /// The `id` of a list of what is often typed.
    #[prop(optional)]
    list: Option<&'static str>,
    value: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let control = view! {
        <input
            class="input"
            id=id.clone()
            name=id.clone()
            type=input.kind()
            inputmode=input.mode()
            list=list
            autocomplete=input.autocomplete()
            autocapitalize="none"
            spellcheck="false"
            aria-describedby=described_by(&id, &hint, error)
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
        />
    };
    frame(input.class(), id, label, hint, error, control.into_any())
}
