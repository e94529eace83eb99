//! A campaign on its way: what was sent, what is still to come, and who has agreed to it.

use super::campaign::CampaignVariablesFields;
use super::campaigns::{CampaignFigures, CampaignState, Channel};
use super::plan::CampaignPlan;
use super::scalars::DateTime;
use super::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignVariables")]
pub struct CampaignWaves {
    #[arguments(id: $id)]
    pub campaign: Option<Outlook>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignVariables")]
pub struct CampaignToRemind {
    #[arguments(id: $id)]
    pub campaign: Option<ToRemind>,
}

/// How many a reminder would go to now.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct ToRemind {
    pub to_remind: Option<i32>,
}

/// What changes with a wave, and not with each message.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct Outlook {
    pub plan: CampaignPlan,
    pub waves: Vec<Wave>,
    pub planned_reminders: Vec<PlannedReminder>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum WaveCause {
    Launch,
    Plan,
    Person,
}

/// A wave that was queued.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Wave {
    pub number: i32,
    pub cause: WaveCause,
    pub channels: Vec<Channel>,
    pub queued_at: DateTime,
}

/// A reminder that is still to come.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct PlannedReminder {
    pub wave: i32,
    pub channels: Vec<Channel>,
    /// At the earliest.
    pub due_at: Option<DateTime>,
    /// Whom it would go to if it were sent now.
    pub recipients: Option<i32>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "CampaignVariables")]
pub struct CampaignApproval {
    #[arguments(id: $id)]
    pub campaign: Option<Consent>,
}

/// Whether a second person must agree, and whether one has.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct Consent {
    pub id: cynic::Id,
    pub state: CampaignState,
    pub needs_approval: bool,
    pub approved_at: Option<DateTime>,
    pub approved_by: Option<String>,
    pub approved_by_me: bool,
    pub created_by_me: bool,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ApproveCampaignInput {
    pub id: cynic::Id,
    /// A fresh code of the authenticator.
    pub code: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ApproveCampaignVariables {
    pub input: ApproveCampaignInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "ApproveCampaignVariables")]
pub struct ApproveCampaign {
    #[arguments(input: $input)]
    pub approve_campaign: Approved,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "CampaignPayload", schema_module = "schema")]
pub struct Approved {
    pub campaign: Consent,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RaiseCampaignBudgetInput {
    pub id: cynic::Id,
    /// The budget as it is known, in pounds.
    pub from: String,
    /// No limit where absent.
    pub to: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RaiseCampaignBudgetVariables {
    pub input: RaiseCampaignBudgetInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "RaiseCampaignBudgetVariables")]
pub struct RaiseCampaignBudget {
    #[arguments(input: $input)]
    pub raise_campaign_budget: Raised,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "CampaignPayload", schema_module = "schema")]
pub struct Raised {
    pub campaign: CampaignFigures,
}
