//! How the dashboard's figures move: what the shell has read is kept up to date by the subscription of each live
//! campaign, and read again every few seconds while a subscription is not to be had.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use cynic::SubscriptionBuilder;
use leptos::prelude::*;

use crate::api::campaigns::{CampaignFigures, CampaignProgress, CampaignProgressVariables, DashboardCampaigns};
use crate::api::subscription::{self, Event};
use crate::read::Read;
use crate::session::Session;

/// How often to ask while the figures do not come by themselves; the words on the screen say the same.
const POLL: Duration = Duration::from_secs(5);

/// Changes within this time are shown together: at thousands of messages a second the screen stays calm.
const COALESCE: Duration = Duration::from_millis(250);

#[derive(Clone, Copy)]
pub struct Feed {
    read: Read<DashboardCampaigns>,
    /// The campaigns that are followed.
    followed: Memo<Vec<cynic::Id>>,
    /// How many of them have a connection.
    connected: RwSignal<usize>,
    /// What has come since the screen was last brought up to date.
    waiting: StoredValue<HashMap<String, CampaignFigures>>,
}

impl Feed {
    /// Starts following, until the current owner is cleaned up. A campaign launched meanwhile shows up with the next
    /// look of the shell's.
    pub fn start(session: Session, read: Read<DashboardCampaigns>) -> Self {
        let followed = Memo::new(move |_| {
            read.latest().map_or_else(Vec::new, |data| {
                data.live
                    .nodes
                    .iter()
                    .filter(|campaign| campaign.state.is_live())
                    .map(|campaign| campaign.id.clone())
                    .collect()
            })
        });
        let feed = Self { read, followed, connected: RwSignal::new(0), waiting: StoredValue::new(HashMap::new()) };
        feed.follow(session);
        feed.poll();
        feed
    }

    pub fn read(self) -> Read<DashboardCampaigns> {
        self.read
    }

    /// Whether there is a campaign whose figures still change. Tracks.
    pub fn follows_any(self) -> bool {
        self.followed.with(|followed| !followed.is_empty())
    }

    /// Whether all changes come by themselves. Tracks.
    pub fn is_live(self) -> bool {
        self.connected.get() == self.followed.with(Vec::len)
    }

    fn follow(self, session: Session) {
        Effect::new(move || {
            let followed = self.followed.get();
            self.connected.set(0);
            for id in followed {
                let operation = CampaignProgress::build(CampaignProgressVariables { id });
                let here = StoredValue::new(false);
                subscription::follow(session, &operation, move |event| match event {
                    Event::Connected => {
                        here.set_value(true);
                        self.connected.update(|connected| *connected += 1);
                    }
                    Event::Lost => {
                        if here.get_value() {
                            here.set_value(false);
                            self.connected.update(|connected| *connected = connected.saturating_sub(1));
                        }
                    }
                    Event::Changed(CampaignProgress { campaign_progress }) => {
                        self.wait_for_more(campaign_progress);
                    }
                });
            }
        });
    }

    fn wait_for_more(self, figures: CampaignFigures) {
        let timer_is_set = self.waiting.with_value(|waiting| !waiting.is_empty());
        self.waiting.update_value(|waiting| {
            waiting.insert(figures.id.inner().to_owned(), figures);
        });
        if !timer_is_set {
            set_timeout(move || self.show_waiting(), COALESCE);
        }
    }

    fn show_waiting(self) {
        // The page may be gone by now, and its values with it.
        let Some(mut waiting) = self.waiting.try_update_value(std::mem::take) else {
            return;
        };
        if let Some(data) = self.read.latest_untracked() {
            let mut data = DashboardCampaigns::clone(&data);
            for campaign in &mut data.live.nodes {
                if let Some(figures) = waiting.remove(campaign.id.inner()) {
                    *campaign = figures;
                }
            }
            self.read.put(Arc::new(data));
        }
    }

    fn poll(self) {
        let tick = move || {
            // Nobody looks at a page in the background.
            if !untrack(|| self.is_live()) && !document().hidden() {
                self.read.again();
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, POLL) {
            on_cleanup(move || handle.clear());
        }
    }
}
