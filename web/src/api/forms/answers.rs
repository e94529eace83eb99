//! What people answered: the list, one answer, and the figures of each field.

use super::{Json, NamedForm};
use crate::api::page::PageInfo;
use crate::api::scalars::{Date, DateTime};
use crate::api::schema;

/// Which answers are wanted; what is left out does not matter.
#[derive(cynic::InputObject, Clone, Debug, Default, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ResponseFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub version_id: Option<cynic::Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<cynic::Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub answer: Option<AnswerIs>,
}

/// What was answered to a field.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct AnswerIs {
    pub field: String,
    /// A text, a number, true or false.
    pub value: Json,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct AnswerListVariables {
    pub form_id: cynic::Id,
    pub filter: ResponseFilter,
    pub first: Option<i32>,
    pub after: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "AnswerListVariables")]
pub struct AnswerList {
    #[arguments(formId: $form_id, filter: $filter, first: $first, after: $after)]
    pub form_responses: ResponseConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormResponseConnection", schema_module = "schema")]
pub struct ResponseConnection {
    pub nodes: Vec<ResponseRow>,
    pub page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormResponse", schema_module = "schema")]
pub struct ResponseRow {
    pub id: cynic::Id,
    pub version_number: i32,
    pub submitted_at: DateTime,
    pub changed_at: Option<DateTime>,
    pub patient: Option<AnsweringPatient>,
    pub campaign: Option<AnsweredCampaign>,
    pub score: Option<String>,
    pub score_band: Option<String>,
    pub answers: Vec<AnswerText>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Patient", schema_module = "schema")]
pub struct AnsweringPatient {
    pub id: cynic::Id,
    pub given_name: String,
    pub family_name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct AnsweredCampaign {
    pub id: cynic::Id,
    pub name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormAnswer", schema_module = "schema")]
pub struct AnswerText {
    pub label: String,
    pub text: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct PatientAnswersVariables {
    pub id: cynic::Id,
    pub first: i32,
    pub after: Option<String>,
}

/// What one patient answered, a page of it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "PatientAnswersVariables")]
pub struct PatientAnswers {
    #[arguments(id: $id)]
    pub patient: Option<PatientWhoAnswered>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Patient", schema_module = "schema", variables = "PatientAnswersVariables")]
pub struct PatientWhoAnswered {
    #[arguments(first: $first, after: $after)]
    pub form_responses: Option<PatientAnswerConnection>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormResponseConnection", schema_module = "schema")]
pub struct PatientAnswerConnection {
    pub nodes: Vec<PatientAnswer>,
    pub page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormResponse", schema_module = "schema")]
pub struct PatientAnswer {
    pub id: cynic::Id,
    pub form_id: cynic::Id,
    pub form: Option<NamedForm>,
    pub campaign: Option<AnsweredCampaign>,
    pub submitted_at: DateTime,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct OneAnswerVariables {
    pub id: cynic::Id,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "OneAnswerVariables")]
pub struct OneAnswer {
    #[arguments(id: $id)]
    pub form_response: Option<WholeAnswer>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormResponse", schema_module = "schema")]
pub struct WholeAnswer {
    pub id: cynic::Id,
    pub version_number: i32,
    pub submitted_at: DateTime,
    pub changed_at: Option<DateTime>,
    pub language: String,
    pub patient_id: Option<cynic::Id>,
    pub patient: Option<AnsweringPatient>,
    pub campaign: Option<AnsweredCampaign>,
    pub score: Option<String>,
    pub score_band: Option<String>,
    pub answers: Vec<AnswerOfField>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormAnswer", schema_module = "schema")]
pub struct AnswerOfField {
    pub field: String,
    pub label: String,
    pub text: String,
    pub value: Json,
}

impl AnswerOfField {
    /// Whether it is a file: those are told as an object.
    pub fn is_file(&self) -> bool {
        self.value.0.is_object()
    }
}

/// The answer as FHIR has it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "OneAnswerVariables")]
pub struct FhirAnswer {
    #[arguments(id: $id)]
    pub form_response: Option<FhirResponse>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FormResponse", schema_module = "schema")]
pub struct FhirResponse {
    pub questionnaire_response: Json,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SummaryVariables {
    pub id: cynic::Id,
    pub version: Option<i32>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "SummaryVariables")]
pub struct FormFigures {
    #[arguments(id: $id)]
    pub form: Option<SummarizedForm>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Form", schema_module = "schema", variables = "SummaryVariables")]
pub struct SummarizedForm {
    #[arguments(version: $version)]
    pub summary: FormSummary,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(schema_module = "schema")]
pub struct FormSummary {
    pub total: i32,
    pub by_day: Vec<DayCount>,
    pub fields: Vec<FieldSummary>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "AnswersOnDay", schema_module = "schema")]
pub struct DayCount {
    pub day: Date,
    pub count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "FormFieldSummary", schema_module = "schema")]
pub struct FieldSummary {
    pub field: String,
    pub label: String,
    /// Its answers are sealed, and not counted.
    pub sealed: bool,
    pub answered: i32,
    pub counts: Vec<ValueCount>,
    pub mean: Option<f64>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "AnswerCount", schema_module = "schema")]
pub struct ValueCount {
    pub value: String,
    pub label: String,
    pub count: i32,
}
