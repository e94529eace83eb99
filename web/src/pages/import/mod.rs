//! One import: the check as it goes, what the file would change, the decision, and what became of it.

mod actions;
mod difference;
mod feed;
mod outcome;
mod rejected;
mod samples;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::permission::Permission;

use crate::api::imports::{ImportNow, ImportStand, ImportState};
use crate::components::card::Card;
use crate::components::crumbs::Crumb;
use crate::components::detail_list::{DetailList, detail};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::progress::Progress;
use crate::components::status::Status;
use crate::session::Session;
use crate::text::import as words;
use crate::{number, routes, text, time};
use actions::Actions;
use difference::Difference;
use feed::Feed;
use outcome::outcome;

#[component]
pub fn ImportPage() -> impl IntoView {
    view! {
        <Guarded title=words::TITLE needs=Permission::ImportPatients>
            {page()}
        </Guarded>
    }
    .into_any()
}

fn page() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| cynic::Id::new(params.with(|params| params.get("id").unwrap_or_default())));
    let feed = Feed::start(Session::current(), id);
    let title =
        Signal::derive(move || feed.stand().map_or_else(|| words::TITLE.to_owned(), |stand| stand.file_name.clone()));
    let below = vec![Crumb::link(text::imports::TITLE, routes::IMPORTS)];
    let state = Memo::new(move |_| feed.stand().map(|stand| stand.state));
    let actions = move || (state.get() == Some(ImportState::Checked)).then(|| view! { <Actions feed=feed /> });
    let show = move |_: Signal<Arc<ImportNow>>| {
        let content = move || match state.get() {
            Some(state) => stage(feed, id, state),
            None => nothing(),
        };
        content.into_any()
    };
    view! {
        <Page title=title tab=words::TITLE aside=actions below=below>
            <Loaded read=feed.read() lines=8 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

/// What the page shows while the import is in a state. Built anew when that changes, not while numbers move.
fn stage(feed: Feed, id: Memo<cynic::Id>, state: ImportState) -> AnyView {
    let Some(stand) = untrack(|| feed.stand()) else {
        return nothing();
    };
    let parts = match state {
        ImportState::Checking => under_way(feed, words::CHECKING, words::CHECKING_TEXT),
        ImportState::Committing => under_way(feed, words::WRITING, words::WRITING_TEXT),
        ImportState::Checked | ImportState::Committed | ImportState::Failed | ImportState::Discarded => view! {
            {outcome(&stand)}
            <Difference id=id stand=stand.clone() />
        }
        .into_any(),
    };
    view! {
        <p class="import__line">
            <Status mood=words::mood(state) word=words::state(state) />
        </p>
        {parts}
        {about(stand)}
    }
    .into_any()
}

fn under_way(feed: Feed, title: &'static str, explanation: &'static str) -> AnyView {
    let number_of = move |pick: fn(&ImportStand) -> i32| move || feed.stand().map_or(0, |stand| pick(&stand));
    let (done, total) = (number_of(|stand| stand.rows_done), number_of(|stand| stand.rows_total));
    let in_words = move || words::rows(&number::count(done()), &number::count(total()));
    let tally = move || feed.stand().map(|stand| difference::split(&stand));
    view! {
        <Card title=title>
            <div class="import__progress">
                <Progress
                    label=Signal::stored(title.to_owned())
                    value=Signal::derive(move || f64::from(done()))
                    max=Signal::derive(move || f64::from(total()))
                    words=Signal::derive(in_words)
                />
                {tally}
                <p class="import__explain">{explanation}</p>
            </div>
        </Card>
    }
    .into_any()
}

fn about(stand: ImportStand) -> AnyView {
    let written = stand.committed_at.as_ref().map(|at| detail(words::COMMITTED_AT, time::moment(at)));
    view! {
        <Card title=words::ABOUT>
            <DetailList>
                {detail(words::AT, time::moment(&stand.created_at))}
                {detail(words::BY, stand.created_by.clone())}
                {detail(words::SOURCE, text::source(&stand.source))} {written}
            </DetailList>
        </Card>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! {
        <section class="card">
            <Empty title=words::GONE advice=words::GONE_ADVICE>
                <a class="button" href=routes::IMPORTS>
                    {text::imports::TITLE}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}
