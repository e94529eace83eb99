//! What needs a hand, over the whole app: read once for the marks of the navigation, and shown by the dashboard.

use std::time::Duration;

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::campaigns::{CampaignFigures, DashboardCampaigns};
use crate::api::snapshots::{LatestSnapshot, Snapshot, SnapshotState};
use crate::read::Read;
use crate::routes::Place;
use crate::session::Session;
use crate::time;

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
    /// Written, but nobody knows whether it can be read.
    Unverified,
    /// There is something to lose, and no copy of it.
    Never,
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
        let campaigns =
            may(Permission::ViewCampaigns).then(|| Read::new(move || session.run(DashboardCampaigns::build(()))));
        let snapshot =
            may(Permission::ViewSnapshots).then(|| Read::new(move || session.run(LatestSnapshot::build(()))));
        let marked = Memo::new(move |_| {
            // Who cannot be reached is worked off by letters; it would leave the mark standing for good.
            let undecided = |concern: &Concern| concern.trouble != Trouble::Unreachable;
            [concerns(campaigns).iter().any(undecided), backup_trouble(campaigns, snapshot).is_some()]
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
        backup_trouble(self.campaigns, self.snapshot)
    }
}

fn concerns(campaigns: Option<Read<DashboardCampaigns>>) -> Vec<Concern> {
    let latest = campaigns.and_then(Read::latest);
    latest.iter().flat_map(|data| shown(data)).flat_map(concerns_of).collect()
}

fn concerns_of(campaign: &CampaignFigures) -> impl Iterator<Item = Concern> {
    let channels = &campaign.counts.channels;
    // Nothing of an ended campaign is tried again.
    let failed = if campaign.state.has_ended() { 0 } else { channels.iter().map(|line| line.failed).sum() };
    [
        (Trouble::Uncertain, channels.iter().map(|line| line.uncertain).sum()),
        (Trouble::Failed, failed),
        (Trouble::Unreachable, campaign.counts.unreachable),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(trouble, count)| Concern { trouble, count, campaign: campaign.id.clone(), name: campaign.name.clone() })
}

fn backup_trouble(
    campaigns: Option<Read<DashboardCampaigns>>,
    snapshot: Option<Read<LatestSnapshot>>,
) -> Option<BackupTrouble> {
    let latest = snapshot.and_then(Read::latest)?;
    // Before the first launch the first steps lead to backups.
    let launched = campaigns.is_none_or(|read| read.latest().is_some_and(|data| !shown(&data).is_empty()));
    let Some(snapshot) = latest.snapshots.nodes.first() else {
        return launched.then_some(BackupTrouble::Never);
    };
    trouble_of(snapshot, time::now_ms() - time::epoch_ms(&snapshot.started_at)?)
}

fn trouble_of(snapshot: &Snapshot, age_ms: f64) -> Option<BackupTrouble> {
    match snapshot.state {
        SnapshotState::Failed => Some(BackupTrouble::Failed),
        _ if age_ms > OLD_MS => Some(BackupTrouble::Old),
        SnapshotState::Written if snapshot.verified_at.is_none() => Some(BackupTrouble::Unverified),
        _ => None,
    }
}

/// The campaigns under way, or else the latest that was launched.
pub fn shown(data: &DashboardCampaigns) -> Vec<&CampaignFigures> {
    // One that was just followed to its end is still among those that were live.
    let live: Vec<_> = data.live.nodes.iter().filter(|campaign| campaign.state.is_live()).collect();
    if !live.is_empty() {
        return live;
    }
    let moment = |campaign: &CampaignFigures| campaign.launched_at.as_ref().map(|at| at.0.clone());
    let launched = data.live.nodes.iter().chain(&data.ended.nodes).filter(|campaign| campaign.launched_at.is_some());
    launched.max_by(|a, b| moment(a).cmp(&moment(b))).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::campaigns::{
        CampaignCounts, CampaignFiguresConnection, CampaignIds, CampaignState, Channel, ChannelCounts,
    };
    use crate::api::scalars::DateTime;

    fn campaign(id: &str, state: CampaignState, launched_at: Option<&str>) -> CampaignFigures {
        let line = ChannelCounts {
            channel: Channel::Sms,
            wave: 0,
            queued: 0,
            sending: 0,
            sent: 1,
            delivered: 0,
            bounced: 0,
            failed: 2,
            uncertain: 3,
            suppressed: 0,
            cancelled: 0,
            total: 6,
        };
        let counts = CampaignCounts {
            recipients: 6,
            sent: 1,
            followed: 0,
            acknowledged: 0,
            non_respondents: 1,
            never_sent: 5,
            unreachable: 0,
            channels: vec![line],
        };
        CampaignFigures {
            id: cynic::Id::new(id),
            name: id.to_owned(),
            state,
            wave: 0,
            launched_at: launched_at.map(|at| DateTime(at.to_owned())),
            scheduled_at: None,
            completed_at: None,
            counts,
            timeline: Vec::new(),
        }
    }

    fn data(live: Vec<CampaignFigures>, ended: Vec<CampaignFigures>) -> DashboardCampaigns {
        DashboardCampaigns {
            live: CampaignFiguresConnection { nodes: live },
            ended: CampaignFiguresConnection { nodes: ended },
            any: CampaignIds { nodes: Vec::new() },
        }
    }

    fn snapshot(state: SnapshotState) -> Snapshot {
        Snapshot {
            state,
            size_bytes: 1,
            started_at: DateTime("2026-10-14T02:00:00Z".to_owned()),
            finished_at: None,
            verified_at: None,
            places: Vec::new(),
            message: None,
        }
    }

    #[test]
    fn those_under_way_are_shown_or_else_the_latest_that_was_launched() {
        let ids = |data: &DashboardCampaigns| {
            shown(data).iter().map(|campaign| campaign.id.inner().to_owned()).collect::<Vec<_>>()
        };
        let old = campaign("old", CampaignState::Completed, Some("2026-01-01T08:00:00Z"));
        let newer = campaign("newer", CampaignState::Cancelled, Some("2026-02-01T08:00:00Z"));
        let never = campaign("never", CampaignState::Cancelled, None);
        let running = campaign("running", CampaignState::Running, Some("2025-01-01T08:00:00Z"));
        let ended = vec![never, newer, old];
        assert_eq!(ids(&data(Vec::new(), ended.clone())), ["newer"]);
        assert_eq!(ids(&data(vec![running], ended)), ["running"]);
        // The subscription has told its end before the list was read again.
        let ending = campaign("ending", CampaignState::Completed, Some("2026-03-01T08:00:00Z"));
        assert_eq!(ids(&data(vec![ending], Vec::new())), ["ending"]);
    }

    #[test]
    fn failed_messages_of_an_ended_campaign_need_nobody_any_more() {
        let troubles = |state| {
            let campaign = campaign("one", state, Some("2026-01-01T08:00:00Z"));
            concerns_of(&campaign).map(|concern| concern.trouble).collect::<Vec<_>>()
        };
        assert_eq!(troubles(CampaignState::Paused), [Trouble::Uncertain, Trouble::Failed]);
        assert_eq!(troubles(CampaignState::Completed), [Trouble::Uncertain]);
    }

    #[test]
    fn an_old_a_failed_and_an_unchecked_backup_need_a_hand() {
        let trouble = |state, age_ms| trouble_of(&snapshot(state), age_ms);
        assert_eq!(trouble(SnapshotState::Verified, OLD_MS - 1.0), None);
        assert_eq!(trouble(SnapshotState::Running, 1.0), None);
        assert_eq!(trouble(SnapshotState::Verified, OLD_MS + 1.0), Some(BackupTrouble::Old));
        assert_eq!(trouble(SnapshotState::Failed, OLD_MS + 1.0), Some(BackupTrouble::Failed));
        assert_eq!(trouble(SnapshotState::Written, 1.0), Some(BackupTrouble::Unverified));
        let checked = Snapshot {
            verified_at: Some(DateTime("2026-10-14T02:10:00Z".to_owned())),
            ..snapshot(SnapshotState::Written)
        };
        assert_eq!(trouble_of(&checked, 1.0), None);
    }
}
