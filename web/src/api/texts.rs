//! What a campaign says besides its templates: other languages and reminders, earlier versions, advice, tests.

use super::campaign::CampaignVariablesFields;
use super::campaigns::Channel;
use super::drafts::TemplateInput;
use super::scalars::DateTime;
use super::schema;

/// What is said instead of a template from a wave on, or in a language.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CampaignTemplateVariant", schema_module = "schema")]
pub struct Variant {
    pub channel: Channel,
    /// 0 is the first sending.
    pub wave: i32,
    /// Empty for everybody.
    pub language: String,
    pub subject: Option<String>,
    pub body: String,
}

#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct TemplateVariantInput {
    pub channel: Channel,
    pub wave: i32,
    pub language: String,
    pub subject: Option<String>,
    pub body: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignVariables")]
pub struct CampaignVersions {
    #[arguments(id: $id)]
    pub campaign: Option<Versions>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct Versions {
    pub template_versions: Vec<TemplateVersion>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct TemplateVersion {
    pub version: i32,
    pub saved_at: DateTime,
    pub saved_by: String,
    /// A JSON list of objects with channel, wave, language, subject and body.
    pub templates_json: String,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum AdviceKind {
    TellsOfCondition,
    #[cynic(rename = "FORCES_UCS_2")]
    ForcesUcs2,
    SeveralSegments,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct AdviceVariables {
    pub templates: Vec<TemplateInput>,
    /// The name of the campaign.
    pub campaign: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "AdviceVariables")]
pub struct Advise {
    #[arguments(templates: $templates, campaign: $campaign)]
    pub template_advice: Vec<AdvisedTemplate>,
}

/// What is worth a second look in a template, and what it takes as a text at its longest.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct AdvisedTemplate {
    pub advice: Vec<TemplateAdvice>,
    pub segments: Option<i32>,
    pub units: Option<i32>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct TemplateAdvice {
    pub kind: AdviceKind,
    /// The word or the character.
    pub what: Option<String>,
    /// What to write instead.
    pub replacement: Option<String>,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SendTestMessageInput {
    pub template: TemplateInput,
    /// One's own mobile number, for a text.
    pub phone: Option<String>,
    /// Kept until what became of the test is known.
    pub request_id: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SendTestMessageVariables {
    pub input: SendTestMessageInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SendTestMessageVariables")]
pub struct SendTestMessage {
    #[arguments(input: $input)]
    pub send_test_message: TestSent,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "SendTestMessagePayload", schema_module = "schema")]
pub struct TestSent {
    pub to: String,
}
