//! The switch between light and dark.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::text;
use crate::theme::Theme;

#[component]
pub fn ToggleTheme() -> impl IntoView {
    let theme: Theme = expect_context();
    let label = move || {
        if theme.is_dark() { text::shell::TO_LIGHT } else { text::shell::TO_DARK }
    };
    let sign = Signal::derive(move || if theme.is_dark() { Sign::Sun } else { Sign::Moon });
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=label
            title=label
            on:click=move |_| theme.toggle()
        >
            <Icon sign=sign />
        </button>
    }
    .into_any()
}
