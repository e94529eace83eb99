//! Where the dashboard's figures come from: a query at first, then the subscription of each live campaign, and the
//! query again every few seconds while a subscription is not to be had.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use cynic::{QueryBuilder, SubscriptionBuilder};
use leptos::prelude::*;

use crate::api::campaigns::{
    CampaignFigures, CampaignProgress, CampaignProgressVariables, CampaignState, DashboardCampaigns,
    LatestCampaignsVariables,
};
use crate::api::subscription::{self, Event};
use crate::read::Read;
use crate::session::Session;

/// How many of the latest campaigns the running ones are looked for in.
const LATEST: i32 = 20;

/// How often to ask while the figures do not come by themselves; the words on the screen say the same.
const POLL: Duration = Duration::from_secs(5);

/// While they do, every this many polls: a campaign launched meanwhile shows up within a minute.
const RARELY: u32 = 12;

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
    /// Starts reading and following, until the current owner is cleaned up.
    pub fn start(session: Session) -> Self {
        let read =
            Read::new(move || session.run(DashboardCampaigns::build(LatestCampaignsVariables { first: LATEST })));
        let followed = Memo::new(move |_| {
            read.latest().map_or_else(Vec::new, |data| {
                data.campaigns
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
            for campaign in &mut data.campaigns.nodes {
                if let Some(figures) = waiting.remove(campaign.id.inner()) {
                    *campaign = figures;
                }
            }
            self.read.put(Arc::new(data));
        }
    }

    fn poll(self) {
        let ticks = StoredValue::new(0_u32);
        let tick = move || {
            ticks.update_value(|ticks| *ticks += 1);
            let due = !untrack(|| self.is_live()) || ticks.get_value().is_multiple_of(RARELY);
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

/// What the dashboard shows: the campaigns under way, or else the latest that was launched.
pub fn shown(data: &DashboardCampaigns) -> impl Iterator<Item = &CampaignFigures> {
    let campaigns = &data.campaigns.nodes;
    let any_live = campaigns.iter().any(|campaign| campaign.state.is_live());
    let latest = campaigns
        .iter()
        .filter(|campaign| campaign.state != CampaignState::Draft && campaign.launched_at.is_some())
        .max_by(|a, b| {
            let moment = |campaign: &CampaignFigures| campaign.launched_at.as_ref().map(|at| at.0.clone());
            moment(a).cmp(&moment(b))
        });
    campaigns.iter().filter(move |campaign| {
        if any_live { campaign.state.is_live() } else { latest.is_some_and(|latest| latest.id == campaign.id) }
    })
}
