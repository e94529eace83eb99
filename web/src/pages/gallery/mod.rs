//! Every component in all its states, to look at and to check. Only in development: its specimens are the one place
//! whose words are not in `text`, because nobody is to read them.

mod fields;
mod figures;
mod given;
mod lists;
mod messages;
mod overlays;
mod signs;

use leptos::prelude::*;

use crate::components::page::Page;
use crate::components::toggle_theme::ToggleTheme;

#[component]
pub fn GalleryPage() -> impl IntoView {
    view! {
        <main class="gallery" id="main" tabindex="-1">
            <Page title="Gallery" aside=|| view! { <ToggleTheme /> }>
                {signs::specimens()} {fields::specimens()} {overlays::specimens()} {lists::specimens()}
                {figures::specimens()} {given::specimens()} {messages::specimens()}
            </Page>
        </main>
    }
    .into_any()
}

/// A component, with its name above.
fn specimen(name: &'static str, content: impl IntoView + 'static) -> AnyView {
    frame(name, content.into_any())
}

fn frame(name: &'static str, content: AnyView) -> AnyView {
    view! {
        <section class="gallery__specimen" aria-label=name>
            <h2 class="gallery__name">{name}</h2>
            <div class="gallery__states">{content}</div>
        </section>
    }
    .into_any()
}
