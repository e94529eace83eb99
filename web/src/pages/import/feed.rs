//! How an import stands: asked once, then brought by the subscription while it changes, and asked for again while the
//! subscription is not to be had.

use std::sync::Arc;
use std::time::Duration;

use cynic::{QueryBuilder, SubscriptionBuilder};
use leptos::prelude::*;

use crate::api::imports::{ImportNow, ImportProgress, ImportStand, ImportState, ImportVariables};
use crate::api::subscription::{self, Event};
use crate::read::Read;
use crate::session::Session;

/// How often to ask while the numbers do not come by themselves.
const POLL: Duration = Duration::from_secs(3);

#[derive(Clone, Copy)]
pub struct Feed {
    read: Read<ImportNow>,
}

impl Feed {
    /// Starts reading and following, until the current owner is cleaned up.
    pub fn start(session: Session, id: Memo<cynic::Id>) -> Self {
        let read = Read::new(move || session.run(ImportNow::build(ImportVariables { id: id.get() })));
        let feed = Self { read };
        // One import in one of its two moving states; a new one of either is followed anew.
        let followed = Memo::new(move |_| {
            let stand = feed.stand()?;
            stand.state.is_live().then(|| (stand.id.clone(), stand.state))
        });
        let connected = RwSignal::new(false);
        Effect::new(move || {
            connected.set(false);
            if let Some((id, state)) = followed.get() {
                feed.follow(session, id, state, connected);
            }
        });
        let tick = move || {
            // Nobody looks at a page in the background.
            if untrack(|| followed.get().is_some() && !connected.get()) && !document().hidden() {
                read.again();
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, POLL) {
            on_cleanup(move || handle.clear());
        }
        feed
    }

    fn follow(self, session: Session, id: cynic::Id, state: ImportState, connected: RwSignal<bool>) {
        let operation = ImportProgress::build(ImportVariables { id });
        subscription::follow(session, &operation, move |event| match event {
            Event::Connected => {
                let _ = connected.try_set(true);
            }
            Event::Lost => {
                let _ = connected.try_set(false);
            }
            Event::Changed(ImportProgress { import_progress }) => {
                // A stream that began before the decision may still tell of the time before it.
                let is_stale = state == ImportState::Committing && import_progress.state == ImportState::Checked;
                if !is_stale {
                    self.put(import_progress);
                }
            }
        });
    }

    /// The stand, or nothing before the first answer and where there is no such import. Tracks.
    pub fn stand(self) -> Option<ImportStand> {
        self.read.latest().and_then(|answer| answer.import.clone())
    }

    /// A newer stand has come with something else.
    pub fn put(self, stand: ImportStand) {
        self.read.put(Arc::new(ImportNow { import: Some(stand) }));
    }

    pub fn read(self) -> Read<ImportNow> {
        self.read
    }
}
