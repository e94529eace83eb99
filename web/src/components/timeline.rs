//! What happened, one after the other: when, a sign, what, and more about it.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use super::status::Mood;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// As people write it, e.g. "Mon 23 Nov 2026, 08:00".
    pub when: String,
    pub sign: Sign,
    pub mood: Mood,
    pub title: String,
    /// Empty for none.
    pub body: String,
    /// Where there is more to see.
    pub href: Option<String>,
}

#[component]
pub fn Timeline(
    /// In the order in which it is read.
    #[prop(into)]
    happenings: Signal<Vec<Happening>>,
) -> impl IntoView {
    let items = move || happenings.get().into_iter().map(item).collect_view();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}

fn item(happening: Happening) -> AnyView {
    let Happening { when, sign, mood, title, body, href } = happening;
    let class = match mood {
        Mood::Neutral | Mood::Active => "timeline__sign",
        Mood::Good => "timeline__sign timeline__sign--good",
        Mood::Warning => "timeline__sign timeline__sign--warning",
        Mood::Bad => "timeline__sign timeline__sign--bad",
    };
    let title = match href {
        Some(href) => view! { <a href=href>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    view! {
        <li class="timeline__item">
            <span class=class>
                <Icon sign=sign />
            </span>
            <p class="timeline__title">{title}</p>
            <p class="timeline__when">{when}</p>
            {(!body.is_empty()).then(|| view! { <p class="timeline__body">{body}</p> })}
        </li>
    }
    .into_any()
}
