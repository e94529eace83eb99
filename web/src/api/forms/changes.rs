//! What can be done with forms.

use super::{FormKind, Json};
use crate::api::scalars::DateTime;
use crate::api::schema;

/// What a new form is made from.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormSourceInput", schema_module = "schema")]
pub enum FormSource {
    Empty(FormKind),
    /// The slug of one to start from.
    Starter(String),
    Json(Json),
    Questionnaire(Json),
    Copy(cynic::Id),
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct CreateFormInput {
    pub source: FormSource,
    /// Its title where absent.
    pub name: Option<String>,
    pub request_id: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CreateFormVariables {
    pub input: CreateFormInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CreateFormVariables")]
pub struct CreateForm {
    #[arguments(input: $input)]
    pub create_form: CreateFormPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct CreateFormPayload {
    pub form: ChangedForm,
    /// What of a Questionnaire has no place in a form.
    pub lost: Vec<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Form", schema_module = "schema")]
pub struct ChangedForm {
    pub id: cynic::Id,
    pub draft_version: i32,
}

/// What is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SaveFormDraftInput {
    pub id: cynic::Id,
    pub draft_version: i32,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Json>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub changeable: Option<bool>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SaveFormDraftVariables {
    pub input: SaveFormDraftInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SaveFormDraftVariables")]
pub struct SaveFormDraft {
    #[arguments(input: $input)]
    pub save_form_draft: SaveFormDraftPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SaveFormDraftPayload {
    pub form: ChangedForm,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct PublishFormInput {
    pub id: cynic::Id,
    pub draft_version: i32,
    pub request_id: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct PublishFormVariables {
    pub input: PublishFormInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "PublishFormVariables")]
pub struct PublishForm {
    #[arguments(input: $input)]
    pub publish_form: PublishFormPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct PublishFormPayload {
    pub version: PublishedVersion,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "FormVersion", schema_module = "schema")]
pub struct PublishedVersion {
    pub number: i32,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RetireFormInput {
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RetireFormVariables {
    pub input: RetireFormInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "RetireFormVariables")]
pub struct RetireForm {
    #[arguments(input: $input)]
    pub retire_form: RetireFormPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RetireFormPayload {
    pub form: ChangedForm,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SignFormLinkInput {
    pub id: cynic::Id,
    pub until: DateTime,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SignFormLinkVariables {
    pub input: SignFormLinkInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SignFormLinkVariables")]
pub struct SignFormLink {
    #[arguments(input: $input)]
    pub sign_form_link: SignFormLinkPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SignFormLinkPayload {
    pub url: String,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct EraseFormResponseInput {
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct EraseFormResponseVariables {
    pub input: EraseFormResponseInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "EraseFormResponseVariables")]
pub struct EraseFormResponse {
    #[arguments(input: $input)]
    pub erase_form_response: bool,
}
