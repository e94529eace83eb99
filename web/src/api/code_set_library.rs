//! The code sets with their codes, and the import of another one.

use super::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct CodeSetList {
    pub code_sets: Vec<CodeSetRow>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CodeSet", schema_module = "schema")]
pub struct CodeSetRow {
    pub name: String,
    pub title: String,
    pub version: String,
    pub source: String,
    /// How many codes it has.
    pub size: i32,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct OneCodeSetVariables {
    pub name: String,
    pub search: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "OneCodeSetVariables")]
pub struct OneCodeSet {
    #[arguments(name: $name)]
    pub code_set: Option<CodeSetDetail>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CodeSet", schema_module = "schema", variables = "OneCodeSetVariables")]
pub struct CodeSetDetail {
    pub title: String,
    pub version: String,
    pub source: String,
    pub size: i32,
    /// At most 500.
    #[arguments(search: $search)]
    pub codes: Vec<CodeRow>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Code", schema_module = "schema")]
pub struct CodeRow {
    pub system: String,
    pub code: String,
    pub term: String,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ImportCodeSetInput {
    pub name: String,
    pub title: String,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The text of the file.
    pub csv: String,
    /// The same for the same list until it is known to be imported.
    pub request_id: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ImportCodeSetVariables {
    pub input: ImportCodeSetInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "ImportCodeSetVariables")]
pub struct ImportCodeSet {
    #[arguments(input: $input)]
    pub import_code_set: ImportCodeSetPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ImportCodeSetPayload {
    pub code_set: CodeSetRow,
}
