//! The last backup: when, how large, where it is, and whether it has been proved to be readable.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::snapshots::{LatestSnapshot, Snapshot, SnapshotState};
use crate::components::card::Card;
use crate::components::loaded::Loaded;
use crate::components::status::{Mood, Status};
use crate::read::Read;
use crate::routes::Place;
use crate::text::backup as words;
use crate::{number, time};

#[component]
pub fn BackupCard(read: Read<LatestSnapshot>) -> impl IntoView {
    let show = |data: Signal<Arc<LatestSnapshot>>| {
        let content = move || {
            data.with(|data| match data.snapshots.nodes.first() {
                Some(snapshot) => describe(snapshot),
                None => view! { <p>{words::NONE}</p> }.into_any(),
            })
        };
        content.into_any()
    };
    view! {
        <Card title=words::TITLE href=Place::Backups.path()>
            <Loaded read=read lines=3 show=Box::new(show) />
        </Card>
    }
    .into_any()
}

fn describe(snapshot: &Snapshot) -> AnyView {
    let when = time::moment(snapshot.finished_at.as_ref().unwrap_or(&snapshot.started_at));
    let (mood, state) = match (snapshot.state, &snapshot.verified_at) {
        (SnapshotState::Failed, _) => (Mood::Bad, words::FAILED),
        (SnapshotState::Running, _) => (Mood::Active, words::RUNNING),
        (SnapshotState::Verified, _) | (_, Some(_)) => (Mood::Good, words::VERIFIED),
        (SnapshotState::Written, None) => (Mood::Warning, words::UNVERIFIED),
    };
    let places = i32::try_from(snapshot.places.len()).unwrap_or(i32::MAX);
    let size = (snapshot.size_bytes > 0).then(|| number::bytes(snapshot.size_bytes));
    let facts: Vec<String> = size.into_iter().chain((places > 0).then(|| words::in_places(places))).collect();
    view! {
        <div class="facts">
            <p class="fact">{when}</p>
            <p>
                <Status mood=mood word=state />
            </p>
            <p class="fact__more">{facts.join(" · ")}</p>
            {snapshot.message.clone().map(|message| view! { <p class="fact__more">{message}</p> })}
        </div>
    }
    .into_any()
}
