//! What is around every control of a form: its label above, its hint under the label, its error under the hint.

use std::borrow::Cow;

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::text;

/// Text that is mostly fixed, and sometimes made for the occasion.
pub type Words = Cow<'static, str>;

/// Which lines describe the control of this id, for its `aria-describedby`.
pub fn described_by(
    id: &Words,
    hint: &Words,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Send + Sync + Clone + 'static {
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let error_id = format!("{id}-error");
    move || {
        let error = error.with(Option::is_some).then_some(error_id.as_str());
        match (&hint_id, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (Some(hint), None) => Some(hint.clone()),
            (None, error) => error.map(str::to_owned),
        }
    }
}

/// The hint, where there is one.
pub fn hint_line(id: &Words, hint: Words) -> Option<AnyView> {
    (!hint.is_empty()).then(|| {
        view! {
            <p class="field__hint" id=format!("{id}-hint")>
                {hint}
            </p>
        }
        .into_any()
    })
}

/// The error, while there is one.
pub fn error_line(id: &Words, error: Signal<Option<String>>) -> AnyView {
    let id = format!("{id}-error");
    let line = move || {
        error.get().map(|sentence| {
            view! {
                <p class="field__error" id=id.clone()>
                    <Icon sign=Sign::Warning />
                    <span>
                        <span class="visually-hidden">{text::notice::ERROR} ": "</span>
                        {sentence}
                    </span>
                </p>
            }
        })
    };
    line.into_any()
}

/// A control with its label, hint and error.
pub fn frame(
    class: &'static str,
    id: Words,
    label: Words,
    hint: Words,
    error: Signal<Option<String>>,
    control: AnyView,
) -> AnyView {
    let hint = hint_line(&id, hint);
    let error = error_line(&id, error);
    view! {
        <div class=class>
            <label class="field__label" for=id>
                {label}
            </label>
            {hint}
            {error}
            {control}
        </div>
    }
    .into_any()
}
