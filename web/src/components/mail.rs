//! An email as a mail program shows it, in plain text.

use leptos::prelude::*;

use super::breakable::breakable;
use crate::text::preview as words;

#[component]
pub fn Mail(
    #[prop(into)] subject: Signal<String>,
    #[prop(into)] text: Signal<String>,
    /// Empty where it does not matter; so is `to`.
    #[prop(optional, into)]
    from: Signal<String>,
    #[prop(optional, into)] to: Signal<String>,
) -> impl IntoView {
    let line = |term: &'static str, value: Signal<String>| {
        move || {
            let value = value.get();
            (!value.is_empty()).then(|| {
                view! {
                    <div class="mail__line">
                        <dt>{term}</dt>
                        <dd>{breakable(&value)}</dd>
                    </div>
                }
            })
        }
    };
    view! {
        <figure class="mail">
            <figcaption class="visually-hidden">{words::MAIL}</figcaption>
            <dl class="mail__head">
                {line(words::FROM, from)} {line(words::TO, to)} {line(words::SUBJECT, subject)}
            </dl>
            <p class="mail__text">{move || text.get()}</p>
        </figure>
    }
    .into_any()
}
