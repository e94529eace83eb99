//! The list of forms, and those to start from.

use super::{FormKind, FormState};
use crate::api::page::PageInfo;
use crate::api::scalars::DateTime;
use crate::api::schema;

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct FormListVariables {
    pub first: Option<i32>,
    pub after: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "FormListVariables")]
pub struct FormList {
    #[arguments(first: $first, after: $after)]
    pub forms: FormConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct FormConnection {
    pub nodes: Vec<FormRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Form", schema_module = "schema")]
pub struct FormRow {
    pub id: cynic::Id,
    pub name: String,
    pub slug: String,
    pub kind: FormKind,
    pub state: FormState,
    pub answer_count: Option<i32>,
    pub draft_saved_at: DateTime,
    pub current_version: Option<LiveVersion>,
}

/// The version that an address shows.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormVersion", schema_module = "schema")]
pub struct LiveVersion {
    pub id: cynic::Id,
    pub number: i32,
    pub published_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct FormStarters {
    pub form_starters: Vec<FormStarter>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct FormStarter {
    pub slug: String,
    pub title: String,
    pub about: String,
    pub kind: FormKind,
}

/// The forms to choose from, in a campaign and in its rule.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "FormListVariables")]
pub struct FormChoices {
    #[arguments(first: $first, after: $after)]
    pub forms: FormChoiceConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormConnection", schema_module = "schema")]
pub struct FormChoiceConnection {
    pub nodes: Vec<FormChoice>,
    pub page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Form", schema_module = "schema")]
pub struct FormChoice {
    pub id: cynic::Id,
    pub name: String,
    pub slug: String,
    pub state: FormState,
    pub current_version: Option<LiveVersion>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct PinnedVariables {
    pub id: cynic::Id,
}

/// The version that a campaign holds to, with the form it is of.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "PinnedVariables")]
pub struct Pinned {
    #[arguments(id: $id)]
    pub form_version: Option<PinnedVersion>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormVersion", schema_module = "schema")]
pub struct PinnedVersion {
    pub number: i32,
    pub form: NamedForm,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Form", schema_module = "schema")]
pub struct NamedForm {
    pub id: cynic::Id,
    pub name: String,
}
