//! Where one is, the way to everywhere else, light or dark, and who one is.

use leptos::prelude::*;

use super::account::Account;
use super::palette::Palette;
use crate::browser;
use crate::components::crumbs::Breadcrumb;
use crate::components::icon::{Icon, Sign};
use crate::components::toggle_theme::ToggleTheme;
use crate::text;

#[component]
pub fn TopBar() -> impl IntoView {
    let palette = Palette::current();
    let keys = if browser::is_apple() { text::palette::KEYS_APPLE } else { text::palette::KEYS };
    view! {
        <header class="top-bar">
            <Breadcrumb />
            <button
                type="button"
                class="find"
                aria-haspopup="dialog"
                aria-label=text::palette::OPEN
                on:click=move |_| palette.open()
            >
                <Icon sign=Sign::Search />
                <span class="find__words">{text::palette::OPEN}</span>
                <kbd class="find__keys" aria-hidden="true">
                    {keys}
                </kbd>
            </button>
            <ToggleTheme />
            <Account />
        </header>
    }
    .into_any()
}
