//! The frame of a page inside the shell: its title in the window and as the one `h1`, its actions beside it.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::crumbs::{Crumb, Crumbs};
use crate::routes::Place;
use crate::text;

#[component]
pub fn Page(
    #[prop(into)] title: Signal<String>,
    /// What the browser's tab says, where it is not the heading.
    #[prop(optional)]
    tab: &'static str,
    /// The pages between its place and this one.
    #[prop(optional)]
    below: Vec<Crumb>,
    /// At the right of the heading.
    #[prop(optional, into)]
    aside: ViewFn,
    children: Children,
) -> impl IntoView {
    Effect::new(move || {
        let tab = if tab.is_empty() { title.get() } else { tab.to_owned() };
        document().set_title(&text::tab_title(&tab));
    });
    // Inside a place the top bar says how one got here; in the place itself, and outside the shell, it need not.
    if let Some(crumbs) = use_context::<Crumbs>() {
        let path = use_location().pathname.get_untracked();
        if Place::of(&path).is_none_or(|place| place.path() != path) {
            crumbs.show(move || below.iter().cloned().chain([Crumb::here(title.get())]).collect());
        }
    }
    view! {
        <div class="page">
            <header class="page__head">
                <h1 class="page__title" tabindex="-1">
                    {move || title.get()}
                </h1>
                {move || aside.run()}
            </header>
            {children()}
        </div>
    }
    .into_any()
}
