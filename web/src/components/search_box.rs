//! A box to search with: the search starts a moment after the last key.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::icon::{Icon, Sign};

/// Shorter than a pause of thought, longer than between two keys.
const PAUSE: Duration = Duration::from_millis(200);

#[component]
pub fn SearchBox(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    /// What is searched for now; it may change by itself, e.g. by going back.
    #[prop(into)]
    value: Signal<String>,
    on_search: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(value.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    // While somebody types, the box leads.
    Effect::new(move || {
        let searched = value.get();
        let is_typing = timer.with_value(Option::is_some);
        if !is_typing && typed.with_untracked(|typed| typed.trim() != searched) {
            typed.set(searched);
        }
    });
    let type_in = move |text: String| {
        typed.set(text.clone());
        if let Some(earlier) = timer.get_value() {
            earlier.clear();
        }
        let search = move || {
            timer.set_value(None);
            on_search.run(text.clone());
        };
        timer.set_value(set_timeout_with_handle(search, PAUSE).ok());
    };
    on_cleanup(move || {
        if let Some(earlier) = timer.try_get_value().flatten() {
            earlier.clear();
        }
    });
    view! {
        <search class="search-box">
            <label class="select__label" for=id>
                {label}
            </label>
            <div class="search-box__frame">
                <Icon sign=Sign::Search />
                <input
                    class="input"
                    id=id
                    type="search"
                    placeholder=hint
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=typed
                    on:input:target=move |event| type_in(event.target().value())
                />
            </div>
        </search>
    }
    .into_any()
}
