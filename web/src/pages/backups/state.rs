//! How backups stand, in one sentence.

use std::sync::Arc;

use leptos::prelude::*;

use super::feed::Feed;
use super::when;
use crate::api::snapshots::{NewestSnapshots, SnapshotRow, SnapshotState};
use crate::components::notice::{Notice, Tone};
use crate::components::status::{Mood, Status};
use crate::number;
use crate::text::backups as words;

pub fn state(feed: Feed, newest: Signal<Arc<NewestSnapshots>>) -> AnyView {
    let content = move || {
        let has_no_key = feed.how().latest().is_some_and(|how| how.backup_settings.keys.is_empty());
        newest.with(|newest| describe(&newest.snapshots.nodes, has_no_key))
    };
    view! { <div class="backup-state">{content}</div> }.into_any()
}

fn describe(snapshots: &[SnapshotRow], has_no_key: bool) -> AnyView {
    let finished = |row: &&SnapshotRow| row.state != SnapshotState::Running;
    let good = snapshots.iter().find(|row| row.state == SnapshotState::Verified);
    let no_key = has_no_key.then(|| view! { <Notice tone=Tone::Warning message=words::NO_KEY /> });
    let latest = match snapshots.iter().find(finished) {
        None if has_no_key => None,
        None => Some(view! { <p>{words::NEVER}</p> }.into_any()),
        Some(latest) if latest.state == SnapshotState::Failed => Some(failed(latest, good, snapshots.len())),
        Some(latest) => Some(sentence(latest)),
    };
    view! {
        {no_key}
        {latest}
    }
    .into_any()
}

fn sentence(row: &SnapshotRow) -> AnyView {
    let verified = row.state == SnapshotState::Verified;
    let mood = if verified { Mood::Good } else { Mood::Warning };
    let places = i32::try_from(row.places.len()).unwrap_or(i32::MAX);
    let words = words::last(&when::made(row), verified, &number::bytes(row.size_bytes), places);
    view! {
        <p class="backup-state__sentence">
            <Status mood=mood word=words />
        </p>
    }
    .into_any()
}

fn failed(latest: &SnapshotRow, good: Option<&SnapshotRow>, looked_at: usize) -> AnyView {
    let why = latest.message.clone().unwrap_or_else(|| words::FAILED_ADVICE.to_owned());
    let message = words::last_failed(&when::made(latest), &why);
    let before = if let Some(good) = good {
        sentence(good)
    } else {
        let looked_at = i32::try_from(looked_at).unwrap_or(i32::MAX);
        view! { <p>{words::none_verified(looked_at)}</p> }.into_any()
    };
    view! {
        <Notice tone=Tone::Error message=message />
        {before}
    }
    .into_any()
}
