//! A few rows of each kind, as they would change the database: before and after.

use leptos::prelude::*;

use crate::api::imports::{FieldChange, ImportSample, ImportVerdict};
use crate::components::card::Card;
use crate::components::table::{Column, Table};
use crate::number;
use crate::text::import as words;

static CHANGES: [Column; 3] = [Column::text(words::COLUMN), Column::text(words::BEFORE), Column::text(words::AFTER)];
static FACTS: [Column; 2] = [Column::text(words::COLUMN), Column::text(words::AFTER)];

/// Once an import is over its samples are not kept, and there is nothing to show.
pub fn samples(samples: &[ImportSample]) -> AnyView {
    if samples.is_empty() {
        return ().into_any();
    }
    let kinds = [ImportVerdict::Created, ImportVerdict::Updated, ImportVerdict::Unchanged];
    let content = kinds
        .into_iter()
        .flat_map(|kind| samples.iter().filter(move |sample| sample.verdict == kind))
        .map(sample)
        .collect_view();
    view! {
        <Card title=words::SAMPLES>
            <div class="samples">{content}</div>
        </Card>
    }
    .into_any()
}

fn sample(sample: &ImportSample) -> AnyView {
    let row = words::row(&number::count(sample.row));
    let body = if sample.fields.is_empty() {
        view! { <p class="import__explain">{words::NOTHING_CHANGES}</p> }.into_any()
    } else {
        table(sample)
    };
    view! {
        <details class="samples__row">
            <summary>
                <span class="samples__name">{sample.name.clone()}</span>
                <span class="samples__what">
                    {words::verdict(sample.verdict)} ", " {row}
                </span>
            </summary>
            {body}
        </details>
    }
    .into_any()
}

fn table(sample: &ImportSample) -> AnyView {
    let is_update = sample.verdict == ImportVerdict::Updated;
    let line = |change: &FieldChange| {
        let [column, before, after] = CHANGES;
        let before = is_update.then(|| before.cell(value(change.before.as_deref(), "samples__before")));
        view! {
            <tr>
                {column.heading(words::column(&change.column))} {before}
                {after.cell(value(change.after.as_deref(), "samples__after"))}
            </tr>
        }
    };
    let rows = sample.fields.iter().map(line).collect_view();
    let columns: &'static [Column] = if is_update { &CHANGES } else { &FACTS };
    view! {
        <Table caption=words::SAMPLES columns=columns>
            {rows}
        </Table>
    }
    .into_any()
}

fn value(value: Option<&str>, class: &'static str) -> AnyView {
    match value.filter(|value| !value.is_empty()) {
        Some(value) => view! { <span class=class>{value.to_owned()}</span> }.into_any(),
        None => view! { <span class="samples__empty">{words::EMPTY}</span> }.into_any(),
    }
}
