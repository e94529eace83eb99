//! Reports. Here what their screens share; a file each for the dashboard's card, the list, one report, one run and
//! the changes.

mod changes;
mod due;
mod list;
mod one;
mod run;

use super::schema;

pub use changes::{
    DeleteReport, DeleteReportInput, DeleteReportVariables, RenameReport, RenameReportInput, RenameReportVariables,
    RunReport, RunReportInput, RunReportVariables, SaveReport, SaveReportInput, SaveReportVariables, ScheduleReport,
    ScheduleReportInput, ScheduleReportVariables,
};
pub use due::{DueReports, Report, ReportRun};
pub use list::{CampaignChoices, ReportList, ReportListVariables, ReportRow};
pub use one::{OneReport, OneReportVariables, ReportDetail, RunRow, RunRowConnection};
pub use run::{
    Bar, OneRun, OneRunVariables, RunDetail, RunGroups, RunGroupsVariables, RunPatientRow, RunRows, RunRowsVariables,
};

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum RunState {
    Running,
    Done,
    Failed,
}

/// What a report lists.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum ReportKind {
    NonRespondents,
    Followed,
}

/// A campaign by its name.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct NamedCampaign {
    pub id: cynic::Id,
    pub name: String,
}
