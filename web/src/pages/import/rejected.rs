//! The rows that were rejected: why, which, and as a file to be put right.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::imports::{ImportIssue, ImportIssues, ImportIssuesVariables, ImportReason};
use crate::browser;
use crate::components::bar_list::{Bar, BarList};
use crate::components::button::Button;
use crate::components::card::Card;
use crate::components::icon::{Icon, Sign};
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::components::pager::{Pager, Position};
use crate::components::table::{Column, Table};
use crate::paging::SIZE;
use crate::read::Read;
use crate::session::Session;
use crate::text::import as words;
use crate::trail::{self, Trail};
use crate::write::Write;
use crate::{download, number, routes, text};

static COLUMNS: [Column; 3] = [Column::number(words::ROW), Column::text(words::COLUMN), Column::text(words::REASON)];

#[component]
pub fn Rejected(
    id: Memo<cynic::Id>,
    rejected: i32,
    reasons: Vec<ImportReason>,
    /// Where the rejected rows are as a file.
    csv: Option<String>,
) -> impl IntoView {
    let bars = reasons.iter().map(|reason| {
        let label = match &reason.column {
            Some(column) => words::in_column(&words::column(column), &reason.reason),
            None => reason.reason.clone(),
        };
        Bar::new(label, reason.rows)
    });
    let bars: Vec<Bar> = bars.collect();
    let download = csv.map(|path| view! { <Download path=path id=id /> });
    view! {
        <Card title=words::REASONS>
            <BarList bars=Signal::stored(bars) total=Signal::stored(rejected) />
        </Card>
        <section class="import__rejected">
            <header class="import__rejected-head">
                <h2 class="card__title">{words::REJECTED_ROWS}</h2>
                {download}
            </header>
            <p class="import__explain">{words::ROW_HINT}</p>
            <IssueList id=id />
        </section>
    }
    .into_any()
}

#[component]
fn Download(path: String, id: Memo<cynic::Id>) -> impl IntoView {
    let session = Session::current();
    let write = Write::new(move |path: String| async move {
        let name = words::rejected_file(id.get_untracked().inner());
        download::fetch(session, &path, &name).await
    });
    let press = Callback::new(move |()| write.send(path.clone()));
    let failed = move || write.complaint().map(|message| view! { <Notice tone=Tone::Error message=message /> });
    view! {
        <Button pending=write.pending() pending_label=words::DOWNLOADING on_press=press>
            <Icon sign=Sign::Download />
            {words::DOWNLOAD}
        </Button>
        {failed}
    }
    .into_any()
}

#[component]
fn IssueList(id: Memo<cynic::Id>) -> impl IntoView {
    let session = Session::current();
    let query = use_query_map();
    let at = Memo::new(move |_| query.with(|query| Trail::read(query.get_str(trail::PARAMETER))));
    let read = Read::new(move || {
        let variables = ImportIssuesVariables { id: id.get(), first: SIZE, after: at.get().cursor() };
        session.run(ImportIssues::build(variables))
    });
    let show = move |page: Signal<Arc<ImportIssues>>| {
        let rows = move || {
            page.with(|page| page.import.iter().flat_map(|import| &import.issues.nodes).map(line).collect_view())
        };
        let position = Memo::new(move |before: Option<&Position>| match before {
            Some(before) if read.is_pending() => before.clone(),
            _ => page.with(|page| position(id, &at.get_untracked(), page)),
        });
        view! {
            <Table
                caption=words::REJECTED_ROWS
                columns=&COLUMNS
                pending=Signal::derive(move || read.is_pending())
            >
                {rows}
            </Table>
            <Pager position=position />
        }
        .into_any()
    };
    view! { <Loaded read=read lines=8 show=Box::new(show) /> }.into_any()
}

fn position(id: Memo<cynic::Id>, at: &Trail, page: &ImportIssues) -> Position {
    let href = |trail: &Trail| {
        let path = id.with_untracked(|id| routes::import(id.inner()));
        browser::address(&path, &[(trail::PARAMETER, &trail.parameter())])
    };
    match &page.import {
        Some(import) => at.position(&import.issues.page_info, import.issues.nodes.len(), SIZE, href),
        None => Position { words: String::new(), previous: None, next: None },
    }
}

fn line(issue: &ImportIssue) -> AnyView {
    let [row, column, reason] = COLUMNS;
    let name = issue.column.as_deref().map_or_else(|| words::WHOLE_ROW.to_owned(), words::column);
    view! {
        <tr>
            {row.cell(number::count(issue.row))} {column.heading(name)}
            {reason.cell(text::alone(&issue.reason))}
        </tr>
    }
    .into_any()
}
