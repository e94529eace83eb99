//! The list of patients.

use super::campaigns::Channel;
use super::page::PageInfo;
use super::scalars::Date;
use super::schema;
use super::suppressions::SuppressionReason;

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum PatientStatus {
    Active,
    Deceased,
    Left,
    Restricted,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum PatientOrder {
    Name,
    Newest,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum ContactKind {
    Phone,
    Email,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct PatientFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub status: Option<PatientStatus>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub code_set: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub contactable: Option<Channel>,
}

#[derive(cynic::QueryVariables, Debug)]
#[cynic(schema_module = "schema")]
pub struct PatientPageVariables {
    pub filter: PatientFilter,
    pub search: Option<String>,
    pub order_by: PatientOrder,
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "PatientPageVariables")]
pub struct PatientPage {
    #[arguments(filter: $filter, search: $search, orderBy: $order_by, first: $first, after: $after, last: $last, before: $before)]
    pub patients: PatientConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct PatientConnection {
    pub nodes: Vec<Patient>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// A row of the list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Patient {
    pub id: cynic::Id,
    /// In its usual groups, `999 123 4567`.
    pub nhs_number: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<Date>,
    pub status: PatientStatus,
    pub postcode: Option<String>,
    pub contact_points: Vec<ContactPoint>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ContactPoint {
    pub kind: ContactKind,
    pub value: String,
    /// Must not be used again: opted out, bounced, or complained.
    pub suppressed: bool,
    /// Why it must not.
    pub suppression_reason: Option<SuppressionReason>,
}
