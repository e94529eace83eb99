//! Where one is, light or dark, and who one is.

use leptos::prelude::*;

use super::account::Account;
use crate::components::toggle_theme::ToggleTheme;
use crate::session::Session;
use crate::text;

#[component]
pub fn TopBar() -> impl IntoView {
    let session = Session::current();
    let practice = move || {
        session
            .viewer()
            .map(|viewer| viewer.practice.name.clone())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| text::BRAND.to_owned())
    };
    view! {
        <header class="top-bar">
            <p class="top-bar__practice">{practice}</p>
            <ToggleTheme />
            <Account />
        </header>
    }
    .into_any()
}
