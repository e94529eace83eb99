//! The codes of one set, to be searched.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use shared::coding::CodeSystem;

use crate::api::code_set_library::{CodeRow, CodeSetDetail, OneCodeSet, OneCodeSetVariables};
use crate::browser;
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::search_box::SearchBox;
use crate::components::table::{Column, Table};
use crate::number;
use crate::pages::settings::SectionPage;
use crate::read::Read;
use crate::routes::{self, Section};
use crate::session::Session;
use crate::text::code_sets as words;

static COLUMNS: [Column; 3] = [Column::text(words::CODE), Column::text(words::TERM), Column::text(words::CODE_SYSTEM)];

/// Where the search is in the address.
const SEARCH: &str = "search";

#[component]
pub fn CodeSetPage() -> impl IntoView {
    let section = Section::CodeSets;
    view! {
        <Guarded title=section.name() needs=section.permission()>
            {code_set()}
        </Guarded>
    }
    .into_any()
}

fn code_set() -> AnyView {
    let session = Session::current();
    let (params, query) = (use_params_map(), use_query_map());
    let name = Memo::new(move |_| params.with(|params| params.get("name")).unwrap_or_default());
    let search = Memo::new(move |_| query.with(|query| query.get(SEARCH)).unwrap_or_default());
    let read = Read::new(move || {
        let search = Some(search.get().trim().to_owned()).filter(|search| !search.is_empty());
        session.run(OneCodeSet::build(OneCodeSetVariables { name: name.get(), search }))
    });
    let title = Signal::derive(move || {
        let found = read.latest().and_then(|answer| answer.code_set.as_ref().map(|set| set.title.clone()));
        found.unwrap_or_else(|| Section::CodeSets.name().to_owned())
    });
    let navigate = use_navigate();
    let look_for = Callback::new(move |text: String| {
        let address = browser::address(&routes::code_set(&name.get_untracked()), &[(SEARCH, text.trim())]);
        navigate(&address, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    let show = move |answer: Signal<Arc<OneCodeSet>>| {
        let is_there = Memo::new(move |_| answer.with(|answer| answer.code_set.is_some()));
        let content = move || if is_there.get() { codes(read, answer, search, look_for) } else { gone() };
        content.into_any()
    };
    view! {
        <SectionPage section=Section::CodeSets title=title>
            <Loaded read=read lines=10 show=Box::new(show) />
        </SectionPage>
    }
    .into_any()
}

fn codes(
    read: Read<OneCodeSet>,
    answer: Signal<Arc<OneCodeSet>>,
    search: Memo<String>,
    look_for: Callback<String>,
) -> AnyView {
    let facts = move || answer.with(|answer| answer.code_set.as_ref().map(facts));
    let pending = Signal::derive(move || read.is_pending());
    let rows = move || answer.with(|answer| answer.code_set.as_ref().map(|set| table(set, pending)));
    view! {
        <p class="page__note">{facts}</p>
        <SearchBox
            id="code-search"
            label=words::SEARCH
            hint=words::SEARCH_HINT
            searched=search
            on_search=look_for
        />
        {rows}
    }
    .into_any()
}

fn facts(set: &CodeSetDetail) -> String {
    words::facts(&set.version, set.size, &number::count(set.size), &set.source)
}

fn table(set: &CodeSetDetail, pending: Signal<bool>) -> AnyView {
    if set.codes.is_empty() {
        return view! {
            <section class="card">
                <Empty title=words::NO_MATCH advice=words::NO_MATCH_ADVICE />
            </section>
        }
        .into_any();
    }
    let shown = i32::try_from(set.codes.len()).unwrap_or(i32::MAX);
    let rest = (shown < set.size).then(|| words::shown(&number::count(shown), &number::count(set.size)));
    let rows = set.codes.iter().map(row).collect_view();
    view! {
        <Table caption=words::CODES_CAPTION columns=&COLUMNS pending=pending>
            {rows}
        </Table>
        {rest.map(|rest| view! { <p class="page__note">{rest}</p> })}
    }
    .into_any()
}

fn row(code: &CodeRow) -> AnyView {
    let [number, term, system] = COLUMNS;
    let in_words = code.system.parse::<CodeSystem>().map_or_else(|_| code.system.clone(), |known| known.title().into());
    view! {
        <tr>
            {number.heading(code.code.clone())} {term.cell(code.term.clone())}
            {system.cell(in_words)}
        </tr>
    }
    .into_any()
}

fn gone() -> AnyView {
    view! {
        <section class="card">
            <Empty title=words::GONE advice=words::GONE_ADVICE>
                <a class="button" href=Section::CodeSets.path()>
                    {words::TO_LIST}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}
