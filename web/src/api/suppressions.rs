//! Phone numbers and email addresses that must not be used.

use super::campaign::Person;
use super::page::PageInfo;
use super::patients::ContactKind;
use super::scalars::DateTime;
use super::schema;

/// Who said so, or what was found out.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum SuppressionReason {
    OptedOut,
    Stop,
    ProviderList,
    Complaint,
    WrongPerson,
    Staff,
    HardBounce,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SuppressionFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ContactKind>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub reason: Option<SuppressionReason>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SuppressionPageVariables {
    pub filter: SuppressionFilter,
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

/// One page of the list, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "SuppressionPageVariables")]
pub struct SuppressionPage {
    #[arguments(filter: $filter, first: $first, after: $after, last: $last, before: $before)]
    pub suppressions: SuppressionConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct SuppressionConnection {
    pub nodes: Vec<Suppression>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Suppression {
    pub id: cynic::Id,
    pub kind: ContactKind,
    /// Nothing where no patient has it and nobody here typed it.
    pub value: Option<String>,
    /// Nothing for one that the server does not know.
    pub reason: Option<SuppressionReason>,
    pub note: Option<String>,
    pub added_by: Option<String>,
    pub created_at: DateTime,
    /// Those who have it today.
    pub patients: Vec<Person>,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct AddSuppressionInput {
    pub kind: ContactKind,
    pub value: String,
    pub note: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct AddSuppressionVariables {
    pub input: AddSuppressionInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "AddSuppressionVariables")]
pub struct AddSuppression {
    #[arguments(input: $input)]
    pub add_suppression: AddedSuppression,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "AddSuppressionPayload", schema_module = "schema")]
pub struct AddedSuppression {
    pub suppression: SuppressionId,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Suppression", schema_module = "schema")]
pub struct SuppressionId {
    pub id: cynic::Id,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct LiftSuppressionInput {
    pub id: cynic::Id,
    pub reason: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct LiftSuppressionVariables {
    pub input: LiftSuppressionInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "LiftSuppressionVariables")]
pub struct LiftSuppression {
    #[arguments(input: $input)]
    pub lift_suppression: LiftedSuppression,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "LiftSuppressionPayload", schema_module = "schema")]
pub struct LiftedSuppression {
    pub id: cynic::Id,
}
