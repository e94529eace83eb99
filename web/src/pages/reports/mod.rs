//! Reports: the list, one report with its runs, and one run with its rows.

mod delete;
mod groups;
mod new_report;
mod rename;
mod report;
mod rows;
mod run;
mod run_print;
mod run_rows;
mod runs;
mod schedule;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::permission::Permission;

use crate::api::reports::{ReportList, ReportListVariables};
use crate::components::button::{Button, Weight};
use crate::components::empty::Empty;
use crate::components::forward_pager::{ForwardPager, ForwardPosition};
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::paging::{self, PageAt};
use crate::read::Read;
use crate::routes::Place;
use crate::session::Session;
use crate::text;
use crate::text::reports as words;
use new_report::NewReport;
use rows::ReportRows;

pub use report::ReportPage;
pub use run::ReportRunPage;

#[component]
pub fn ReportsPage() -> impl IntoView {
    view! {
        <Guarded title=text::place::REPORTS needs=Permission::ViewReports>
            {reports()}
        </Guarded>
    }
    .into_any()
}

fn reports() -> AnyView {
    let session = Session::current();
    let query = use_query_map();
    let at = Memo::new(move |_| query.with(|query| PageAt::read(|name| query.get(name))));
    let read = Read::new(move || {
        let page = at.get().arguments();
        session.run(ReportList::build(ReportListVariables { first: page.first, after: page.after }))
    });
    let making = RwSignal::new(false);
    let new = move || {
        session.may(Permission::ManageReports).then(|| {
            view! {
                <Button weight=Weight::Primary on_press=Callback::new(move |()| making.set(true))>
                    {words::NEW}
                </Button>
            }
        })
    };
    let show = move |page: Signal<Arc<ReportList>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.reports.nodes.is_empty()));
        let content = move || {
            if is_empty.get() {
                view! {
                    <section class="card">
                        <Empty title=words::NONE advice=words::NONE_ADVICE />
                    </section>
                }
                .into_any()
            } else {
                list(at, read, page)
            }
        };
        content.into_any()
    };
    view! {
        <Page title=text::place::REPORTS aside=new>
            <Loaded read=read lines=6 show=Box::new(show) />
        </Page>
        <NewReport open=making />
    }
    .into_any()
}

fn list(at: Memo<PageAt>, read: Read<ReportList>, page: Signal<Arc<ReportList>>) -> AnyView {
    let pending = Signal::derive(move || read.is_pending());
    // The position of an answer is that of what was asked for, not of what is being asked for now.
    let position = Memo::new(move |before: Option<&ForwardPosition>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let list = &page.reports;
            at.get_untracked().forward(&list.page_info, list.nodes.len(), list.total_count, |at| {
                paging::href(Place::Reports.path(), &at)
            })
        }),
    });
    view! {
        <ReportRows page=page pending=pending />
        <ForwardPager position=position />
    }
    .into_any()
}
