//! What a file changes: rows by what becomes of them, a few of them in full, and those that were rejected.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;

use super::rejected::Rejected;
use super::samples::samples;
use crate::api::imports::{ImportDifference, ImportStand, ImportState, ImportVariables};
use crate::components::card::Card;
use crate::components::loaded::Loaded;
use crate::number;
use crate::read::Read;
use crate::session::Session;
use crate::text::import as words;

#[component]
pub fn Difference(id: Memo<cynic::Id>, stand: ImportStand) -> impl IntoView {
    // A file that could not be read changes nothing.
    if stand.rows_done == 0 {
        return ().into_any();
    }
    let session = Session::current();
    let read = Read::new(move || session.run(ImportDifference::build(ImportVariables { id: id.get() })));
    let title = match stand.state {
        ImportState::Committed => words::RESULT,
        ImportState::Failed | ImportState::Discarded => words::WOULD_HAVE,
        ImportState::Checked | ImportState::Checking | ImportState::Committing => words::DIFFERENCE,
    };
    let rejected = stand.rejected;
    let show = move |answer: Signal<Arc<ImportDifference>>| {
        let content = move || {
            answer.with(|answer| {
                answer.import.as_ref().map(|difference| {
                    let reasons = difference.reasons.clone();
                    let csv = difference.rejected_csv_url.clone();
                    view! {
                        {samples(&difference.samples)}
                        {(rejected > 0)
                            .then(|| {
                                view! { <Rejected id=id rejected=rejected reasons=reasons csv=csv /> }
                            })}
                    }
                })
            })
        };
        content.into_any()
    };
    let bar = split(&stand);
    view! {
        <Card title=title>{bar}</Card>
        <Loaded read=read lines=6 show=Box::new(show) />
    }
    .into_any()
}

/// The rows as one bar, and the same in numbers and words.
pub fn split(stand: &ImportStand) -> AnyView {
    let parts = [
        (words::CREATED, stand.created, "split__part split__part--created"),
        (words::UPDATED, stand.updated, "split__part split__part--updated"),
        (words::UNCHANGED, stand.unchanged, "split__part split__part--unchanged"),
        (words::REJECTED, stand.rejected, "split__part split__part--rejected"),
    ];
    let total: i32 = parts.iter().map(|(_, count, _)| count).sum();
    let share = |count: i32| f64::from(count) * 100.0 / f64::from(total.max(1));
    let mut left = 0.0;
    let rects = parts
        .iter()
        .map(|(_, count, class)| {
            let (x, width) = (left, share(*count));
            left += width;
            view! { <rect class=*class x=x width=width height="10" /> }
        })
        .collect_view();
    let lines = parts
        .iter()
        .map(|(label, count, class)| {
            view! {
                <div class="split__line">
                    <dt>
                        <svg class="split__key" viewBox="0 0 10 10" aria-hidden="true">
                            <rect class=*class width="10" height="10" />
                        </svg>
                        {*label}
                    </dt>
                    <dd>
                        <span class="split__count">{number::count(*count)}</span>
                        <span class="split__share">{number::percent(*count, total)}</span>
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="split">
            <svg
                class="split__bar"
                viewBox="0 0 100 10"
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                {rects}
            </svg>
            <dl class="split__lines">{lines}</dl>
        </div>
    }
    .into_any()
}
