//! Snapshots, and how they are encrypted.

use super::page::PageInfo;
use super::scalars::DateTime;
use super::schema;

/// The dashboard's card.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct LatestSnapshot {
    #[arguments(first: 1)]
    pub snapshots: SnapshotConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct SnapshotConnection {
    pub nodes: Vec<Snapshot>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Snapshot {
    pub state: SnapshotState,
    pub size_bytes: i32,
    pub started_at: DateTime,
    pub finished_at: Option<DateTime>,
    pub verified_at: Option<DateTime>,
    pub places: Vec<String>,
    pub message: Option<String>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum SnapshotState {
    Running,
    Written,
    Verified,
    Failed,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SnapshotListVariables {
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// One page of the list, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "SnapshotListVariables")]
pub struct SnapshotList {
    #[arguments(first: $first, after: $after)]
    pub snapshots: SnapshotRowConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "SnapshotConnection", schema_module = "schema")]
pub struct SnapshotRowConnection {
    pub nodes: Vec<SnapshotRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// The newest, and the newest that was verified among the last ones, for the sentence at the top.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct NewestSnapshots {
    #[arguments(first: 20)]
    pub snapshots: SnapshotRowConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Snapshot", schema_module = "schema")]
pub struct SnapshotRow {
    pub id: cynic::Id,
    pub state: SnapshotState,
    pub file_name: String,
    pub size_bytes: i32,
    pub started_at: DateTime,
    pub finished_at: Option<DateTime>,
    pub places: Vec<String>,
    pub message: Option<String>,
    /// `schedule` or `person`.
    pub trigger: String,
    pub rows_done: i32,
    pub rows_total: i32,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SnapshotProgressVariables {
    pub id: cynic::Id,
}

/// A snapshot whenever it has come further.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Subscription", schema_module = "schema", variables = "SnapshotProgressVariables")]
pub struct SnapshotProgress {
    #[arguments(id: $id)]
    pub snapshot_progress: SnapshotRow,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct TakeSnapshotInput {
    /// Kept until the snapshot is known to have begun.
    pub request_id: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct TakeSnapshotVariables {
    pub input: TakeSnapshotInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "TakeSnapshotVariables")]
pub struct TakeSnapshot {
    #[arguments(input: $input)]
    pub take_snapshot: TakeSnapshotPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct TakeSnapshotPayload {
    pub snapshot: StartedSnapshot,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Snapshot", schema_module = "schema")]
pub struct StartedSnapshot {
    pub id: cynic::Id,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct HowBackups {
    pub backup_settings: BackupSettings,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct BackupSettings {
    /// Public age keys.
    pub keys: Vec<String>,
    pub places: Vec<String>,
    /// How many are kept in each place; 0 keeps all.
    pub keep: i32,
    pub cron: String,
    pub next_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "BackupSettings", schema_module = "schema")]
pub struct SavedKeys {
    pub keys: Vec<String>,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SaveBackupKeysInput {
    pub keys: Vec<String>,
    pub code: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SaveBackupKeysVariables {
    pub input: SaveBackupKeysInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SaveBackupKeysVariables")]
pub struct SaveBackupKeys {
    #[arguments(input: $input)]
    pub save_backup_keys: SaveBackupKeysPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SaveBackupKeysPayload {
    pub settings: SavedKeys,
}
