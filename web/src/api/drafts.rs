//! Writing a campaign: the draft, the library it starts from, its previews, its check, and the launch.

use super::campaign::{CampaignInputVariablesFields, CampaignVariablesFields, Person, Settings};
use super::campaigns::{CampaignState, Channel};
use super::code_sets::CodeSet;
use super::plan::{CampaignPlan, CampaignPlanInput};
use super::rule::RuleInput;
use super::scalars::DateTime;
use super::schema;
use super::texts::TemplateVariantInput;

/// What a new campaign can start from.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct Library {
    pub code_sets: Vec<CodeSet>,
    pub saved_templates: Vec<SavedText>,
    pub practice: PracticeDetails,
    /// Those that were launched, the newest first.
    #[arguments(first: 200, states: [RUNNING, PAUSED, COMPLETED, CANCELLED])]
    pub campaigns: CampaignPurposes,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CampaignConnection", schema_module = "schema")]
pub struct CampaignPurposes {
    pub nodes: Vec<CampaignPurpose>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct CampaignPurpose {
    pub kind: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "SavedTemplate", schema_module = "schema")]
pub struct SavedText {
    pub id: cynic::Id,
    pub name: String,
    pub channel: Channel,
    pub subject: Option<String>,
    pub body: String,
}

/// What messages say of the practice.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Practice", schema_module = "schema")]
pub struct PracticeDetails {
    pub name: String,
    pub phone: String,
    pub booking_link: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CohortPreviewVariables {
    pub rule: RuleInput,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CohortPreviewVariables")]
pub struct CountCohort {
    #[arguments(rule: $rule)]
    pub cohort_preview: CohortPreview,
}

/// How many patients a rule selects today.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct CohortPreview {
    pub count: i32,
    pub with_email: i32,
    pub with_phone: i32,
    pub unreachable: i32,
    pub inactive: i32,
    pub never_contact: i32,
    pub sentence: String,
}

#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct TemplateInput {
    pub channel: Channel,
    pub subject: Option<String>,
    pub body: String,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct CreateCampaignInput {
    pub name: String,
    pub kind: String,
    pub rule: RuleInput,
    pub channels: Vec<Channel>,
    pub templates: Vec<TemplateInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime>,
    pub request_id: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CreateCampaignVariables {
    pub input: CreateCampaignInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CreateCampaignVariables")]
pub struct CreateCampaign {
    #[arguments(input: $input)]
    pub create_campaign: Created,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "CreateCampaignPayload", schema_module = "schema")]
pub struct Created {
    pub campaign: CampaignKey,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct CampaignKey {
    pub id: cynic::Id,
    pub state: CampaignState,
}

/// What is absent stays as it is; only the plan is told each time.
#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SaveCampaignDraftInput {
    pub id: cynic::Id,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub templates: Option<Vec<TemplateInput>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime>,
    /// When it is meant to be launched; nothing for at once.
    pub planned_at: Option<DateTime>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub plan: Option<CampaignPlanInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub variants: Option<Vec<TemplateVariantInput>>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SaveCampaignDraftVariables {
    pub input: SaveCampaignDraftInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SaveCampaignDraftVariables")]
pub struct SaveCampaignDraft {
    #[arguments(input: $input)]
    pub save_campaign_draft: SavedDraft,
}

/// A draft as the server has it now.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "CampaignPayload", schema_module = "schema")]
pub struct SavedDraft {
    pub campaign: Settings,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CampaignInputVariables")]
pub struct DeleteCampaignDraft {
    #[arguments(input: $input)]
    pub delete_campaign_draft: bool,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct PreviewVariables {
    pub templates: Vec<TemplateInput>,
    pub patient_id: cynic::Id,
}

/// The messages as one patient would get them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "PreviewVariables")]
pub struct PreviewForPatient {
    #[arguments(templates: $templates, patientId: $patient_id)]
    pub message_preview: MessagePreview,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct FindPatientVariables {
    pub search: String,
}

/// The first patient that a search finds.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "FindPatientVariables")]
pub struct FindPatient {
    #[arguments(search: $search, first: 1)]
    pub patients: FoundPatients,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PatientConnection", schema_module = "schema")]
pub struct FoundPatients {
    pub nodes: Vec<Person>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct MessagePreview {
    pub name: String,
    pub email: Option<EmailPreview>,
    pub sms: Option<SmsPreview>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct EmailPreview {
    pub from: String,
    pub to: Option<String>,
    pub subject: String,
    pub text: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct SmsPreview {
    pub to: Option<String>,
    pub text: String,
    pub segments: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignVariables")]
pub struct CampaignCheck {
    #[arguments(id: $id)]
    pub campaign: Option<Check>,
}

/// Everything to look at before the button.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct Check {
    pub id: cynic::Id,
    pub cohort: String,
    pub plan: CampaignPlan,
    pub estimate: CampaignEstimate,
    pub samples: Vec<MessagePreview>,
}

/// What a launch would do.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct CampaignEstimate {
    pub recipients: i32,
    pub unreachable: i32,
    pub emails: i32,
    pub texts: i32,
    pub segments: i32,
    pub cost: Money,
    pub duration_seconds: i32,
    /// When the last message would leave if the first one left now.
    pub finishes_at: Option<DateTime>,
    pub email_and_text: i32,
    pub email_only: i32,
    pub text_only: i32,
    pub email_cost: Money,
    pub sms_cost: Money,
    pub left_out: Vec<LeftOut>,
    pub out_of_reach: Vec<OutOfReach>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct OutOfReach {
    pub reason: OutOfReachReason,
    pub patients: i32,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum OutOfReachReason {
    Stopped,
    NoMobile,
    NoContactPoint,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Money {
    /// A decimal.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct LeftOut {
    pub reason: LeftOutReason,
    pub patients: i32,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum LeftOutReason {
    Deceased,
    Left,
    Restricted,
    NeverContact,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct LaunchCampaignInput {
    pub id: cynic::Id,
    /// A fresh code of the authenticator.
    pub code: String,
    /// Now where absent.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct LaunchCampaignVariables {
    pub input: LaunchCampaignInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "LaunchCampaignVariables")]
pub struct LaunchCampaign {
    #[arguments(input: $input)]
    pub launch_campaign: Launched,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "LaunchCampaignPayload", schema_module = "schema")]
pub struct Launched {
    pub campaign: CampaignKey,
}

/// How a campaign stands now, asked after an answer to the launch was lost.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignVariables")]
pub struct CampaignStanding {
    #[arguments(id: $id)]
    pub campaign: Option<CampaignKey>,
}
