//! The list of answers, newest first.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::address::{Address, SIZE};
use super::downloads::downloads;
use super::filters::filters;
use super::rows::rows;
use crate::api::forms::AnswerList;
use crate::components::empty::Empty;
use crate::components::loaded::Loaded;
use crate::components::pager::{Pager, Position};
use crate::pages::forms::one::Here;
use crate::read::Read;
use crate::text::form_answers as words;

pub fn list(here: Here) -> AnyView {
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(|query| Address::read(|name| query.get(name))));
    let session = here.session;
    let read = Read::new(move || session.run(AnswerList::build(address.get().variables(here.id()))));
    let show = move |page: Signal<Arc<AnswerList>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.form_responses.nodes.is_empty()));
        let content = move || if is_empty.get() { nothing(here, address) } else { table(here, address, read, page) };
        content.into_any()
    };
    view! {
        <div class="answers-head">{filters(here, address)} {downloads(here)}</div>
        <Loaded read=read lines=8 show=Box::new(show) />
    }
    .into_any()
}

fn nothing(here: Here, address: Memo<Address>) -> AnyView {
    let is_narrowed = address.with(Address::is_narrowed);
    let (title, advice) =
        if is_narrowed { (words::NO_MATCH, words::NO_MATCH_ADVICE) } else { (words::NONE, words::NONE_ADVICE) };
    let all = Address::default().href(&here.id.get_value());
    view! {
        <section class="card">
            <Empty title=title advice=advice>
                {is_narrowed
                    .then(|| {
                        view! {
                            <a class="button" href=all>
                                {words::CLEAR}
                            </a>
                        }
                    })}
            </Empty>
        </section>
    }
    .into_any()
}

fn table(here: Here, address: Memo<Address>, read: Read<AnswerList>, page: Signal<Arc<AnswerList>>) -> AnyView {
    let pending = Signal::derive(move || read.is_pending());
    // The position of an answer is that of what was asked for, not of what is being asked for now.
    let position = Memo::new(move |before: Option<&Position>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let list = &page.form_responses;
            let address = address.get_untracked();
            address.trail.position(&list.page_info, list.nodes.len(), SIZE, |trail| {
                address.at(trail.clone()).href(&here.id.get_value())
            })
        }),
    });
    view! {
        {rows(here, page, pending)}
        <Pager position=position />
    }
    .into_any()
}
