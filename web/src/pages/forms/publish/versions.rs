//! The versions of a form, the newest first, and what each changed.

use leptos::prelude::*;

use super::Now;
use crate::api::forms::VersionRow;
use crate::components::card::Card;
use crate::components::empty::Empty;
use crate::components::table::{Column, Table};
use crate::text::{form_publish as words, forms as form_words};
use crate::time;

static COLUMNS: [Column; 3] = [Column::text(words::VERSION), Column::text(words::WHEN), Column::text(words::WHAT)];

pub fn versions(now: Now) -> AnyView {
    let rows = Memo::new(move |_| {
        now.with(|now| now.as_ref().map(|now| (now.live_number(), now.versions.clone())).unwrap_or_default())
    });
    let is_empty = Memo::new(move |_| rows.with(|(_, rows)| rows.is_empty()));
    let lines = move || rows.with(|(live, rows)| rows.iter().map(|version| row(version, *live)).collect_view());
    let content = move || {
        if is_empty.get() {
            view! { <Empty title=words::NO_VERSIONS advice=words::NO_VERSIONS_ADVICE /> }.into_any()
        } else {
            view! {
                <Table caption=words::VERSIONS columns=&COLUMNS>
                    {lines}
                </Table>
            }
            .into_any()
        }
    };
    view! { <Card title=words::VERSIONS>{content}</Card> }.into_any()
}

fn row(version: &VersionRow, live: Option<i32>) -> AnyView {
    let [number, when, what] = COLUMNS;
    let name = form_words::version(version.number);
    let name = if live == Some(version.number) { format!("{name} · {}", words::LIVE) } else { name };
    let at = version.published_at.as_ref().map_or_else(|| words::ON_ITS_WAY.to_owned(), time::moment);
    let changes = match &version.comparison {
        None => words::FIRST_ONE.into_any(),
        Some(comparison) => {
            let lines = comparison.changes.iter().map(|change| view! { <li>{change.clone()}</li> }).collect_view();
            view! {
                <details>
                    <summary>{words::changes(comparison.changes.len())}</summary>
                    <ul class="lost">{lines}</ul>
                </details>
            }
            .into_any()
        }
    };
    view! { <tr>{number.heading(name)} {when.cell(at)} {what.cell(changes)}</tr> }.into_any()
}
