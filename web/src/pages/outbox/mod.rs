//! The outbox of the local channels: what was sent, as the people who get it see it.

mod address;
mod body;
mod reader;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::permission::Permission;

use crate::api::outbox::{Outbox, OutboxMessage};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::pager::{Pager, Position};
use crate::components::search_box::SearchBox;
use crate::components::tabs::{Tab, Tabs};
use crate::paging::SIZE;
use crate::read::Read;
use crate::session::Session;
use crate::text::outbox as words;
use crate::time;
use crate::trail::Trail;
use address::Address;

#[component]
pub fn OutboxPage() -> impl IntoView {
    view! {
        <Guarded title=words::TITLE needs=Permission::ViewOutbox>
            {page()}
        </Guarded>
    }
    .into_any()
}

fn page() -> AnyView {
    let session = Session::current();
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(|query| Address::read(|name| query.get(name))));
    // Choosing a message asks for nothing.
    let listed = Memo::new(move |_| address.with(Address::list));
    let read = Read::new(move || session.run(Outbox::build(listed.with(Address::variables))));
    let is_sms = Memo::new(move |_| address.with(|address| address.is_sms));
    let tabs = Signal::derive(move || {
        let href = |is_sms| Address { is_sms, ..Address::default() }.href();
        let current = is_sms.get();
        vec![Tab::new(words::EMAILS, href(false), !current), Tab::new(words::TEXTS, href(true), current)]
    });
    let navigate = use_navigate();
    let search = Callback::new(move |search| {
        let next = Address { is_sms: is_sms.get_untracked(), search, ..Address::default() };
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&next.href(), options);
    });
    let label = Signal::derive(move || if is_sms.get() { words::SEARCH_SMS } else { words::SEARCH_EMAIL }.to_owned());
    let show = move |page: Signal<Arc<Outbox>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.outbox.nodes.is_empty()));
        let content = move || if is_empty.get() { nothing(listed, page) } else { desk(address, page) };
        view! {
            {content}
            {pager(listed, read, page)}
        }
        .into_any()
    };
    view! {
        <Page title=words::TITLE>
            <Tabs label=words::TABS tabs=tabs />
            <search class="outbox__search">
                <SearchBox
                    id="outbox-search"
                    label=label
                    hint=words::SEARCH_HINT
                    searched=Signal::derive(move || address.with(|address| address.search.clone()))
                    on_search=search
                />
            </search>
            <Loaded read=read lines=8 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn pager(listed: Memo<Address>, read: Read<Outbox>, page: Signal<Arc<Outbox>>) -> AnyView {
    let position = Memo::new(move |before: Option<&Position>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let address = listed.get_untracked();
            let href = |trail: &Trail| Address { trail: trail.clone(), ..address.clone() }.href();
            address.trail.position(&page.outbox.page_info, page.outbox.nodes.len(), SIZE, href)
        }),
    });
    let is_needed = Memo::new(move |_| position.with(|at| at.previous.is_some() || at.next.is_some()));
    let view =
        move || is_needed.get().then(|| view! { <Pager position=position previous=words::NEWER next=words::OLDER /> });
    view.into_any()
}

fn nothing(listed: Memo<Address>, page: Signal<Arc<Outbox>>) -> AnyView {
    let view = move || {
        let goes_on = page.with(|page| page.outbox.page_info.has_next_page);
        let address = listed.get();
        if goes_on {
            view! { <Empty title=words::SO_FAR advice=words::SO_FAR_ADVICE /> }.into_any()
        } else if address.search.is_empty() {
            view! { <Empty title=words::NONE advice=words::NONE_ADVICE /> }.into_any()
        } else {
            let all = Address { is_sms: address.is_sms, ..Address::default() }.href();
            view! {
                <Empty title=words::NO_MATCH advice=words::NO_MATCH_ADVICE>
                    <a class="button" href=all>
                        {words::CLEAR}
                    </a>
                </Empty>
            }
            .into_any()
        }
    };
    view! { <section class="card">{view}</section> }.into_any()
}

/// The list at the left, the message at the right; on a narrow screen one of them.
fn desk(address: Memo<Address>, page: Signal<Arc<Outbox>>) -> AnyView {
    let is_reading = Memo::new(move |_| address.with(|address| !address.message.is_empty()));
    let items = move || {
        let address = address.get();
        page.with(|page| page.outbox.nodes.iter().map(|message| item(&address, message)).collect_view())
    };
    let message = move || address.with(|address| page.with(|page| chosen(address, &page.outbox.nodes)));
    let back = move || address.with(|address| address.list().href());
    view! {
        <div class="outbox" class:outbox--reading=move || is_reading.get()>
            <nav class="outbox__list" aria-label=words::LIST>
                <ul>{items}</ul>
            </nav>
            <div class="outbox__message">
                <a class="button outbox__back" href=back>
                    {words::BACK}
                </a>
                {message}
            </div>
        </div>
    }
    .into_any()
}

fn item(address: &Address, message: &OutboxMessage) -> AnyView {
    let href = Address { message: message.id.inner().to_owned(), ..address.clone() }.href();
    let is_current = address.message == message.id.inner();
    let line = message.subject.clone().unwrap_or_else(|| message.text.clone());
    view! {
        <li>
            // The list stays where it is while one reads.
            <a class="outbox__item" href=href data-noscroll="true" aria-current=is_current.then_some("true")>
                <span class="outbox__to">{message.to.clone()}</span>
                <span class="outbox__line">{line}</span>
                <span class="outbox__when">{time::moment(&message.at)}</span>
            </a>
        </li>
    }
    .into_any()
}

fn chosen(address: &Address, messages: &[OutboxMessage]) -> AnyView {
    match messages.iter().find(|message| message.id.inner() == address.message) {
        Some(message) if address.is_sms => {
            reader::phone(&message.to, messages.iter().filter(|other| other.to == message.to))
        }
        Some(message) => reader::email(message),
        None => view! { <p class="outbox__pick">{words::PICK}</p> }.into_any(),
    }
}
