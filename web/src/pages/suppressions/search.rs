//! The search box and the filters. They write the address; the list reads it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::{Address, KINDS, REASONS};
use crate::api::patients::ContactKind;
use crate::components::search_box::SearchBox;
use crate::components::select::{Choice, Select};
use crate::paging::PageAt;
use crate::text::stopped as words;

pub fn search(address: Memo<Address>) -> AnyView {
    let navigate = use_navigate();
    // Each change begins at the first page; the list is not scrolled away from under the hands.
    let go = Callback::new(move |next: Address| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&next.href(), options);
    });
    let choose = move |set: fn(&mut Address, String)| {
        Callback::new(move |value: String| {
            let mut next = address.get_untracked().at(PageAt::First);
            set(&mut next, value);
            go.run(next);
        })
    };
    view! {
        <search class="suppression-search">
            <SearchBox
                id="suppression-search"
                label=words::SEARCH
                hint=words::SEARCH_HINT
                searched=Signal::derive(move || address.with(|address| address.search.clone()))
                on_search=choose(|address, value| address.search = value)
            />
            <Select
                id="suppression-kind"
                label=words::KIND
                choices=kinds()
                chosen=Signal::derive(move || address.with(|address| address.kind.clone()))
                on_choose=choose(|address, value| address.kind = value)
            />
            <Select
                id="suppression-reason"
                label=words::REASON
                choices=reasons()
                chosen=Signal::derive(move || address.with(|address| address.reason.clone()))
                on_choose=choose(|address, value| address.reason = value)
            />
        </search>
    }
    .into_any()
}

fn kinds() -> Vec<Choice> {
    let name = |kind| match kind {
        ContactKind::Phone => words::PHONES,
        ContactKind::Email => words::EMAILS,
    };
    let all = KINDS.map(|(value, kind)| Choice::new(value, name(kind)));
    std::iter::once(Choice::new("", words::ANY_KIND)).chain(all).collect()
}

fn reasons() -> Vec<Choice> {
    let all = REASONS.map(|(value, reason)| Choice::new(value, words::reason(Some(reason))));
    std::iter::once(Choice::new("", words::ANY_REASON)).chain(all).collect()
}
