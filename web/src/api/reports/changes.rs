//! What can be done with reports.

use super::ReportKind;
use crate::api::schema;

/// Only whose it is: the screen reads the rest again.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Report", schema_module = "schema")]
pub struct ChangedReport {
    pub id: cynic::Id,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SaveReportInput {
    pub name: String,
    pub kind: ReportKind,
    pub campaign_id: cynic::Id,
    pub request_id: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SaveReportVariables {
    pub input: SaveReportInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SaveReportVariables")]
pub struct SaveReport {
    #[arguments(input: $input)]
    pub save_report: SaveReportPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SaveReportPayload {
    pub report: ChangedReport,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RenameReportInput {
    pub id: cynic::Id,
    pub name: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RenameReportVariables {
    pub input: RenameReportInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "RenameReportVariables")]
pub struct RenameReport {
    #[arguments(input: $input)]
    pub rename_report: RenameReportPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RenameReportPayload {
    pub report: ChangedReport,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ScheduleReportInput {
    pub id: cynic::Id,
    /// None takes the schedule away.
    pub cron: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ScheduleReportVariables {
    pub input: ScheduleReportInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "ScheduleReportVariables")]
pub struct ScheduleReport {
    #[arguments(input: $input)]
    pub schedule_report: ScheduleReportPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ScheduleReportPayload {
    pub report: ChangedReport,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RunReportInput {
    pub id: cynic::Id,
    pub request_id: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RunReportVariables {
    pub input: RunReportInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "RunReportVariables")]
pub struct RunReport {
    #[arguments(input: $input)]
    pub run_report: RunReportPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RunReportPayload {
    pub run: StartedRun,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "ReportRun", schema_module = "schema")]
pub struct StartedRun {
    pub id: cynic::Id,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct DeleteReportInput {
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct DeleteReportVariables {
    pub input: DeleteReportInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "DeleteReportVariables")]
pub struct DeleteReport {
    #[arguments(input: $input)]
    pub delete_report: bool,
}
