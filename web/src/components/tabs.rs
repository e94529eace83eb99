//! The rooms of one subject as links: each has an address, so it can be reloaded, bookmarked and gone back from.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// One room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub label: String,
    pub href: String,
    /// It is the one on the screen.
    pub current: bool,
}

impl Tab {
    pub fn new(label: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        Self { label: label.into(), href: href.into(), current }
    }
}

#[component]
pub fn Tabs(
    /// What the rooms belong to, for screen readers, e.g. "Campaign".
    label: &'static str,
    #[prop(into)] tabs: Signal<Vec<Tab>>,
) -> impl IntoView {
    let links = move || {
        let link = |tab: Tab| {
            view! {
                <li>
                    <a class="tabs__tab" href=tab.href aria-current=tab.current.then_some("page")>
                        {tab.label}
                    </a>
                </li>
            }
        };
        tabs.get().into_iter().map(link).collect_view()
    };
    let list = NodeRef::<html::Ul>::new();
    // Where the tabs are wider than the screen, the current one is brought into sight.
    Effect::new(move || {
        tabs.track();
        request_animation_frame(move || {
            if let Some(list) = list.get_untracked() {
                bring_into_sight(&list);
            }
        });
    });
    view! {
        <nav class="tabs" aria-label=label>
            <ul class="tabs__list" node_ref=list>
                {links}
            </ul>
        </nav>
    }
    .into_any()
}

/// Scrolls the list, and nothing but the list, until the current tab is in its middle.
fn bring_into_sight(list: &HtmlElement) {
    let Ok(Some(current)) = list.query_selector("[aria-current]") else { return };
    if let Some(current) = current.dyn_ref::<HtmlElement>() {
        let middle = current.offset_left() - list.offset_left() + current.offset_width() / 2;
        list.set_scroll_left(middle - list.client_width() / 2);
    }
}
