//! What the local channels delivered.

use super::campaigns::Channel;
use super::page::PageInfo;
use super::scalars::DateTime;
use super::schema;

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct OutboxVariables {
    pub channel: Channel,
    /// A part of the address or number.
    pub search: Option<String>,
    pub first: i32,
    pub after: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "OutboxVariables")]
pub struct Outbox {
    #[arguments(channel: $channel, search: $search, first: $first, after: $after)]
    pub outbox: OutboxMessageConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct OutboxMessageConnection {
    pub nodes: Vec<OutboxMessage>,
    pub page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct OutboxMessage {
    pub id: cynic::Id,
    pub from: String,
    pub to: String,
    pub subject: Option<String>,
    pub text: String,
    /// Of an email that has one.
    pub html: Option<String>,
    pub at: DateTime,
}
