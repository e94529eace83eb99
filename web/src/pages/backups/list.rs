//! The list of snapshots.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::feed::Feed;
use crate::api::snapshots::{SnapshotList, SnapshotListVariables, SnapshotRow, SnapshotState};
use crate::components::card::Card;
use crate::components::empty::Empty;
use crate::components::forward_pager::{ForwardPager, ForwardPosition};
use crate::components::loaded::Loaded;
use crate::components::status::{Mood, Status};
use crate::components::table::{Column, Table};
use crate::paging::{self, PageAt};
use crate::read::Read;
use crate::routes::Place;
use crate::session::Session;
use crate::text::backups as words;
use crate::{number, time};

static COLUMNS: [Column; 5] = [
    Column::text(words::STARTED),
    Column::number(words::SIZE),
    Column::text(words::CHECKED),
    Column::text(words::PLACES_COLUMN),
    Column::text(words::TRIGGER),
];

#[component]
pub fn SnapshotTable(feed: Feed) -> impl IntoView {
    let session = Session::current();
    let query = use_query_map();
    let at = Memo::new(move |_| query.with(|query| PageAt::read(|name| query.get(name))));
    let read = Read::new(move || {
        feed.track_changes();
        let page = at.get().arguments();
        session.run(SnapshotList::build(SnapshotListVariables { first: page.first, after: page.after }))
    });
    let show = move |page: Signal<Arc<SnapshotList>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.snapshots.nodes.is_empty()));
        let content = move || {
            if is_empty.get() {
                view! { <Empty title=words::NONE advice=words::NONE_ADVICE /> }.into_any()
            } else {
                list(at, read, page)
            }
        };
        content.into_any()
    };
    view! {
        <Card title=words::LIST>
            <Loaded read=read lines=6 show=Box::new(show) />
        </Card>
    }
    .into_any()
}

fn list(at: Memo<PageAt>, read: Read<SnapshotList>, page: Signal<Arc<SnapshotList>>) -> AnyView {
    let rows = move || page.with(|page| page.snapshots.nodes.iter().map(row).collect_view());
    let pending = Signal::derive(move || read.is_pending());
    // The position of an answer is that of what was asked for, not of what is being asked for now.
    let position = Memo::new(move |before: Option<&ForwardPosition>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let list = &page.snapshots;
            at.get_untracked().forward(&list.page_info, list.nodes.len(), list.total_count, |at| {
                paging::href(Place::Backups.path(), &at)
            })
        }),
    });
    view! {
        <div class="backup-list">
            <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
                {rows}
            </Table>
            <ForwardPager position=position />
        </div>
    }
    .into_any()
}

fn row(snapshot: &SnapshotRow) -> AnyView {
    let [started, size, checked, places, trigger] = COLUMNS;
    let (mood, word) = match snapshot.state {
        SnapshotState::Running => (Mood::Active, words::RUNNING),
        SnapshotState::Written => (Mood::Warning, words::WRITTEN),
        SnapshotState::Verified => (Mood::Good, words::VERIFIED),
        SnapshotState::Failed => (Mood::Bad, words::FAILED),
    };
    let bytes = if snapshot.size_bytes > 0 { number::bytes(snapshot.size_bytes) } else { "–".to_owned() };
    let why = snapshot.message.clone().map(|why| view! { <span class="backup-list__more">{why}</span> });
    let lies_in = if snapshot.places.is_empty() { "–".to_owned() } else { snapshot.places.join(", ") };
    view! {
        <tr>
            {started
                .heading(
                    view! {
                        {time::moment(&snapshot.started_at)}
                        <span class="backup-list__more">{snapshot.file_name.clone()}</span>
                    },
                )} {size.cell(bytes)}
            {checked
                .cell(
                    view! {
                        <span>
                            <Status mood=mood word=word />
                            {why}
                        </span>
                    },
                )} {places.cell(lies_in)} {trigger.cell(words::trigger(&snapshot.trigger).to_owned())}
        </tr>
    }
    .into_any()
}
