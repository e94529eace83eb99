//! The search box and the filters. They write the address; the list reads it.

use std::time::Duration;

use cynic::QueryBuilder;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::{Address, CHANNELS, NEWEST, STATUSES};
use crate::api::code_sets::CodeSets;
use crate::components::icon::{Icon, Sign};
use crate::components::select::{Choice, Select};
use crate::paging::PageAt;
use crate::read::Read;
use crate::session::Session;
use crate::text;
use crate::text::patients as words;

/// How long after the last key the search starts: shorter than a pause of thought, longer than between two keys.
const PAUSE: Duration = Duration::from_millis(200);

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
            <SearchBox address=address change=change />
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

#[component]
fn SearchBox(address: Memo<Address>, change: Callback<Change>) -> impl IntoView {
    let typed = RwSignal::new(address.with_untracked(|address| address.search.clone()));
    let timer = StoredValue::new(None::<TimeoutHandle>);
    // The address may change by itself, e.g. by going back. While somebody types, the box leads.
    Effect::new(move || {
        let searched = address.with(|address| address.search.clone());
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
            let text = text.clone();
            change.run(Box::new(move |address| text.trim().clone_into(&mut address.search)));
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
            <label class="select__label" for="search">
                {words::SEARCH}
            </label>
            <div class="search-box__frame">
                <Icon sign=Sign::Search />
                <input
                    class="input"
                    id="search"
                    type="search"
                    placeholder=words::SEARCH_HINT
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
