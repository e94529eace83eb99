//! The search box and the filters. They write the address; the list reads it.

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::{Address, CHANNELS, NEWEST, STATUSES};
use crate::api::code_sets::CodeSets;
use crate::components::search_box::SearchBox;
use crate::components::select::{Choice, Select};
use crate::paging::PageAt;
use crate::read::Read;
use crate::session::Session;
use crate::text;
use crate::text::patients as words;

/// What a search or a filter does to the address.
type Change = Box<dyn Fn(&mut Address)>;

#[component]
pub fn SearchBar(address: Memo<Address>) -> impl IntoView {
    let navigate = use_navigate();
    // Each change begins at the first page; the list is not scrolled away from under the hands.
    let change = Callback::new(move |change: Change| {
        let mut next = address.get_untracked().at(PageAt::First);
        change(&mut next);
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&next.href(), options);
    });
    let choose = move |set: fn(&mut Address, String)| {
        Callback::new(move |value: String| {
            change.run(Box::new(move |address| set(address, value.clone())));
        })
    };
    view! {
        <search class="patient-search">
            <SearchBox
                id="search"
                label=words::SEARCH
                hint=words::SEARCH_HINT
                searched=Signal::derive(move || address.with(|address| address.search.clone()))
                on_search=choose(|address, value| address.search = value)
            />
            <Select
                id="status"
                label=words::STATUS
                choices=statuses()
                chosen=Signal::derive(move || address.with(|address| address.status.clone()))
                on_choose=choose(|address, value| address.status = value)
            />
            <CodeSetSelect
                chosen=Signal::derive(move || address.with(|address| address.code_set.clone()))
                on_choose=choose(|address, value| address.code_set = value)
            />
            <Select
                id="contactable"
                label=words::CONTACTABLE
                choices=channels()
                chosen=Signal::derive(move || address.with(|address| address.contactable.clone()))
                on_choose=choose(|address, value| address.contactable = value)
            />
            <Select
                id="order"
                label=words::ORDER
                choices=orders()
                chosen=Signal::derive(move || address.with(|address| address.order.clone()))
                on_choose=choose(|address, value| address.order = value)
            />
        </search>
    }
    .into_any()
}

/// The code sets come from the server. Without them the list works all the same, just without this filter.
#[component]
fn CodeSetSelect(#[prop(into)] chosen: Signal<String>, on_choose: Callback<String>) -> impl IntoView {
    let session = Session::current();
    let read = Read::new(move || session.run(CodeSets::build(())));
    let choices = Signal::derive(move || {
        let any = Choice::new("", words::ANY_CONDITION);
        let sets = read.latest();
        let sets = sets.iter().flat_map(|answer| &answer.code_sets);
        std::iter::once(any).chain(sets.map(|set| Choice::new(&set.name, &set.title))).collect()
    });
    view! {
        <Select
            id="code-set"
            label=words::CONDITION
            choices=choices
            chosen=chosen
            on_choose=on_choose
        />
    }
    .into_any()
}

fn statuses() -> Vec<Choice> {
    std::iter::once(Choice::new("", words::ANY_STATUS))
        .chain(STATUSES.map(|(value, status)| Choice::new(value, text::patient_status(status))))
        .collect()
}

fn channels() -> Vec<Choice> {
    std::iter::once(Choice::new("", words::ANY_CHANNEL))
        .chain(CHANNELS.map(|(value, channel)| Choice::new(value, text::channel(channel))))
        .collect()
}

fn orders() -> Vec<Choice> {
    vec![Choice::new("", words::BY_NAME), Choice::new(NEWEST, words::BY_NEWEST)]
}
