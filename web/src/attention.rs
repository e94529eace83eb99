//! What needs a hand, over the whole app: read once for the marks of the navigation, and shown by the dashboard.

use std::time::Duration;

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::campaigns::{CampaignFigures, CampaignState, DashboardCampaigns, LatestCampaignsVariables};
use crate::api::snapshots::{LatestSnapshot, Snapshot, SnapshotState};
use crate::read::Read;
use crate::routes::Place;
use crate::session::Session;
use crate::time;

/// How many of the latest campaigns the running ones are looked for in.
const LATEST: i32 = 20;

/// How often to look. The dashboard looks more often at what is under way.
const EVERY: Duration = Duration::from_mins(1);

/// A snapshot is taken every night; two hours more are given to a slow one.
const OLD_MS: f64 = 26.0 * 60.0 * 60.0 * 1_000.0;

/// What can be wrong with messages and recipients of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It is not known whether they were sent.
    Uncertain,
    Failed,
    /// No phone or email that can be used.
    Unreachable,
}

/// One trouble of one campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    pub trouble: Trouble,
    pub count: i32,
    pub campaign: cynic::Id,
    pub name: String,
}

/// What is wrong with the backups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupTrouble {
    Failed,
    /// Longer than a day ago.
    Old,
}

/// The reads behind it, as far as one may see them. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Attention {
    campaigns: Option<Read<DashboardCampaigns>>,
    snapshot: Option<Read<LatestSnapshot>>,
    marked: Memo<[bool; 2]>,
}

impl Attention {
    /// Reads now and every minute, until the current owner is cleaned up.
    pub fn start(session: Session) -> Self {
        let may = |permission| untrack(|| session.may(permission));
        let campaigns = may(Permission::ViewCampaigns).then(|| {
            Read::new(move || session.run(DashboardCampaigns::build(LatestCampaignsVariables { first: LATEST })))
        });
        let snapshot =
            may(Permission::ViewSnapshots).then(|| Read::new(move || session.run(LatestSnapshot::build(()))));
        let marked = Memo::new(move |_| {
            // Who cannot be reached is worked off by letters; it would leave the mark standing for good.
            let undecided = |concern: &Concern| concern.trouble != Trouble::Unreachable;
            [concerns(campaigns).iter().any(undecided), backup_trouble(snapshot).is_some()]
        });
        let attention = Self { campaigns, snapshot, marked };
        let look = move || {
            // Nobody looks at a page in the background.
            if !document().hidden() {
                attention.again();
            }
        };
        if let Ok(handle) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || handle.clear());
        }
        attention
    }

    /// The attention of the shell around the current component.
    pub fn current() -> Self {
        expect_context()
    }

    /// Looks again: something has been done about it.
    pub fn again(self) {
        if let Some(campaigns) = self.campaigns {
            campaigns.again();
        }
        if let Some(snapshot) = self.snapshot {
            snapshot.again();
        }
    }

    /// The latest campaigns, where one may see them.
    pub fn campaigns(self) -> Option<Read<DashboardCampaigns>> {
        self.campaigns
    }

    /// The latest snapshot, where one may see it.
    pub fn snapshot(self) -> Option<Read<LatestSnapshot>> {
        self.snapshot
    }

    /// Whether a place is to be marked. Tracks.
    pub fn wants(self, place: Place) -> bool {
        let [campaigns, backups] = self.marked.get();
        match place {
            Place::Campaigns => campaigns,
            Place::Backups => backups,
            _ => false,
        }
    }

    /// Everything that is wrong with the campaigns that are shown. Tracks.
    pub fn concerns(self) -> Vec<Concern> {
        concerns(self.campaigns)
    }

    /// What is wrong with the backups, if anything. Tracks.
    pub fn backup_trouble(self) -> Option<BackupTrouble> {
        backup_trouble(self.snapshot)
    }
}

fn concerns(campaigns: Option<Read<DashboardCampaigns>>) -> Vec<Concern> {
    let latest = campaigns.and_then(Read::latest);
    latest.iter().flat_map(|data| shown(data)).flat_map(concerns_of).collect()
}

fn concerns_of(campaign: &CampaignFigures) -> impl Iterator<Item = Concern> {
    let channels = &campaign.counts.channels;
    [
        (Trouble::Uncertain, channels.iter().map(|line| line.uncertain).sum()),
        (Trouble::Failed, channels.iter().map(|line| line.failed).sum()),
        (Trouble::Unreachable, campaign.counts.unreachable),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(trouble, count)| Concern { trouble, count, campaign: campaign.id.clone(), name: campaign.name.clone() })
}

fn backup_trouble(snapshot: Option<Read<LatestSnapshot>>) -> Option<BackupTrouble> {
    let latest = snapshot.and_then(Read::latest)?;
    trouble_of(latest.snapshots.nodes.first()?, time::now_ms())
}

fn trouble_of(snapshot: &Snapshot, now_ms: f64) -> Option<BackupTrouble> {
    let begun = time::epoch_ms(&snapshot.started_at)?;
    if snapshot.state == SnapshotState::Failed {
        Some(BackupTrouble::Failed)
    } else {
        (now_ms - begun > OLD_MS).then_some(BackupTrouble::Old)
    }
}

/// The campaigns under way, or else the latest that was launched.
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
