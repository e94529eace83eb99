//! One report with its runs.

use super::{NamedCampaign, ReportKind, RunState};
use crate::api::scalars::DateTime;
use crate::api::schema;

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct OneReportVariables {
    pub id: cynic::Id,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "OneReportVariables")]
pub struct OneReport {
    #[arguments(id: $id)]
    pub report: Option<ReportDetail>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Report", schema_module = "schema")]
pub struct ReportDetail {
    pub id: cynic::Id,
    pub name: String,
    pub kind: ReportKind,
    pub campaign: Option<NamedCampaign>,
    pub cron: Option<String>,
    pub next_run_at: Option<DateTime>,
    /// The latest, of a weekly report those of about a year.
    #[arguments(first: 50)]
    pub runs: RunRowConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ReportRunConnection", schema_module = "schema")]
pub struct RunRowConnection {
    pub nodes: Vec<RunRow>,
    pub total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ReportRun", schema_module = "schema")]
pub struct RunRow {
    pub id: cynic::Id,
    pub state: RunState,
    pub row_count: i32,
    pub started_at: DateTime,
    pub message: Option<String>,
}
