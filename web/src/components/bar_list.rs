//! How a whole falls into groups: a bar each, with its name, its number and its share.

use leptos::prelude::*;

use crate::number;

/// One group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub count: i32,
    /// The list behind it.
    pub href: Option<String>,
}

impl Bar {
    pub fn new(label: impl Into<String>, count: i32) -> Self {
        Self { label: label.into(), count, href: None }
    }
}

#[component]
pub fn BarList(
    #[prop(into)] bars: Signal<Vec<Bar>>,
    /// What the shares are of, and what a full bar would be. Without it they are of the sum of all, and the longest bar
    /// is full.
    #[prop(optional, into)]
    total: Option<Signal<i32>>,
) -> impl IntoView {
    let items = move || {
        bars.with(|bars| {
            let given = total.map(|total| total.get());
            let total = given.unwrap_or_else(|| bars.iter().map(|bar| bar.count).sum());
            let widest = given.or_else(|| bars.iter().map(|bar| bar.count).max()).unwrap_or(0).max(1);
            bars.iter().map(|bar| item(bar, total, widest)).collect_view()
        })
    };
    view! { <ul class="bar-list">{items}</ul> }.into_any()
}

fn item(bar: &Bar, total: i32, widest: i32) -> AnyView {
    let label = match bar.href.clone() {
        Some(href) => view! { <a href=href>{bar.label.clone()}</a> }.into_any(),
        None => bar.label.clone().into_any(),
    };
    let width = f64::from(bar.count) * 100.0 / f64::from(widest);
    view! {
        <li class="bar-list__bar">
            <span class="bar-list__label">{label}</span>
            <span class="bar-list__count">{number::count(bar.count)}</span>
            <span class="bar-list__share">{number::percent(bar.count, total)}</span>
            <svg class="bar-list__drawing" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-list__track" width="100" height="10" />
                <rect class="bar-list__fill" height="10" width=width />
            </svg>
        </li>
    }
    .into_any()
}
