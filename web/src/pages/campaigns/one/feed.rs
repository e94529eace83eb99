//! The figures of the campaign on the screen: a query at first, then its subscription, and the query again every few
//! seconds while the subscription is not to be had.

use std::sync::Arc;
use std::time::Duration;

use cynic::{QueryBuilder, SubscriptionBuilder};
use leptos::prelude::*;

use crate::api::campaign::{CampaignOverview, CampaignVariables};
use crate::api::campaigns::{CampaignFigures, CampaignProgressVariables, CampaignState, LiveCampaign, LiveProgress};
use crate::api::subscription::{self, Event};
use crate::read::Read;
use crate::session::Session;

/// How often to ask while the figures do not come by themselves.
const POLL: Duration = Duration::from_secs(5);

/// Changes within this time are shown together: at thousands of messages a second the screen stays calm.
const COALESCE: Duration = Duration::from_millis(250);

#[derive(Clone, Copy)]
pub struct Feed {
    read: Read<CampaignOverview>,
    connected: RwSignal<bool>,
    /// How many things have been done to it here.
    changes: RwSignal<u32>,
    /// What has come since the screen was last brought up to date.
    waiting: StoredValue<Option<LiveCampaign>>,
}

impl Feed {
    /// Starts reading and following, until the current owner is cleaned up.
    pub fn start(session: Session, id: cynic::Id) -> Self {
        let asked = id.clone();
        let read = Read::new(move || session.run(CampaignOverview::build(CampaignVariables { id: asked.clone() })));
        let feed =
            Self { read, connected: RwSignal::new(false), changes: RwSignal::new(0), waiting: StoredValue::new(None) };
        feed.follow(session, id);
        feed.poll();
        feed
    }

    pub fn read(self) -> Read<CampaignOverview> {
        self.read
    }

    /// Goes up with everything that was done to the campaign here, for lists that show what came of it. Tracks.
    pub fn changes(self) -> u32 {
        self.changes.get()
    }

    /// A write has brought these figures back. What was on its way to the screen is older.
    pub fn has_been_changed(self, figures: CampaignFigures) {
        self.waiting.update_value(|waiting| {
            if let Some(waiting) = waiting {
                waiting.figures = figures.clone();
            }
        });
        let known = self.read.latest_untracked().and_then(|answer| answer.campaign.clone());
        if let Some(known) = known {
            let changed = LiveCampaign { figures, ..known };
            self.read.put_last(Arc::new(CampaignOverview { campaign: Some(changed) }));
        }
        self.changes.update(|changes| *changes += 1);
    }

    /// It was changed before, and what came of it is not known here yet.
    pub fn has_changed_before(self) {
        self.read.again();
        self.changes.update(|changes| *changes += 1);
    }

    fn put(self, campaign: LiveCampaign) {
        self.read.put(Arc::new(CampaignOverview { campaign: Some(campaign) }));
    }

    /// Whether the figures may change by themselves. Tracks.
    fn moves(self) -> bool {
        self.read
            .latest()
            .is_some_and(|answer| answer.campaign.as_ref().is_some_and(|one| is_moving(one.figures.state)))
    }

    fn follow(self, session: Session, id: cynic::Id) {
        let moves = Memo::new(move |_| self.moves());
        Effect::new(move || {
            if moves.get() {
                let operation = LiveProgress::build(CampaignProgressVariables { id: id.clone() });
                subscription::follow(session, &operation, move |event| match event {
                    Event::Connected => self.is_connected(true),
                    Event::Lost => self.is_connected(false),
                    Event::Changed(LiveProgress { campaign_progress }) => self.wait_for_more(campaign_progress),
                });
            }
        });
    }

    fn is_connected(self, connected: bool) {
        // The page may be gone by now, and its signals with it.
        let _ = self.connected.try_set(connected);
    }

    fn wait_for_more(self, campaign: LiveCampaign) {
        let timer_is_set = self.waiting.try_update_value(|waiting| waiting.replace(campaign).is_some());
        if timer_is_set == Some(false) {
            set_timeout(
                move || {
                    if let Some(campaign) = self.waiting.try_update_value(Option::take).flatten() {
                        self.put(campaign);
                    }
                },
                COALESCE,
            );
        }
    }

    fn poll(self) {
        let tick = move || {
            let due = untrack(|| self.moves() && !self.connected.get());
            // Nobody looks at a page in the background.
            if due && !document().hidden() {
                self.read.again();
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, POLL) {
            on_cleanup(move || handle.clear());
        }
    }
}

fn is_moving(state: CampaignState) -> bool {
    state.is_live() || state == CampaignState::Scheduled
}
