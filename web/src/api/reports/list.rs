//! The list of reports, and the campaigns a new one may be about.

use super::{NamedCampaign, ReportKind};
use crate::api::page::PageInfo;
use crate::api::reports::due::ReportRunConnection;
use crate::api::scalars::DateTime;
use crate::api::schema;

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ReportListVariables {
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// One page of the list, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "ReportListVariables")]
pub struct ReportList {
    #[arguments(first: $first, after: $after)]
    pub reports: ReportRowConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ReportConnection", schema_module = "schema")]
pub struct ReportRowConnection {
    pub nodes: Vec<ReportRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Report", schema_module = "schema")]
pub struct ReportRow {
    pub id: cynic::Id,
    pub name: String,
    pub kind: ReportKind,
    pub campaign: Option<NamedCampaign>,
    pub cron: Option<String>,
    pub next_run_at: Option<DateTime>,
    /// The latest only.
    #[arguments(first: 1)]
    pub runs: ReportRunConnection,
}

/// The campaigns a report may be about, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct CampaignChoices {
    #[arguments(first: 100)]
    pub campaigns: NamedCampaigns,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CampaignConnection", schema_module = "schema")]
pub struct NamedCampaigns {
    pub nodes: Vec<NamedCampaign>,
}
