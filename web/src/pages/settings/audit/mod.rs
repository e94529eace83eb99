//! The audit log: what was done and read, by whom, and when.

mod address;
mod filters;
mod rows;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::SectionPage;
use crate::api::audit;
use crate::components::copy::Copy;
use crate::components::empty::Empty;
use crate::components::loaded::Loaded;
use crate::components::pager::{Pager, Position};
use crate::read::Read;
use crate::routes::Section;
use crate::session::Session;
use crate::text::audit as words;
use address::Address;
use filters::Filters;
use rows::AuditRows;

#[component]
pub fn AuditPage() -> impl IntoView {
    view! { <SectionPage section=Section::Audit>{log()}</SectionPage> }.into_any()
}

fn log() -> AnyView {
    let session = Session::current();
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(|query| Address::read(|name| query.get(name))));
    let read = Read::new(move || session.run(audit::AuditPage::build(address.get().variables())));
    let show = move |page: Signal<Arc<audit::AuditPage>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.audit_events.nodes.is_empty()));
        let content = move || if is_empty.get() { nothing(address) } else { list(address, read, page) };
        content.into_any()
    };
    view! {
        <div class="stack">
            <p>{words::EXPLAIN}</p>
            <Copy label=words::COMMAND_LABEL value=words::COMMAND />
        </div>
        <Filters address=address />
        <Loaded read=read lines=10 show=Box::new(show) />
    }
    .into_any()
}

fn list(address: Memo<Address>, read: Read<audit::AuditPage>, page: Signal<Arc<audit::AuditPage>>) -> AnyView {
    let pending = Signal::derive(move || read.is_pending());
    // The address of an answer is what was asked for, not what is being asked for now.
    let position = Memo::new(move |before: Option<&Position>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let address = address.get_untracked();
            let events = &page.audit_events;
            let href = |at| address.at(at).href();
            address.page.position(&events.page_info, events.nodes.len(), events.total_count, href)
        }),
    });
    view! {
        <AuditRows page=page pending=pending />
        <Pager position=position />
    }
    .into_any()
}

fn nothing(address: Memo<Address>) -> AnyView {
    let view = move || {
        if address.with(Address::is_narrowed) {
            view! {
                <Empty title=words::NO_MATCH advice=words::NO_MATCH_ADVICE>
                    <a class="button" href=Section::Audit.path()>
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
