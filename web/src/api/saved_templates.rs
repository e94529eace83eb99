//! The library of texts that campaigns start from.

use super::campaigns::Channel;
use super::scalars::DateTime;
use super::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct SavedTemplates {
    pub saved_templates: Vec<SavedTemplate>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct SavedTemplate {
    pub id: cynic::Id,
    pub name: String,
    pub channel: Channel,
    pub subject: Option<String>,
    pub body: String,
    pub updated_at: DateTime,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SaveTemplateInput {
    /// A new one where absent.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub id: Option<cynic::Id>,
    pub name: String,
    pub channel: Channel,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    pub body: String,
    /// The same for the same form until the template is known to be saved.
    pub request_id: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SaveTemplateVariables {
    pub input: SaveTemplateInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SaveTemplateVariables")]
pub struct SaveTemplate {
    #[arguments(input: $input)]
    pub save_template: SaveTemplatePayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SaveTemplatePayload {
    pub template: ChangedTemplate,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "SavedTemplate", schema_module = "schema")]
pub struct ChangedTemplate {
    pub id: cynic::Id,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct DeleteTemplateInput {
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct DeleteTemplateVariables {
    pub input: DeleteTemplateInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "DeleteTemplateVariables")]
pub struct DeleteTemplate {
    #[arguments(input: $input)]
    pub delete_template: bool,
}
