//! The code sets a list can be narrowed by.

use super::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct CodeSets {
    pub code_sets: Vec<CodeSet>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct CodeSet {
    /// How a filter names it, e.g. `chronic-respiratory-disease`.
    pub name: String,
    /// How people name it.
    pub title: String,
}
