//! One run of a report: when it was frozen, its groups, its rows, and the file to take away.

use std::sync::Arc;
use std::time::Duration;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::permission::Permission;

use super::groups::Groups;
use super::run_print::Paper;
use super::run_rows::RunRows;
use crate::api::reports::{OneRun, OneRunVariables, RunDetail, RunState};
use crate::components::button::{Button, Weight};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::icon::{Icon, Sign};
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::components::toast::Toasts;
use crate::download;
use crate::read::Read;
use crate::routes::{self, Place};
use crate::session::Session;
use crate::text::{one_report, report_run as words, reports as list_words};
use crate::write::Write;
use crate::{number, time};

/// While it is being made.
const POLL: Duration = Duration::from_secs(2);

#[component]
pub fn ReportRunPage() -> impl IntoView {
    view! {
        <Guarded title=words::TITLE needs=Permission::ViewReports>
            {run()}
        </Guarded>
    }
    .into_any()
}

fn run() -> AnyView {
    let session = Session::current();
    let params = use_params_map();
    let id = Memo::new(move |_| cynic::Id::new(params.with(|params| params.get("id")).unwrap_or_default()));
    let read = Read::new(move || session.run(OneRun::build(OneRunVariables { id: id.get() })));
    let tick = move || {
        let running = read
            .latest_untracked()
            .is_some_and(|answer| answer.report_run.as_ref().is_some_and(|run| run.state == RunState::Running));
        if running && !document().hidden() {
            read.again();
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, POLL) {
        on_cleanup(move || handle.clear());
    }
    let title = Signal::derive(move || {
        let found = read.latest().and_then(|answer| answer.report_run.as_ref().map(|run| run.report.name.clone()));
        found.unwrap_or_else(|| words::TITLE.to_owned())
    });
    let csv = Memo::new(move |_| read.latest().and_then(|answer| answer.report_run.as_ref()?.csv_url.clone()));
    let done = Memo::new(move |_| {
        read.latest().is_some_and(|answer| answer.report_run.as_ref().is_some_and(|run| run.state == RunState::Done))
    });
    let paper = Paper::new(session);
    let sees_patients = untrack(|| session.may(Permission::ViewPatients));
    let print = Callback::new(move |()| paper.print(sees_patients.then(|| id.get_untracked())));
    let actions = move || done.get().then(|| actions(csv, paper, print));
    let show = move |answer: Signal<Arc<OneRun>>| {
        // Once it is done nothing changes any more, and the tables below stay as they are.
        let run = Memo::new(move |_| answer.with(|answer| answer.report_run.clone()));
        let content = move || run.get().map_or_else(gone, |run| content(&run, paper));
        content.into_any()
    };
    view! {
        <Page title=title aside=actions>
            <Loaded read=read lines=10 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn actions(csv: Memo<Option<String>>, paper: Paper, print: Callback<()>) -> AnyView {
    let session = Session::current();
    let toasts = Toasts::current();
    let fetch = Write::new(move |path: String| async move { download::fetch(session, &path, "report.csv").await })
        .on_failure(move |error| toasts.failed(&error))
        .on_done(move |_| toasts.done(words::DOWNLOADED));
    let button = move || {
        csv.get().map(|path| {
            let start = Callback::new(move |()| fetch.send(path.clone()));
            view! {
                <Button
                    weight=Weight::Primary
                    pending=fetch.pending()
                    pending_label=words::DOWNLOADING
                    on_press=start
                >
                    <Icon sign=Sign::Download />
                    {words::DOWNLOAD}
                </Button>
            }
        })
    };
    view! {
        <div class="page__actions">
            <Button pending=paper.pending() pending_label=words::PRINTING on_press=print>
                <Icon sign=Sign::Print />
                {words::PRINT}
            </Button>
            {button}
        </div>
    }
    .into_any()
}

fn content(run: &RunDetail, paper: Paper) -> AnyView {
    let report = &run.report;
    let about = view! {
        <p class="page__note">
            <a href=routes::report(report.id.inner())>{one_report::TO_REPORT}</a>
            " · "
            {list_words::kind(report.kind)}
            {report.campaign.as_ref().map(|campaign| format!(" · {}", campaign.name))}
        </p>
    };
    let body = match run.state {
        RunState::Running => view! { <Notice tone=Tone::Info message=words::RUNNING /> }.into_any(),
        RunState::Failed => {
            let message = run.message.clone().unwrap_or_else(|| words::FAILED_ADVICE.to_owned());
            view! { <Notice tone=Tone::Error message=words::failed(&message) /> }.into_any()
        }
        RunState::Done => done(run, paper),
    };
    view! {
        {about}
        {body}
    }
    .into_any()
}

fn done(run: &RunDetail, paper: Paper) -> AnyView {
    let when = time::moment(run.finished_at.as_ref().unwrap_or(&run.started_at));
    let rows = list_words::rows(run.row_count, &number::count(run.row_count));
    let lists = if run.row_count == 0 {
        view! {
            <section class="card">
                <Empty title=words::EMPTY advice=words::EMPTY_ADVICE />
            </section>
        }
        .into_any()
    } else {
        let patients = if Session::current().may(Permission::ViewPatients) {
            view! { <RunRows id=run.id.clone() paper=paper /> }.into_any()
        } else {
            view! { <Notice tone=Tone::Info message=words::NO_PATIENTS /> }.into_any()
        };
        view! {
            <Groups id=run.id.clone() />
            {patients}
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <p class="run-count">{rows}</p>
            <p class="page__note">{words::frozen(&when)}</p>
        </div>
        {lists}
    }
    .into_any()
}

fn gone() -> AnyView {
    view! {
        <section class="card">
            <Empty title=words::GONE advice=words::GONE_ADVICE>
                <a class="button" href=Place::Reports.path()>
                    {one_report::TO_LIST}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}
