//! The list of patients: search as you type, filters and page in the address, quick at any length.

mod address;
mod rows;
mod search;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::permission::Permission;

use crate::api::patients::{PatientConnection, PatientPage};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::pager::{Pager, Position};
use crate::read::Read;
use crate::routes::Place;
use crate::session::Session;
use crate::text::patients as words;
use crate::text::stopped;
use crate::{number, routes, text};
use address::Address;
pub use address::STATUSES;
use rows::PatientRows;
use search::SearchBar;

#[component]
pub fn PatientsPage() -> impl IntoView {
    view! {
        <Guarded title=text::place::PATIENTS needs=Permission::ViewPatients>
            {patients()}
        </Guarded>
    }
    .into_any()
}

fn patients() -> AnyView {
    let session = Session::current();
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(|query| Address::read(|name| query.get(name))));
    let read = Read::new(move || session.run(PatientPage::build(address.get().variables())));
    let total = move || {
        // Of none the list itself says so.
        read.latest().filter(|page| page.patients.total_count > 0).map(|page| {
            let total = page.patients.total_count;
            view! { <p class="page__note">{words::total(total, &number::count(total))}</p> }
        })
    };
    let show = move |page: Signal<Arc<PatientPage>>| list(address, read, page);
    view! {
        <Page title=text::place::PATIENTS aside=actions>
            <SearchBar address=address />
            {total}
            <Loaded read=read lines=10 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn actions() -> AnyView {
    let session = Session::current();
    let may = |needed| untrack(|| session.may(needed));
    let import = may(Permission::ImportPatients).then(|| {
        view! {
            <a class="button button--quiet" href=routes::IMPORTS>
                {words::IMPORTS}
            </a>
            <a class="button" href=routes::UPLOAD>
                {words::UPLOAD}
            </a>
        }
    });
    let add = may(Permission::EditPatients).then(|| {
        view! {
            <a class="button button--primary" href=routes::NEW_PATIENT>
                {words::ADD}
            </a>
        }
    });
    view! {
        <div class="page__actions">
            <a class="button button--quiet" href=routes::SUPPRESSIONS>
                {stopped::SHORT}
            </a>
            {import}
            {add}
        </div>
    }
    .into_any()
}

fn list(address: Memo<Address>, read: Read<PatientPage>, page: Signal<Arc<PatientPage>>) -> AnyView {
    let is_empty = Memo::new(move |_| page.with(|page| page.patients.nodes.is_empty()));
    let pending = Signal::derive(move || read.is_pending());
    // The address of an answer is what was asked for, not what is being asked for now.
    let position = Memo::new(move |before: Option<&Position>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let address = address.get_untracked();
            let PatientConnection { nodes, page_info, total_count } = &page.patients;
            address.page.position(page_info, nodes.len(), *total_count, |at| address.at(at).href())
        }),
    });
    let content = move || {
        if is_empty.get() {
            nothing(address)
        } else {
            view! {
                <PatientRows page=page pending=pending />
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
                    <a class="button" href=Place::Patients.path()>
                        {words::CLEAR}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            let may_upload = untrack(|| Session::current().may(Permission::ImportPatients));
            let upload = may_upload.then(|| {
                view! {
                    <a class="button" href=routes::UPLOAD>
                        {words::UPLOAD}
                    </a>
                }
            });
            view! { <Empty title=words::NONE advice=words::NONE_ADVICE>{upload}</Empty> }.into_any()
        }
    };
    view! { <section class="card">{view}</section> }.into_any()
}
