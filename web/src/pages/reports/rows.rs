//! The table of reports.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::reports::{ReportList, ReportRow, RunState};
use crate::components::status::{Mood, Status};
use crate::components::table::{Column, Table};
use crate::text::reports as words;
use crate::{number, routes, text, time};

static COLUMNS: [Column; 6] = [
    Column::text(words::NAME),
    Column::text(words::CAMPAIGN),
    Column::text(words::LISTS),
    Column::text(words::SCHEDULE),
    Column::text(words::NEXT),
    Column::number(words::LAST_ROWS),
];

#[component]
pub fn ReportRows(#[prop(into)] page: Signal<Arc<ReportList>>, #[prop(into)] pending: Signal<bool>) -> impl IntoView {
    let rows = move || page.with(|page| page.reports.nodes.iter().map(row).collect_view());
    view! {
        <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(report: &ReportRow) -> AnyView {
    let [name, campaign, lists, schedule, next, last] = COLUMNS;
    let of = report.campaign.as_ref().map_or_else(|| words::NO_CAMPAIGN.to_owned(), |campaign| campaign.name.clone());
    let by_itself = text::report_schedule::by_itself(report.cron.as_deref(), report.next_run_at.is_some());
    let next_run = report.next_run_at.as_ref().map_or_else(|| "–".to_owned(), time::moment);
    view! {
        <tr>
            {name
                .heading(
                    view! { <a href=routes::report(report.id.inner())>{report.name.clone()}</a> },
                )} {campaign.cell(of)} {lists.cell(words::kind(report.kind))}
            {schedule.cell(by_itself)} {next.cell(view! { <span class="nowrap">{next_run}</span> })}
            {last.cell(last_rows(report))}
        </tr>
    }
    .into_any()
}

fn last_rows(report: &ReportRow) -> AnyView {
    match report.runs.nodes.first() {
        None => words::NOT_YET.into_any(),
        Some(run) => match run.state {
            RunState::Done => number::count(run.row_count).into_any(),
            RunState::Running => view! { <Status mood=Mood::Active word=words::RUNNING /> }.into_any(),
            RunState::Failed => view! { <Status mood=Mood::Bad word=words::FAILED /> }.into_any(),
        },
    }
}
