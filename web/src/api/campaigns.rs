//! Campaigns: the dashboard's figures, the list, and the live update of one.

use super::drafts::Money;
use super::page::PageInfo;
use super::scalars::{Date, DateTime};
use super::schema;

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum CampaignState {
    Draft,
    Scheduled,
    Running,
    Paused,
    Completed,
    Cancelled,
}

impl CampaignState {
    /// Whether its figures still change by themselves.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }

    /// Whether nothing is sent any more, whatever is done.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum Channel {
    Email,
    Sms,
}

/// Everything that moves while a campaign runs.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct CampaignFigures {
    pub id: cynic::Id,
    pub name: String,
    pub state: CampaignState,
    pub wave: i32,
    pub launched_at: Option<DateTime>,
    pub scheduled_at: Option<DateTime>,
    pub completed_at: Option<DateTime>,
    pub counts: CampaignCounts,
    pub timeline: Vec<TimelinePoint>,
}

/// The same with what only the campaign's own page shows.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct LiveCampaign {
    #[cynic(spread)]
    pub figures: CampaignFigures,
    pub sending: Sending,
    pub spent: Spent,
}

/// How far a campaign is with its sending.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(schema_module = "schema")]
pub struct Sending {
    /// Messages that wait or are on their way.
    pub waiting: i32,
    /// Messages a second; only over the subscription, which has watched them.
    pub per_second: Option<f64>,
    pub seconds_left: Option<i32>,
    /// Whether messages may leave at this hour.
    pub is_open: bool,
    /// When they may next, where they may not now.
    pub opens_at: Option<DateTime>,
}

/// What was handed over and is to be paid for.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Spent {
    pub emails: i32,
    pub segments: i32,
    pub cost: Money,
}

/// Counts of people. `acknowledged + non_respondents + never_sent = recipients`.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct CampaignCounts {
    pub recipients: i32,
    pub sent: i32,
    pub followed: i32,
    pub acknowledged: i32,
    pub non_respondents: i32,
    pub never_sent: i32,
    pub unreachable: i32,
    pub channels: Vec<ChannelCounts>,
}

/// Counts of messages of one channel in one wave. The states sum to `total`.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ChannelCounts {
    pub channel: Channel,
    pub wave: i32,
    pub queued: i32,
    pub sending: i32,
    pub sent: i32,
    pub delivered: i32,
    pub bounced: i32,
    pub failed: i32,
    pub uncertain: i32,
    pub suppressed: i32,
    pub cancelled: i32,
    pub total: i32,
}

impl ChannelCounts {
    /// The sum of all states, which must be the total.
    pub fn sum(&self) -> i32 {
        self.queued
            + self.sending
            + self.sent
            + self.delivered
            + self.bounced
            + self.failed
            + self.uncertain
            + self.suppressed
            + self.cancelled
    }
}

/// What happened on one day.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct TimelinePoint {
    pub date: Date,
    pub followed: i32,
    pub acknowledged: i32,
}

/// The campaigns under way with their figures, however many drafts are newer, and the latest that have ended.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct DashboardCampaigns {
    #[cynic(alias, rename = "campaigns")]
    #[arguments(first: 50, states: [RUNNING, PAUSED])]
    pub live: CampaignFiguresConnection,
    #[cynic(alias, rename = "campaigns")]
    #[arguments(first: 10, states: [COMPLETED, CANCELLED])]
    pub ended: CampaignFiguresConnection,
    /// Whether there is any, drafts too.
    #[cynic(alias, rename = "campaigns")]
    #[arguments(first: 1)]
    pub any: CampaignIds,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CampaignConnection", schema_module = "schema")]
pub struct CampaignIds {
    pub nodes: Vec<CampaignId>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct CampaignId {
    pub id: cynic::Id,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CampaignConnection", schema_module = "schema")]
pub struct CampaignFiguresConnection {
    pub nodes: Vec<CampaignFigures>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CampaignProgressVariables {
    pub id: cynic::Id,
}

/// The figures of one campaign, whenever they change.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Subscription", schema_module = "schema", variables = "CampaignProgressVariables")]
pub struct CampaignProgress {
    #[arguments(id: $id)]
    pub campaign_progress: CampaignFigures,
}

/// The same with how it is sent and what it costs, for the campaign's own page.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Subscription", schema_module = "schema", variables = "CampaignProgressVariables")]
pub struct LiveProgress {
    #[arguments(id: $id)]
    pub campaign_progress: LiveCampaign,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CampaignListVariables {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

/// One page of the list of campaigns.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignListVariables")]
pub struct CampaignList {
    #[arguments(first: $first, after: $after, last: $last, before: $before)]
    pub campaigns: CampaignRowConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CampaignConnection", schema_module = "schema")]
pub struct CampaignRowConnection {
    pub nodes: Vec<CampaignRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct CampaignRow {
    pub id: cynic::Id,
    pub name: String,
    pub state: CampaignState,
    pub wave: i32,
    pub cohort: String,
    /// Of a draft, what has been written so far.
    pub templates: Vec<RowTemplate>,
    pub scheduled_at: Option<DateTime>,
    pub launched_at: Option<DateTime>,
    pub counts: RowCounts,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CampaignCounts", schema_module = "schema")]
pub struct RowCounts {
    pub recipients: i32,
    pub sent: i32,
    pub followed: i32,
    pub acknowledged: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Template", schema_module = "schema")]
pub struct RowTemplate {
    pub channel: Channel,
}
