//! The next report that is due, and what its last run found.

use std::cmp::Ordering;
use std::sync::Arc;

use leptos::prelude::*;

use crate::api::reports::{DueReports, Report, ReportRun, RunState};
use crate::components::card::Card;
use crate::components::loaded::Loaded;
use crate::components::status::{Mood, Status};
use crate::read::Read;
use crate::routes::{self, Place};
use crate::text::report as words;
use crate::{number, time};

#[component]
pub fn ReportCard(read: Read<DueReports>) -> impl IntoView {
    let show = |data: Signal<Arc<DueReports>>| {
        let content = move || {
            data.with(|data| match next(&data.reports.nodes) {
                Some(report) => describe(report),
                None => unscheduled(&data.reports.nodes),
            })
        };
        content.into_any()
    };
    view! {
        <Card title=words::TITLE href=Place::Reports.path()>
            <Loaded read=read lines=3 show=Box::new(show) />
        </Card>
    }
    .into_any()
}

/// The one that is due first.
fn next(reports: &[Report]) -> Option<&Report> {
    reports
        .iter()
        .filter_map(|report| Some((time::epoch_ms(report.next_run_at.as_ref()?)?, report)))
        .min_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, report)| report)
}

fn describe(report: &Report) -> AnyView {
    view! {
        <div class="facts">
            <p class="fact">{report.next_run_at.as_ref().map(time::moment)}</p>
            {result(report)}
        </div>
    }
    .into_any()
}

/// None is due by itself; what was asked for by hand is still worth a line.
fn unscheduled(reports: &[Report]) -> AnyView {
    let latest = reports.iter().filter(|report| !report.runs.nodes.is_empty()).max_by(|a, b| {
        let begun = |report: &Report| report.runs.nodes.first().and_then(|run| time::epoch_ms(&run.started_at));
        begun(a).partial_cmp(&begun(b)).unwrap_or(Ordering::Equal)
    });
    view! {
        <div class="facts">
            <p class="fact">{words::NONE}</p>
            {latest.map(result)}
        </div>
    }
    .into_any()
}

fn result(report: &Report) -> AnyView {
    view! {
        <p>{report.name.clone()}</p>
        {report.runs.nodes.first().map(last_run)}
    }
    .into_any()
}

fn last_run(run: &ReportRun) -> AnyView {
    let when = time::moment(&run.started_at);
    match run.state {
        RunState::Failed => view! { <Status mood=Mood::Bad word=words::last_failed(&when) /> }.into_any(),
        RunState::Running => view! { <Status mood=Mood::Active word=words::RUNNING /> }.into_any(),
        RunState::Done => {
            let found = words::last_found(run.row_count, &number::count(run.row_count), &when);
            let href = routes::report_run(run.id.inner());
            view! {
                <p class="fact__more">
                    <a href=href>{found}</a>
                </p>
            }
            .into_any()
        }
    }
}
