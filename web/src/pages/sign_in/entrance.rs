//! The frame of the pages outside the shell: one narrow column in the middle.

use leptos::prelude::*;

use crate::components::toggle_theme::ToggleTheme;
use crate::text;

#[component]
pub fn Entrance(title: &'static str, children: Children) -> impl IntoView {
    Effect::new(move || document().set_title(&text::tab_title(title)));
    view! {
        <main class="entrance">
            <div class="entrance__theme">
                <ToggleTheme />
            </div>
            <div class="entrance__column">
                <p class="entrance__brand">{text::BRAND}</p>
                <h1 class="entrance__title" tabindex="-1">{title}</h1>
                {children()}
            </div>
        </main>
    }
    .into_any()
}
