//! What the palette jumps to: the first few patients of a search, and the latest campaigns by name.

use super::campaigns::CampaignState;
use super::page::PageInfo;
use super::scalars::Date;
use super::schema;

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct FindPatientsVariables {
    pub search: String,
    pub first: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "FindPatientsVariables")]
pub struct FindPatients {
    #[arguments(search: $search, first: $first)]
    pub patients: FoundPatients,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PatientConnection", schema_module = "schema")]
pub struct FoundPatients {
    pub nodes: Vec<FoundPatient>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Patient", schema_module = "schema")]
pub struct FoundPatient {
    pub id: cynic::Id,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<Date>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct CampaignNames {
    #[arguments(first: 50)]
    pub campaigns: NamedCampaigns,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CampaignConnection", schema_module = "schema")]
pub struct NamedCampaigns {
    pub nodes: Vec<NamedCampaign>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct NamedCampaign {
    pub id: cynic::Id,
    pub name: String,
    pub state: CampaignState,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct AllCampaignsVariables {
    pub first: i32,
    pub after: Option<String>,
}

/// Campaigns to choose from, a page of them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "AllCampaignsVariables")]
pub struct AllCampaigns {
    #[arguments(first: $first, after: $after)]
    pub campaigns: CampaignPage,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CampaignConnection", schema_module = "schema")]
pub struct CampaignPage {
    pub nodes: Vec<NamedCampaign>,
    pub page_info: PageInfo,
}
