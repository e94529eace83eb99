//! One campaign: its figures, its settings, its recipients, its messages, its history, and what can be done to it.

use super::campaigns::{CampaignFigures, CampaignState, Channel, LiveCampaign};
use super::page::PageInfo;
use super::plan::CampaignPlan;
use super::scalars::{Date, DateTime};
use super::schema;
use super::texts::Variant;

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CampaignVariables {
    pub id: cynic::Id,
}

/// The figures of one campaign; nothing where there is none of this id.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignVariables")]
pub struct CampaignOverview {
    #[arguments(id: $id)]
    pub campaign: Option<LiveCampaign>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignVariables")]
pub struct CampaignSettings {
    #[arguments(id: $id)]
    pub campaign: Option<Settings>,
}

/// What was decided before the launch.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct Settings {
    pub id: cynic::Id,
    pub name: String,
    pub kind: String,
    pub state: CampaignState,
    /// The rule in words.
    pub cohort: String,
    /// The rule as JSON, for editing.
    pub rule_json: String,
    pub channels: Vec<Channel>,
    pub templates: Vec<Template>,
    pub variants: Vec<Variant>,
    pub plan: CampaignPlan,
    pub created_by: String,
    pub created_at: DateTime,
    pub scheduled_at: Option<DateTime>,
    /// When somebody means to launch a draft.
    pub planned_at: Option<DateTime>,
    pub launched_at: Option<DateTime>,
    pub expires_at: Option<DateTime>,
    pub completed_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Template {
    pub channel: Channel,
    pub subject: Option<String>,
    pub body: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignVariables")]
pub struct CampaignHistory {
    #[arguments(id: $id)]
    pub campaign: Option<History>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct History {
    pub activity: Vec<Activity>,
}

/// One thing that was done, by name of who did it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Activity {
    pub at: DateTime,
    pub who: String,
    pub action: String,
    /// A JSON object of fields and counts.
    pub detail: String,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum RecipientState {
    NotSent,
    Sent,
    Followed,
    Acknowledged,
    NonRespondent,
    Unreachable,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RecipientFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub state: Option<RecipientState>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RecipientPageVariables {
    pub id: cynic::Id,
    pub filter: RecipientFilter,
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "RecipientPageVariables")]
pub struct RecipientPage {
    #[arguments(id: $id)]
    pub campaign: Option<CampaignRecipients>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema", variables = "RecipientPageVariables")]
pub struct CampaignRecipients {
    #[arguments(filter: $filter, first: $first, after: $after, last: $last, before: $before)]
    pub recipients: RecipientRows,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "RecipientConnection", schema_module = "schema")]
pub struct RecipientRows {
    pub nodes: Vec<RecipientRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Recipient", schema_module = "schema")]
pub struct RecipientRow {
    pub patient: Person,
    pub first_sent_at: Option<DateTime>,
    pub followed_at: Option<DateTime>,
    pub acknowledged_at: Option<DateTime>,
    pub unreachable_reason: Option<String>,
}

/// A patient by name, to link to.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Patient", schema_module = "schema")]
pub struct Person {
    pub id: cynic::Id,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<Date>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum MessageState {
    Queued,
    Claimed,
    Sending,
    Sent,
    Delivered,
    Bounced,
    Failed,
    Uncertain,
    Suppressed,
    Cancelled,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct MessageFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub state: Option<MessageState>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub wave: Option<i32>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct MessagePageVariables {
    pub id: cynic::Id,
    pub filter: MessageFilter,
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "MessagePageVariables")]
pub struct MessagePage {
    #[arguments(id: $id)]
    pub campaign: Option<CampaignMessages>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema", variables = "MessagePageVariables")]
pub struct CampaignMessages {
    #[arguments(filter: $filter, first: $first, after: $after, last: $last, before: $before)]
    pub messages: MessageRows,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MessageConnection", schema_module = "schema")]
pub struct MessageRows {
    pub nodes: Vec<MessageRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// A row of the ledger.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Message", schema_module = "schema")]
pub struct MessageRow {
    pub id: cynic::Id,
    pub channel: Channel,
    pub wave: i32,
    pub state: MessageState,
    pub reason: Option<String>,
    pub updated_at: DateTime,
    pub possible_duplicate: bool,
    pub recipient: MessageRecipient,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Recipient", schema_module = "schema")]
pub struct MessageRecipient {
    pub patient: Person,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct CampaignInput {
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CampaignInputVariables {
    pub input: CampaignInput,
}

/// A campaign after something was done to it.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "CampaignPayload", schema_module = "schema")]
pub struct Changed {
    pub campaign: CampaignFigures,
}

/// Stops sending until it is resumed.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CampaignInputVariables")]
pub struct PauseCampaign {
    #[arguments(input: $input)]
    pub pause_campaign: Changed,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CampaignInputVariables")]
pub struct ResumeCampaign {
    #[arguments(input: $input)]
    pub resume_campaign: Changed,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CampaignInputVariables")]
pub struct CancelCampaign {
    #[arguments(input: $input)]
    pub cancel_campaign: Changed,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SendReminderInput {
    pub id: cynic::Id,
    /// Kept until the reminder is known to be sent.
    pub request_id: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SendReminderVariables {
    pub input: SendReminderInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SendReminderVariables")]
pub struct SendReminder {
    #[arguments(input: $input)]
    pub send_reminder: Changed,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CampaignInputVariables")]
pub struct RetryFailedMessages {
    #[arguments(input: $input)]
    pub retry_failed_messages: Changed,
}

/// What became of messages that are in doubt.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum UncertainResolution {
    Sent,
    SendAgain,
    GiveUp,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ResolveUncertainInput {
    pub id: cynic::Id,
    /// All in doubt where absent, as far as channel and wave allow.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub message_ids: Option<Vec<cynic::Id>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub wave: Option<i32>,
    pub resolution: UncertainResolution,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ResolveUncertainVariables {
    pub input: ResolveUncertainInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "ResolveUncertainVariables")]
pub struct ResolveUncertain {
    #[arguments(input: $input)]
    pub resolve_uncertain: Changed,
}
