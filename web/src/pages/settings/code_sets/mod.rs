//! Code sets: the list, the codes of one, and the import of another.

mod import;
mod one;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;

use super::SectionPage;
use crate::api::code_set_library::{CodeSetList, CodeSetRow};
use crate::components::button::{Button, Weight};
use crate::components::empty::Empty;
use crate::components::loaded::Loaded;
use crate::components::table::{Column, Table};
use crate::number;
use crate::read::Read;
use crate::routes::{self, Section};
use crate::session::Session;
use crate::text::code_sets as words;
use import::ImportCodes;

pub use one::CodeSetPage;

static COLUMNS: [Column; 4] =
    [Column::text(words::NAME), Column::text(words::VERSION), Column::number(words::SIZE), Column::text(words::SOURCE)];

#[component]
pub fn CodeSetsPage() -> impl IntoView {
    let importing = RwSignal::new(false);
    let import = move || {
        view! {
            <Button
                weight=Weight::Primary
                on_press=Callback::new(move |()| importing.set(true))
            >
                {words::IMPORT}
            </Button>
        }
    };
    view! {
        <SectionPage section=Section::CodeSets aside=import>
            {code_sets(importing)}
        </SectionPage>
    }
    .into_any()
}

fn code_sets(importing: RwSignal<bool>) -> AnyView {
    let session = Session::current();
    let read = Read::new(move || session.run(CodeSetList::build(())));
    let show = |answer: Signal<Arc<CodeSetList>>| {
        let content = move || answer.with(|answer| list(&answer.code_sets));
        content.into_any()
    };
    view! {
        <p>{words::EXPLAIN}</p>
        <Loaded read=read lines=4 show=Box::new(show) />
        <ImportCodes open=importing read=read />
    }
    .into_any()
}

fn list(sets: &[CodeSetRow]) -> AnyView {
    if sets.is_empty() {
        return view! {
            <section class="card">
                <Empty title=words::NONE advice=words::NONE_ADVICE />
            </section>
        }
        .into_any();
    }
    let rows = sets.iter().map(row).collect_view();
    view! {
        <Table caption=words::CAPTION columns=&COLUMNS>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(set: &CodeSetRow) -> AnyView {
    let [name, version, size, source] = COLUMNS;
    view! {
        <tr>
            {name
                .heading(
                    view! {
                        <a href=routes::code_set(&set.name)>{set.title.clone()}</a>
                        <span class="people__more">{set.name.clone()}</span>
                    },
                )} {version.cell(set.version.clone())} {size.cell(number::count(set.size))}
            {source.cell(set.source.clone())}
        </tr>
    }
    .into_any()
}
