//! The table of forms.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::forms::{FormList, FormRow};
use crate::components::status::Status;
use crate::components::table::{Column, Table};
use crate::text::forms as words;
use crate::{number, routes, time};

static COLUMNS: [Column; 5] = [
    Column::text(words::NAME),
    Column::text(words::KIND),
    Column::text(words::STATE),
    Column::number(words::ANSWERS),
    Column::text(words::PUBLISHED),
];

#[component]
pub fn FormRows(#[prop(into)] page: Signal<Arc<FormList>>, #[prop(into)] pending: Signal<bool>) -> impl IntoView {
    let rows = move || page.with(|page| page.forms.nodes.iter().map(row).collect_view());
    view! {
        <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(form: &FormRow) -> AnyView {
    let [name, kind, state, answers, published] = COLUMNS;
    let live = form.current_version.as_ref();
    let when =
        live.and_then(|version| version.published_at.as_ref()).map_or_else(|| words::NOT_YET.to_owned(), time::moment);
    let number = live.map(|version| words::version(version.number)).unwrap_or_default();
    let count = form.answer_count.map_or_else(|| "–".to_owned(), number::count);
    view! {
        <tr>
            {name
                .heading(
                    view! { <a href=routes::form(form.id.inner())>{form.name.clone()}</a> },
                )} {kind.cell(words::kind(form.kind))}
            {state.cell(view! { <Status mood=words::mood(form.state) word=words::state(form.state) /> })}
            {answers.cell(count)}
            {published
                .cell(
                    view! {
                        <span class="nowrap">{when}</span>
                        {(!number.is_empty())
                            .then(|| view! { <span class="form-row__version">{number}</span> })}
                    },
                )}
        </tr>
    }
    .into_any()
}
