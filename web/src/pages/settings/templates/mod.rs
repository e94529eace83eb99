//! The library of texts that campaigns start from.

mod body;
mod check;
mod delete;
mod edit;
mod length;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;

use super::SectionPage;
use crate::api::saved_templates::{SavedTemplate, SavedTemplates};
use crate::components::empty::Empty;
use crate::components::loaded::Loaded;
use crate::components::table::{Column, Table};
use crate::read::Read;
use crate::routes::{self, Section};
use crate::session::Session;
use crate::text::templates as words;
use crate::{text, time};

pub use edit::TemplatePage;

static COLUMNS: [Column; 4] = [
    Column::text(words::NAME),
    Column::text(words::CHANNEL),
    Column::text(words::BEGINNING),
    Column::text(words::CHANGED),
];

/// Characters of a body that the list shows.
const BEGINNING: usize = 80;

#[component]
pub fn TemplatesPage() -> impl IntoView {
    let new = move || {
        view! {
            <a class="button button--primary" href=routes::template(routes::NEW)>
                {words::NEW}
            </a>
        }
    };
    view! {
        <SectionPage section=Section::Templates aside=new>
            {templates()}
        </SectionPage>
    }
    .into_any()
}

fn templates() -> AnyView {
    let session = Session::current();
    let read = Read::new(move || session.run(SavedTemplates::build(())));
    let show = |answer: Signal<Arc<SavedTemplates>>| {
        let content = move || answer.with(|answer| list(&answer.saved_templates));
        content.into_any()
    };
    view! {
        <p>{words::EXPLAIN}</p>
        <Loaded read=read lines=4 show=Box::new(show) />
    }
    .into_any()
}

fn list(templates: &[SavedTemplate]) -> AnyView {
    if templates.is_empty() {
        return view! {
            <section class="card">
                <Empty title=words::NONE advice=words::NONE_ADVICE />
            </section>
        }
        .into_any();
    }
    let rows = templates.iter().map(row).collect_view();
    view! {
        <Table caption=words::CAPTION columns=&COLUMNS>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(template: &SavedTemplate) -> AnyView {
    let [name, channel, beginning, changed] = COLUMNS;
    let first = text::templates::in_words(template.subject.as_ref().unwrap_or(&template.body));
    let mut begins: String = first.chars().take(BEGINNING).collect();
    if begins.len() < first.len() {
        begins.push('…');
    }
    view! {
        <tr>
            {name
                .heading(
                    view! {
                        <a href=routes::template(
                            template.id.inner(),
                        )>{template.name.clone()}</a>
                    },
                )} {channel.cell(text::channel(template.channel))} {beginning.cell(begins)}
            {changed.cell(time::moment(&template.updated_at))}
        </tr>
    }
    .into_any()
}
