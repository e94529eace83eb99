//! What the page of backups reads: the newest snapshots, how they are made, and the one under way as it goes on.

use std::sync::Arc;
use std::time::Duration;

use cynic::{QueryBuilder, SubscriptionBuilder};
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::snapshots::{
    HowBackups, NewestSnapshots, SnapshotProgress, SnapshotProgressVariables, SnapshotRow, SnapshotState,
};
use crate::api::subscription::{self, Event};
use crate::components::toast::Toasts;
use crate::read::Read;
use crate::session::Session;
use crate::text::backups as words;

/// How often to ask while a snapshot is under way and no news comes by itself.
const POLL: Duration = Duration::from_secs(3);

#[derive(Clone, Copy)]
pub struct Feed {
    newest: Read<NewestSnapshots>,
    how: Read<HowBackups>,
    under_way: Memo<Option<cynic::Id>>,
    /// The number goes up when the list of snapshots has changed.
    changes: RwSignal<u32>,
}

impl Feed {
    /// Starts reading and following, until the current owner is cleaned up.
    pub fn start(session: Session) -> Self {
        let newest = Read::new(move || session.run(NewestSnapshots::build(())));
        let how = Read::new(move || session.run(HowBackups::build(())));
        let under_way =
            Memo::new(move |_| newest.latest().and_then(|newest| running(&newest).map(|row| row.id.clone())));
        let feed = Self { newest, how, under_way, changes: RwSignal::new(0) };
        feed.follow(session);
        feed
    }

    pub fn newest(self) -> Read<NewestSnapshots> {
        self.newest
    }

    pub fn how(self) -> Read<HowBackups> {
        self.how
    }

    /// The snapshot under way. Tracks.
    pub fn running(self) -> Option<SnapshotRow> {
        self.newest.latest().and_then(|newest| running(&newest).cloned())
    }

    /// Tracks what the list of snapshots depends on beside its own page.
    pub fn track_changes(self) {
        self.changes.track();
    }

    /// Whether one may be taken now. Tracks.
    pub fn can_take(self) -> bool {
        let has_key = self.how.latest().is_some_and(|how| !how.backup_settings.keys.is_empty());
        has_key && self.under_way.with(Option::is_none) && Session::current().may(Permission::TakeSnapshots)
    }

    /// Asks again for everything that a new snapshot changes.
    pub fn again(self) {
        self.newest.again();
        self.changes.update(|changes| *changes += 1);
    }

    fn follow(self, session: Session) {
        let toasts = Toasts::current();
        let connected = RwSignal::new(false);
        Effect::new(move || {
            connected.set(false);
            let Some(id) = self.under_way.get() else { return };
            let operation = SnapshotProgress::build(SnapshotProgressVariables { id });
            subscription::follow(session, &operation, move |event| match event {
                Event::Connected => connected.set(true),
                Event::Lost => connected.set(false),
                Event::Changed(SnapshotProgress { snapshot_progress }) => self.show(snapshot_progress),
            });
        });
        // It ends for the screen whoever has brought the news.
        Effect::new(move |before: Option<Option<cynic::Id>>| {
            let now = self.under_way.get();
            if let Some(Some(ended)) = before.filter(|before| *before != now) {
                self.changes.update(|changes| *changes += 1);
                let verified = self.newest.latest_untracked().is_some_and(|newest| {
                    let mut rows = newest.snapshots.nodes.iter();
                    rows.any(|row| row.id == ended && row.state == SnapshotState::Verified)
                });
                if verified {
                    toasts.done(words::FINISHED);
                }
            }
            now
        });
        let tick = move || {
            let waits = self.under_way.with_untracked(Option::is_some) && !connected.get_untracked();
            if waits && !document().hidden() {
                self.newest.again();
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, POLL) {
            on_cleanup(move || handle.clear());
        }
    }

    fn show(self, row: SnapshotRow) {
        if let Some(newest) = self.newest.latest_untracked() {
            let mut newest = NewestSnapshots::clone(&newest);
            for known in &mut newest.snapshots.nodes {
                if known.id == row.id {
                    known.clone_from(&row);
                }
            }
            self.newest.put(Arc::new(newest));
        }
    }
}

/// The newest that is being read or written; a written one is being read back.
fn running(newest: &NewestSnapshots) -> Option<&SnapshotRow> {
    newest
        .snapshots
        .nodes
        .first()
        .filter(|row| matches!(row.state, SnapshotState::Running | SnapshotState::Written) && row.finished_at.is_none())
}
