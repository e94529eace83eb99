//! A box to search as one types. Typing is never held up: the search starts at a pause of the hands.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::icon::{Icon, Sign};

/// How long after the last key the search starts: shorter than a pause of thought, longer than between two keys.
const PAUSE: Duration = Duration::from_millis(200);

#[component]
pub fn SearchBox(
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    /// What can be searched by, in the box while it is empty.
    hint: &'static str,
    /// What is searched for now.
    #[prop(into)]
    searched: Signal<String>,
    on_search: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(searched.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    // The address may change by itself, e.g. by going back. While somebody types, the box leads.
    Effect::new(move || {
        let searched = searched.get();
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
            on_search.run(text.trim().to_owned());
        };
        timer.set_value(set_timeout_with_handle(search, PAUSE).ok());
    };
    on_cleanup(move || {
        if let Some(earlier) = timer.try_get_value().flatten() {
            earlier.clear();
        }
    });
    view! {
        <div class="search-box">
            <label class="select__label" for=id>
                {move || label.get()}
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
        </div>
    }
    .into_any()
}
