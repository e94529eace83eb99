//! The rows of a run, page by page.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::run_print::{OnScreen, Paper};
use crate::api::patients::{ContactKind, ContactPoint};
use crate::api::reports::{self, RunPatientRow, RunRowsVariables};
use crate::components::breakable::breakable;
use crate::components::forward_pager::{ForwardPager, ForwardPosition};
use crate::components::icon::{Icon, Sign};
use crate::components::loaded::Loaded;
use crate::components::table::{Column, Table};
use crate::paging::{self, PageAt};
use crate::read::Read;
use crate::session::Session;
use crate::text::{patients as patient_words, report_run as words};
use crate::{routes, text, time};

pub(super) static COLUMNS: [Column; 7] = [
    Column::number(words::POSITION),
    Column::text(words::PATIENT),
    Column::text(words::BORN),
    Column::text(words::CONTACT),
    Column::text(words::SENT),
    Column::text(words::FOLLOWED),
    Column::number(words::WAVES),
];

#[component]
pub fn RunRows(id: cynic::Id, paper: Paper) -> impl IntoView {
    let session = Session::current();
    let query = use_query_map();
    let at = Memo::new(move |_| query.with(|query| PageAt::read(|name| query.get(name))));
    let path = routes::report_run(id.inner());
    let read = Read::new(move || {
        let page = at.get().arguments();
        let variables = RunRowsVariables { id: id.clone(), first: page.first, after: page.after };
        session.run(reports::RunRows::build(variables))
    });
    let show = move |answer: Signal<Arc<reports::RunRows>>| list(at, read, answer, path.clone(), paper);
    view! { <Loaded read=read lines=10 show=Box::new(show) /> }.into_any()
}

fn list(
    at: Memo<PageAt>,
    read: Read<reports::RunRows>,
    answer: Signal<Arc<reports::RunRows>>,
    path: String,
    paper: Paper,
) -> AnyView {
    let rows = move || {
        answer.with(|answer| answer.report_run.as_ref().map(|run| run.rows.nodes.iter().map(row).collect_view()))
    };
    let pending = Signal::derive(move || read.is_pending());
    // The position of an answer is that of what was asked for, not of what is being asked for now.
    let position = Memo::new(move |before: Option<&ForwardPosition>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => answer.with(|answer| match &answer.report_run {
            Some(run) => {
                at.get_untracked().forward(&run.rows.page_info, run.rows.nodes.len(), run.rows.total_count, |at| {
                    paging::href(&path, &at)
                })
            }
            None => ForwardPosition { words: String::new(), first: None, next: None },
        }),
    });
    let on_screen = Memo::new(move |_| {
        answer.with(|answer| {
            let rows = answer.report_run.as_ref().map(|run| &run.rows);
            let position = |row: Option<&RunPatientRow>| row.map_or(0, |row| row.position);
            OnScreen {
                first: position(rows.and_then(|rows| rows.nodes.first())),
                last: position(rows.and_then(|rows| rows.nodes.last())),
                total: rows.map_or(0, |rows| rows.total_count),
            }
        })
    });
    view! {
        {paper.view(on_screen)}
        <div class:no-print=move || paper.is_full()>
            <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
                {rows}
            </Table>
        </div>
        <ForwardPager position=position />
    }
    .into_any()
}

pub(super) fn row(row: &RunPatientRow) -> AnyView {
    let [position, name, born, contact, sent, followed, waves] = COLUMNS;
    let patient = &row.patient;
    let full_name = text::listed(&patient.family_name, &patient.given_name);
    let birth_date = patient.birth_date.as_ref().map_or_else(|| words::NOT_KNOWN.to_owned(), time::day);
    let first_sent = row.first_sent_at.as_ref().map_or_else(|| "–".to_owned(), time::moment);
    let opened = row.followed_at.as_ref().map_or_else(|| words::NOT_OPENED.to_owned(), time::moment);
    view! {
        <tr>
            {position.cell(row.position)}
            {name
                .heading(view! { <a href=routes::patient(patient.id.inner())>{full_name}</a> })}
            {born.cell(unbroken(birth_date))} {contact.cell(contact_points(&patient.contact_points))}
            {sent.cell(unbroken(first_sent))} {followed.cell(unbroken(opened))} {waves.cell(row.waves_sent)}
        </tr>
    }
    .into_any()
}

/// A date, which is read as one.
fn unbroken(words: String) -> AnyView {
    view! { <span class="nowrap">{words}</span> }.into_any()
}

/// Those that may be used: this is a list to call people from.
fn contact_points(points: &[ContactPoint]) -> AnyView {
    let usable: Vec<AnyView> = points.iter().filter(|point| !point.suppressed).map(contact_point).collect();
    if usable.is_empty() {
        return words::NOT_KNOWN.into_any();
    }
    view! { <ul class="run-contact">{usable}</ul> }.into_any()
}

fn contact_point(point: &ContactPoint) -> AnyView {
    let (sign, kind) = match point.kind {
        ContactKind::Phone => (Sign::Phone, patient_words::PHONE),
        ContactKind::Email => (Sign::Email, patient_words::EMAIL),
    };
    view! {
        <li>
            <Icon sign=sign />
            <span class="visually-hidden">{kind} ": "</span>
            <span>{breakable(&point.value)}</span>
        </li>
    }
    .into_any()
}
