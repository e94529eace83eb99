//! One form: its draft, where it stands, and its versions.

use super::{FormKind, FormState, Json, StepState};
use crate::api::scalars::DateTime;
use crate::api::schema;

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct OneFormVariables {
    pub id: cynic::Id,
}

/// The form with its draft, for the builder.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "OneFormVariables")]
pub struct OneForm {
    #[arguments(id: $id)]
    pub form: Option<FormDraft>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Form", schema_module = "schema")]
pub struct FormDraft {
    pub id: cynic::Id,
    pub draft: Json,
    pub draft_version: i32,
}

/// Everything else of it, which is asked again while it is being published.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "OneFormVariables")]
pub struct FormStanding {
    #[arguments(id: $id)]
    pub form: Option<Standing>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Form", schema_module = "schema")]
pub struct Standing {
    pub id: cynic::Id,
    pub name: String,
    pub slug: String,
    pub address: String,
    /// The SQL view of its answers.
    pub view: Option<String>,
    pub kind: FormKind,
    pub state: FormState,
    pub is_public: bool,
    pub changeable: bool,
    pub retired_at: Option<DateTime>,
    pub answers_csv_url: Option<String>,
    pub answers_xlsx_url: Option<String>,
    pub answers_fhir_url: Option<String>,
    pub answer_count: Option<i32>,
    pub current_version: Option<NumberedVersion>,
    pub versions: Vec<VersionRow>,
}

impl Standing {
    /// The version that is on its way, or whose publishing failed.
    pub fn on_its_way(&self) -> Option<&VersionRow> {
        self.versions.first().filter(|version| version.published_at.is_none())
    }

    pub fn live_number(&self) -> Option<i32> {
        self.current_version.as_ref().map(|version| version.number)
    }
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormVersion", schema_module = "schema")]
pub struct NumberedVersion {
    pub number: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormVersion", schema_module = "schema")]
pub struct VersionRow {
    pub id: cynic::Id,
    pub number: i32,
    pub published_at: Option<DateTime>,
    /// Whether it is being published, or tried again by itself.
    pub under_way: bool,
    pub steps: Vec<StepRow>,
    pub comparison: Option<Comparison>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Publication", schema_module = "schema")]
pub struct StepRow {
    pub title: String,
    pub state: StepState,
    pub attempts: i32,
    pub error: Option<String>,
    pub finished_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormComparison", schema_module = "schema")]
pub struct Comparison {
    pub changes: Vec<String>,
}

/// The form as it is live, to compare a draft with.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "OneFormVariables")]
pub struct LiveForm {
    #[arguments(id: $id)]
    pub form: Option<LiveFormVersion>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Form", schema_module = "schema")]
pub struct LiveFormVersion {
    pub current_version: Option<LiveSchema>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormVersion", schema_module = "schema")]
pub struct LiveSchema {
    pub number: i32,
    pub schema: Json,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct FrozenVersionVariables {
    pub id: cynic::Id,
}

/// A version as it was when publishing began, to see whether the draft is still that.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "FrozenVersionVariables")]
pub struct FrozenVersion {
    #[arguments(id: $id)]
    pub form_version: Option<LiveSchema>,
}
