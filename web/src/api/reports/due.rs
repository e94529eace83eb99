//! What the dashboard says about reports: when the next one is due and what the last one found.

use super::RunState;
use crate::api::scalars::DateTime;
use crate::api::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct DueReports {
    #[arguments(first: 100)]
    pub reports: ReportConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ReportConnection {
    pub nodes: Vec<Report>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Report {
    pub name: String,
    pub next_run_at: Option<DateTime>,
    #[arguments(first: 1)]
    pub runs: ReportRunConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ReportRunConnection {
    pub nodes: Vec<ReportRun>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ReportRun {
    pub id: cynic::Id,
    pub state: RunState,
    pub row_count: i32,
    pub started_at: DateTime,
}
