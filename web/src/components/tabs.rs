//! The rooms of one subject as links: each has an address, so it can be reloaded, bookmarked and gone back from.

use leptos::prelude::*;

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
    view! {
        <nav class="tabs" aria-label=label>
            <ul class="tabs__list">{links}</ul>
        </nav>
    }
    .into_any()
}
