//! What tells a fresh installation from one at work.

use super::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct AnyPatients {
    #[arguments(first: 1)]
    pub patients: CountedPatients,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PatientConnection", schema_module = "schema")]
pub struct CountedPatients {
    pub total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct AnyBackupKeys {
    pub backup_settings: KeysOnly,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "BackupSettings", schema_module = "schema")]
pub struct KeysOnly {
    pub keys: Vec<String>,
}
