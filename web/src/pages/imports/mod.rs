//! All files that were uploaded, and what became of them.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::permission::Permission;

use crate::api::imports::{ImportList, ImportListVariables, ImportStand};
use crate::browser;
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::pager::{Pager, Position};
use crate::components::status::Status;
use crate::components::table::{Column, Table};
use crate::paging::SIZE;
use crate::read::Read;
use crate::session::Session;
use crate::text::import;
use crate::text::imports as words;
use crate::trail::{self, Trail};
use crate::{number, routes, time};

static COLUMNS: [Column; 8] = [
    Column::text(words::FILE),
    Column::text(words::WHEN),
    Column::text(words::WHO),
    Column::text(words::STATE),
    Column::number(import::CREATED),
    Column::number(import::UPDATED),
    Column::number(import::UNCHANGED),
    Column::number(import::REJECTED),
];

#[component]
pub fn ImportsPage() -> impl IntoView {
    view! {
        <Guarded title=words::TITLE needs=Permission::ImportPatients>
            {page()}
        </Guarded>
    }
    .into_any()
}

fn page() -> AnyView {
    let session = Session::current();
    let query = use_query_map();
    let at = Memo::new(move |_| query.with(|query| Trail::read(query.get_str(trail::PARAMETER))));
    let read = Read::new(move || {
        session.run(ImportList::build(ImportListVariables { first: SIZE, after: at.get().cursor() }))
    });
    let show = move |page: Signal<Arc<ImportList>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.imports.nodes.is_empty()));
        let content = move || if is_empty.get() { nothing() } else { list(at, read, page) };
        content.into_any()
    };
    view! {
        <Page title=words::TITLE aside=|| upload("button button--primary")>
            <Loaded read=read lines=8 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn upload(class: &'static str) -> AnyView {
    view! {
        <a class=class href=routes::UPLOAD>
            {words::UPLOAD}
        </a>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! {
        <section class="card">
            <Empty title=words::NONE advice=words::NONE_ADVICE>
                {upload("button")}
            </Empty>
        </section>
    }
    .into_any()
}

fn list(at: Memo<Trail>, read: Read<ImportList>, page: Signal<Arc<ImportList>>) -> AnyView {
    let rows = move || page.with(|page| page.imports.nodes.iter().map(row).collect_view());
    let href = |trail: &Trail| browser::address(routes::IMPORTS, &[(trail::PARAMETER, &trail.parameter())]);
    let position = Memo::new(move |before: Option<&Position>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let imports = &page.imports;
            at.get_untracked().position(&imports.page_info, imports.nodes.len(), SIZE, href)
        }),
    });
    view! {
        <Table
            caption=words::CAPTION
            columns=&COLUMNS
            pending=Signal::derive(move || read.is_pending())
        >
            {rows}
        </Table>
        <Pager position=position />
    }
    .into_any()
}

fn row(one: &ImportStand) -> AnyView {
    let [file, when, who, state, created, updated, unchanged, rejected] = COLUMNS;
    view! {
        <tr>
            {file
                .heading(
                    view! { <a href=routes::import(one.id.inner())>{one.file_name.clone()}</a> },
                )} {when.cell(time::moment(&one.created_at))} {who.cell(one.created_by.clone())}
            {state
                .cell(
                    view! { <Status mood=import::mood(one.state) word=import::state(one.state) /> },
                )} {created.cell(number::count(one.created))}
            {updated.cell(number::count(one.updated))}
            {unchanged.cell(number::count(one.unchanged))}
            {rejected.cell(number::count(one.rejected))}
        </tr>
    }
    .into_any()
}
