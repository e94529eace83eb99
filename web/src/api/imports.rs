//! Imports: a file on its way into the patient database.

use super::page::PageInfo;
use super::scalars::DateTime;
use super::schema;

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum ImportState {
    Checking,
    Checked,
    Committing,
    Committed,
    Failed,
    Discarded,
}

impl ImportState {
    /// Whether its numbers still change by themselves.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Checking | Self::Committing)
    }
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum ImportVerdict {
    Created,
    Updated,
    Unchanged,
}

/// How an import stands; what the subscription brings.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Import", schema_module = "schema")]
pub struct ImportStand {
    pub id: cynic::Id,
    pub file_name: String,
    pub source: String,
    pub state: ImportState,
    /// Rows of the file; while it is first read, as many as are likely.
    pub rows_total: i32,
    pub rows_done: i32,
    pub created: i32,
    pub updated: i32,
    pub unchanged: i32,
    pub rejected: i32,
    /// Why it failed, or what is worth knowing.
    pub message: Option<String>,
    pub created_at: DateTime,
    pub committed_at: Option<DateTime>,
    pub created_by: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ImportVariables {
    pub id: cynic::Id,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "ImportVariables")]
pub struct ImportNow {
    #[arguments(id: $id)]
    pub import: Option<ImportStand>,
}

/// The stand whenever it changes.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Subscription", schema_module = "schema", variables = "ImportVariables")]
pub struct ImportProgress {
    #[arguments(id: $id)]
    pub import_progress: ImportStand,
}

/// What a checked import would change.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "ImportVariables")]
pub struct ImportDifference {
    #[arguments(id: $id)]
    pub import: Option<Difference>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Import", schema_module = "schema")]
pub struct Difference {
    pub samples: Vec<ImportSample>,
    pub reasons: Vec<ImportReason>,
    /// Path of the rejected rows as CSV, to be asked for with the bearer token.
    pub rejected_csv_url: Option<String>,
}

/// A row as it would change the database.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ImportSample {
    /// As a spreadsheet numbers it: the header is row 1.
    pub row: i32,
    pub verdict: ImportVerdict,
    pub name: String,
    pub fields: Vec<FieldChange>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct FieldChange {
    pub column: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ImportReason {
    pub column: Option<String>,
    pub reason: String,
    pub rows: i32,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ImportIssuesVariables {
    pub id: cynic::Id,
    pub first: i32,
    pub after: Option<String>,
}

/// A page of the rejected rows.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "ImportIssuesVariables")]
pub struct ImportIssues {
    #[arguments(id: $id)]
    pub import: Option<Issues>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Import", schema_module = "schema", variables = "ImportIssuesVariables")]
pub struct Issues {
    #[arguments(first: $first, after: $after)]
    pub issues: IssueConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ImportIssueConnection", schema_module = "schema")]
pub struct IssueConnection {
    pub nodes: Vec<ImportIssue>,
    pub page_info: PageInfo,
}

/// A row that was rejected, and why.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ImportIssue {
    pub row: i32,
    /// None when the row as a whole is wrong.
    pub column: Option<String>,
    pub reason: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ImportListVariables {
    pub first: i32,
    pub after: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "ImportListVariables")]
pub struct ImportList {
    #[arguments(first: $first, after: $after)]
    pub imports: ImportConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ImportConnection {
    pub nodes: Vec<ImportStand>,
    pub page_info: PageInfo,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct CreateImportInput {
    pub upload_id: String,
    /// The text of a mapping (TOML).
    pub mapping: Option<String>,
    pub source: Option<String>,
    /// The upload of the second file of a mapping.
    pub conditions_upload_id: Option<String>,
    /// The same until the import is known to be made.
    pub request_id: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CreateImportVariables {
    pub input: CreateImportInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CreateImportVariables")]
pub struct CreateImport {
    #[arguments(input: $input)]
    pub create_import: CreatedImport,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "CreateImportPayload", schema_module = "schema")]
pub struct CreatedImport {
    pub import: ImportId,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Import", schema_module = "schema")]
pub struct ImportId {
    pub id: cynic::Id,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct CommitImportInput {
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CommitImportVariables {
    pub input: CommitImportInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CommitImportVariables")]
pub struct CommitImport {
    #[arguments(input: $input)]
    pub commit_import: ChangedImport,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CommitImportVariables")]
pub struct DiscardImport {
    #[arguments(input: $input)]
    pub discard_import: ChangedImport,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "CommitImportPayload", schema_module = "schema")]
pub struct ChangedImport {
    pub import: ImportStand,
}
