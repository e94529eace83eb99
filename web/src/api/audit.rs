//! The audit log.

use super::page::PageInfo;
use super::scalars::DateTime;
use super::schema;

#[derive(cynic::InputObject, Clone, Debug, Default)]
#[cynic(schema_module = "schema")]
pub struct AuditFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Not before.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime>,
    /// Before.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct AuditPageVariables {
    pub filter: AuditFilter,
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

/// One page of the log, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "AuditPageVariables")]
pub struct AuditPage {
    #[arguments(filter: $filter, first: $first, after: $after, last: $last, before: $before)]
    pub audit_events: AuditEventConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct AuditEventConnection {
    pub nodes: Vec<AuditEvent>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct AuditEvent {
    pub at: DateTime,
    pub actor: String,
    pub actor_name: String,
    pub action: String,
    pub subject: Option<String>,
    pub subject_name: Option<String>,
    /// A JSON object of fields and counts.
    pub detail: String,
    pub hash: String,
}

/// For the filters: the actions that events may have, and who may have done them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct AuditChoices {
    pub audit_actions: Vec<String>,
    pub audit_actors: Vec<AuditActor>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct AuditActor {
    pub id: String,
    pub name: String,
}
