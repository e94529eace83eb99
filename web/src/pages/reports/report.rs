//! One report: when it runs, what can be done with it, and its runs.

use std::sync::Arc;
use std::time::Duration;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::permission::Permission;

use super::delete::DeleteReport;
use super::rename::RenameReport;
use super::runs::Runs;
use super::schedule::ScheduleReport;
use crate::api::reports::{
    OneReport, OneReportVariables, ReportDetail, RunReport, RunReportInput, RunReportVariables, RunState,
};
use crate::components::button::{Button, Weight};
use crate::components::detail_list::{DetailList, detail};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::menu::{Menu, MenuItem};
use crate::components::page::Page;
use crate::components::toast::Toasts;
use crate::read::Read;
use crate::routes::{self, Place};
use crate::session::Session;
use crate::text::{one_report as words, reports as list_words};
use crate::write::{Write, request_id};
use crate::{text, time};

/// While a run is under way. A report of 100,000 rows takes a few seconds.
const POLL: Duration = Duration::from_secs(2);

#[component]
pub fn ReportPage() -> impl IntoView {
    view! {
        <Guarded title=words::TITLE needs=Permission::ViewReports>
            {report()}
        </Guarded>
    }
    .into_any()
}

fn report() -> AnyView {
    let session = Session::current();
    let params = use_params_map();
    let id = Memo::new(move |_| cynic::Id::new(params.with(|params| params.get("id")).unwrap_or_default()));
    let read = Read::new(move || session.run(OneReport::build(OneReportVariables { id: id.get() })));
    refresh_while_running(read);
    let title = Signal::derive(move || {
        let found = read.latest().and_then(|answer| answer.report.as_ref().map(|report| report.name.clone()));
        found.unwrap_or_else(|| words::TITLE.to_owned())
    });
    let found = Memo::new(move |_| read.latest().is_some_and(|answer| answer.report.is_some()));
    let actions = move || found.get().then(|| actions(read));
    let show = move |answer: Signal<Arc<OneReport>>| {
        let is_there = Memo::new(move |_| answer.with(|answer| answer.report.is_some()));
        let content = move || if is_there.get() { content(answer) } else { gone() };
        content.into_any()
    };
    view! {
        <Page title=title aside=actions>
            <Loaded read=read lines=8 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn refresh_while_running(read: Read<OneReport>) {
    let runs = Memo::new(move |_| {
        let answer = read.latest();
        let report = answer.as_ref().and_then(|answer| answer.report.as_ref());
        report.is_some_and(|report| report.runs.nodes.iter().any(|run| run.state == RunState::Running))
    });
    let tick = move || {
        if runs.get_untracked() && !document().hidden() {
            read.again();
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, POLL) {
        on_cleanup(move || handle.clear());
    }
}

/// The report as it is on the screen.
fn latest(read: Read<OneReport>) -> Option<ReportDetail> {
    read.latest_untracked().and_then(|answer| answer.report.clone())
}

fn actions(read: Read<OneReport>) -> AnyView {
    let session = Session::current();
    let toasts = Toasts::current();
    let request = StoredValue::new(request_id());
    let run = Write::new(move |variables: RunReportVariables| async move {
        session.run(RunReport::build(variables)).await.map(|answer| answer.run_report.run.id)
    })
    .on_failure(move |error| toasts.failed(&error))
    .on_done(move |_| {
        request.set_value(request_id());
        toasts.done(words::RUN_STARTED);
        read.again();
    });
    let start = Callback::new(move |()| {
        if let Some(report) = latest(read) {
            let input = RunReportInput { id: report.id, request_id: Some(request.get_value()) };
            run.send(RunReportVariables { input });
        }
    });
    let (scheduling, renaming, deleting) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let id = latest(read).map(|report| report.id.inner().to_owned()).unwrap_or_default();
    let manage = session.may(Permission::ManageReports).then(|| {
        let items = vec![
            MenuItem::new(words::CHANGE_SCHEDULE, move || scheduling.set(true)),
            MenuItem::new(words::RENAME, move || renaming.set(true)),
            MenuItem::new(words::DELETE, move || deleting.set(true)).danger(),
        ];
        view! {
            <Menu label=words::ACTIONS items=items />
            <ScheduleReport id=id.clone() open=scheduling read=read />
            <RenameReport id=id.clone() open=renaming read=read />
            <DeleteReport open=deleting read=read />
        }
        .into_any()
    });
    let run_now = session.may(Permission::RunReports).then(|| {
        view! {
            <Button
                weight=Weight::Primary
                pending=run.pending()
                pending_label=list_words::RUNNING
                on_press=start
            >
                {words::RUN}
            </Button>
        }
    });
    view! { <div class="page__actions">{manage} {run_now}</div> }.into_any()
}

fn content(answer: Signal<Arc<OneReport>>) -> AnyView {
    let facts = move || answer.with(|answer| answer.report.as_ref().map(facts));
    let runs = Memo::new(move |_| {
        answer.with(|answer| answer.report.as_ref().map(|report| report.runs.clone())).unwrap_or_else(|| {
            // Not shown: without a report there is another page.
            crate::api::reports::RunRowConnection { nodes: Vec::new(), total_count: 0 }
        })
    });
    view! {
        <section class="card">{facts}</section>
        <Runs runs=runs />
    }
    .into_any()
}

fn facts(report: &ReportDetail) -> AnyView {
    let session = Session::current();
    let may_see_campaigns = session.may(Permission::ViewCampaigns);
    let campaign = match &report.campaign {
        Some(campaign) if may_see_campaigns => {
            view! { <a href=routes::campaign(campaign.id.inner())>{campaign.name.clone()}</a> }.into_any()
        }
        Some(campaign) => campaign.name.clone().into_any(),
        None => list_words::NO_CAMPAIGN.into_any(),
    };
    let lists = list_words::kind_hint(report.kind);
    let schedule = text::report_schedule::by_itself(report.cron.as_deref(), report.next_run_at.is_some());
    let next = report.next_run_at.as_ref().map(|at| detail(list_words::NEXT, time::moment(at)));
    view! {
        <DetailList>
            {detail(list_words::CAMPAIGN, campaign)} {detail(list_words::LISTS, lists)}
            {detail(list_words::SCHEDULE, schedule)} {next}
        </DetailList>
    }
    .into_any()
}

fn gone() -> AnyView {
    view! {
        <section class="card">
            <Empty title=words::GONE advice=words::GONE_ADVICE>
                <a class="button" href=Place::Reports.path()>
                    {words::TO_LIST}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}
