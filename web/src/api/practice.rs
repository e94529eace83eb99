//! What patients are told about the practice.

use super::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct PracticeQuery {
    pub practice: PracticeDetails,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Practice", schema_module = "schema")]
pub struct PracticeDetails {
    pub name: String,
    pub phone: String,
    pub opening_hours: String,
    pub booking_link: Option<String>,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SavePracticeInput {
    pub name: String,
    pub phone: String,
    pub opening_hours: String,
    pub booking_link: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SavePracticeVariables {
    pub input: SavePracticeInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SavePracticeVariables")]
pub struct SavePractice {
    #[arguments(input: $input)]
    pub save_practice: SavePracticePayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SavePracticePayload {
    pub practice: PracticeDetails,
}
