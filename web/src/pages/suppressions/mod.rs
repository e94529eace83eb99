//! Phone numbers and email addresses that no campaign uses: found, added with a reason, and lifted with one.

mod add;
mod address;
mod lift;
mod rows;
mod search;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::permission::Permission;

use crate::api::suppressions::{Suppression, SuppressionConnection, SuppressionPage};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::pager::{Pager, Position};
use crate::read::Read;
use crate::session::Session;
use crate::text::stopped as words;
use crate::{number, routes};
use add::Add;
use address::Address;
use lift::Lift;
use search::search;

#[component]
pub fn SuppressionsPage() -> impl IntoView {
    view! {
        <Guarded title=words::TITLE needs=Permission::ViewPatients>
            {suppressions()}
        </Guarded>
    }
    .into_any()
}

/// The list on the screen, for all that it is made of.
#[derive(Clone, Copy)]
struct List {
    address: Memo<Address>,
    read: Read<SuppressionPage>,
    /// The one that is to be lifted; nothing for those who may not.
    lifting: Option<RwSignal<Option<Suppression>>>,
}

fn suppressions() -> AnyView {
    let session = Session::current();
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(|query| Address::read(|name| query.get(name))));
    let read = Read::new(move || session.run(SuppressionPage::build(address.get().variables())));
    let may = untrack(|| session.may(Permission::EditPatients));
    let lifting = RwSignal::new(None);
    let list = List { address, read, lifting: may.then_some(lifting) };
    let total = move || {
        read.latest().map(|page| {
            let total = page.suppressions.total_count;
            view! { <p class="page__note">{words::total(total, &number::count(total))}</p> }
        })
    };
    let show = move |page: Signal<Arc<SuppressionPage>>| shown(list, page);
    let add = move || may.then(|| view! { <Add read=read /> });
    let lift = may.then(|| view! { <Lift read=read chosen=lifting /> });
    view! {
        <Page title=words::TITLE aside=add>
            <p>{words::EXPLAIN}</p>
            {search(address)}
            {total}
            <Loaded read=read lines=8 show=Box::new(show) />
            {lift}
        </Page>
    }
    .into_any()
}

fn shown(list: List, page: Signal<Arc<SuppressionPage>>) -> AnyView {
    let List { address, read, lifting } = list;
    let is_empty = Memo::new(move |_| page.with(|page| page.suppressions.nodes.is_empty()));
    let pending = Signal::derive(move || read.is_pending());
    // The address of an answer is what was asked for, not what is being asked for now.
    let position = Memo::new(move |before: Option<&Position>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let address = address.get_untracked();
            let SuppressionConnection { nodes, page_info, total_count } = &page.suppressions;
            address.page.position(page_info, nodes.len(), *total_count, |at| address.at(at).href())
        }),
    });
    let content = move || {
        if is_empty.get() {
            nothing(address)
        } else {
            view! {
                {rows::table(page, pending, lifting)}
                <Pager position=position />
            }
            .into_any()
        }
    };
    content.into_any()
}

fn nothing(address: Memo<Address>) -> AnyView {
    let view = move || {
        if address.with(Address::is_narrowed) {
            view! {
                <Empty title=words::NO_MATCH advice=words::NO_MATCH_ADVICE>
                    <a class="button" href=routes::SUPPRESSIONS>
                        {words::CLEAR}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! { <Empty title=words::NONE advice=words::NONE_ADVICE /> }.into_any()
        }
    };
    view! { <section class="card">{view}</section> }.into_any()
}
