//! External systems and their credentials.

use super::scalars::DateTime;
use super::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct ApiClients {
    pub api_clients: Vec<ApiClient>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ApiClient {
    pub id: cynic::Id,
    pub client_id: String,
    pub name: String,
    /// Permissions as OAuth scopes.
    pub scopes: Vec<String>,
    pub created_at: DateTime,
    pub last_used_at: Option<DateTime>,
    pub revoked_at: Option<DateTime>,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct AddApiClientInput {
    pub name: String,
    pub scopes: Vec<String>,
    pub request_id: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct AddApiClientVariables {
    pub input: AddApiClientInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "AddApiClientVariables")]
pub struct AddApiClient {
    #[arguments(input: $input)]
    pub add_api_client: AddApiClientPayload,
}

/// The secret is shown once.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct AddApiClientPayload {
    pub client: ApiClient,
    pub secret: String,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ApiClientInput {
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RevokeApiClientVariables {
    pub input: ApiClientInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "RevokeApiClientVariables")]
pub struct RevokeApiClient {
    #[arguments(input: $input)]
    pub revoke_api_client: ApiClientPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ApiClientPayload {
    pub client: RevokedClient,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "ApiClient", schema_module = "schema")]
pub struct RevokedClient {
    pub id: cynic::Id,
}
