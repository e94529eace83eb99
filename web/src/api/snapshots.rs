//! What the dashboard says about backups: the latest one.

use super::scalars::DateTime;
use super::schema;

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
