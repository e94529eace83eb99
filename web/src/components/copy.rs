//! Text to take away, with a button that copies it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::button::Button;
use super::icon::{Icon, Sign};
use super::toast::Toasts;
use crate::browser;
use crate::text;

#[component]
pub fn Copy(
    /// What is copied, for screen readers, e.g. "the invitation link".
    #[prop(into)]
    label: String,
    #[prop(into)] value: Signal<String>,
) -> impl IntoView {
    let toasts = Toasts::current();
    let failed = RwSignal::new(false);
    let copy = Callback::new(move |()| {
        let value = value.get_untracked();
        spawn_local(async move {
            let copied = browser::copy(&value).await;
            let _ = failed.try_set(!copied);
            if copied {
                toasts.done(text::common::COPIED);
            }
        });
    });
    let advice = move || failed.get().then(|| view! { <p class="field__hint">{text::common::NOT_COPIED}</p> });
    view! {
        <div class="copy">
            <code class="copy__value">{move || value.with(|value| words(value))}</code>
            <Button on_press=copy>
                <Icon sign=Sign::Copy />
                {text::common::COPY}
                <span class="visually-hidden">" " {label.clone()}</span>
            </Button>
            {advice}
        </div>
    }
    .into_any()
}

fn words(value: &str) -> AnyView {
    let word = |(index, word): (usize, &str)| {
        view! {
            {(index > 0).then_some(" ")}
            <span class="copy__word">{word.to_owned()}</span>
        }
    };
    value.split(' ').enumerate().map(word).collect_view().into_any()
}
