//! The runs of a report: a column each over time, and the list.

use leptos::prelude::*;

use crate::api::reports::{RunRow, RunRowConnection, RunState};
use crate::components::card::Card;
use crate::components::chart::{Columns, Point};
use crate::components::empty::Empty;
use crate::components::status::{Mood, Status};
use crate::components::table::{Column, Table};
use crate::text::{one_report as words, reports as list_words};
use crate::{number, routes, time};

static COLUMNS: [Column; 3] = [Column::text(words::STARTED), Column::text(words::STATE), Column::number(words::ROWS)];

#[component]
pub fn Runs(#[prop(into)] runs: Signal<RunRowConnection>) -> impl IntoView {
    let is_empty = Memo::new(move |_| runs.with(|runs| runs.nodes.is_empty()));
    let content = move || {
        if is_empty.get() {
            view! { <Empty title=words::NO_RUNS advice=words::NO_RUNS_ADVICE /> }.into_any()
        } else {
            filled(runs)
        }
    };
    view! { <Card title=words::RUNS>{content}</Card> }.into_any()
}

fn filled(runs: Signal<RunRowConnection>) -> AnyView {
    // The oldest first, as time runs.
    let points = Signal::derive(move || {
        runs.with(|runs| {
            let done = runs.nodes.iter().rev().filter(|run| run.state == RunState::Done);
            done.map(|run| Point { label: time::moment(&run.started_at), value: run.row_count }).collect::<Vec<_>>()
        })
    });
    let rows = move || runs.with(|runs| runs.nodes.iter().map(row).collect_view());
    let rest = move || {
        runs.with(|runs| {
            let shown = i32::try_from(runs.nodes.len()).unwrap_or(i32::MAX);
            (shown < runs.total_count).then(|| {
                let words = words::only_latest(&number::count(shown), &number::count(runs.total_count));
                view! { <p class="page__note">{words}</p> }
            })
        })
    };
    view! {
        <div class="report-runs">
            <Columns
                title=words::OVER_TIME
                x_name=words::DAY
                y_name=words::ROWS
                points=points
            />
            <Table caption=words::RUN_CAPTION columns=&COLUMNS>
                {rows}
            </Table>
            {rest}
        </div>
    }
    .into_any()
}

fn row(run: &RunRow) -> AnyView {
    let [started, state, rows] = COLUMNS;
    let (mood, word) = match run.state {
        RunState::Running => (Mood::Active, list_words::RUNNING),
        RunState::Done => (Mood::Good, words::DONE),
        RunState::Failed => (Mood::Bad, list_words::FAILED),
    };
    let count = if run.state == RunState::Done { number::count(run.row_count) } else { "–".to_owned() };
    let why = run.message.clone().filter(|_| run.state == RunState::Failed);
    view! {
        <tr>
            {started
                .heading(
                    view! {
                        <a href=routes::report_run(run.id.inner())>
                            {time::moment(&run.started_at)}
                        </a>
                    },
                )}
            {state
                .cell(
                    view! {
                        <span>
                            <Status mood=mood word=word />
                            {why.map(|why| view! { <span class="report-runs__why">{why}</span> })}
                        </span>
                    },
                )} {rows.cell(count)}
        </tr>
    }
    .into_any()
}
