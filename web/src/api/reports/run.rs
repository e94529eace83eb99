//! One run of a report: what it is, its groups, and its rows page by page.

use super::RunState;
use crate::api::page::PageInfo;
use crate::api::patients::ContactPoint;
use crate::api::scalars::{Date, DateTime};
use crate::api::schema;

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct OneRunVariables {
    pub id: cynic::Id,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "OneRunVariables")]
pub struct OneRun {
    #[arguments(id: $id)]
    pub report_run: Option<RunDetail>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ReportRun", schema_module = "schema")]
pub struct RunDetail {
    pub id: cynic::Id,
    pub report: RunReport,
    pub state: RunState,
    pub row_count: i32,
    pub started_at: DateTime,
    pub finished_at: Option<DateTime>,
    pub message: Option<String>,
    pub csv_url: Option<String>,
}

/// The report a run belongs to.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Report", schema_module = "schema")]
pub struct RunReport {
    pub id: cynic::Id,
    pub name: String,
    pub kind: super::ReportKind,
    pub campaign: Option<super::NamedCampaign>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RunGroupsVariables {
    pub id: cynic::Id,
}

/// How the rows fall into groups.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "RunGroupsVariables")]
pub struct RunGroups {
    #[arguments(id: $id)]
    pub report_run: Option<Groups>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ReportRun", schema_module = "schema")]
pub struct Groups {
    #[cynic(alias, rename = "breakdown")]
    #[arguments(by: AGE)]
    pub age: Vec<Bar>,
    #[cynic(alias, rename = "breakdown")]
    #[arguments(by: POSTCODE_AREA)]
    pub area: Vec<Bar>,
    #[cynic(alias, rename = "breakdown")]
    #[arguments(by: WAVES_SENT)]
    pub waves: Vec<Bar>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "BreakdownBar", schema_module = "schema")]
pub struct Bar {
    pub label: String,
    pub rows: i32,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RunRowsVariables {
    pub id: cynic::Id,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// One page of the rows. For those who may see patients.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "RunRowsVariables")]
pub struct RunRows {
    #[arguments(id: $id)]
    pub report_run: Option<RowsOfRun>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ReportRun", schema_module = "schema", variables = "RunRowsVariables")]
pub struct RowsOfRun {
    #[arguments(first: $first, after: $after)]
    pub rows: RunPatientConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ReportRowConnection", schema_module = "schema")]
pub struct RunPatientConnection {
    pub nodes: Vec<RunPatientRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ReportRow", schema_module = "schema")]
pub struct RunPatientRow {
    pub position: i32,
    pub patient: RunPatient,
    pub first_sent_at: Option<DateTime>,
    pub followed_at: Option<DateTime>,
    pub waves_sent: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Patient", schema_module = "schema")]
pub struct RunPatient {
    pub id: cynic::Id,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<Date>,
    pub contact_points: Vec<ContactPoint>,
}
