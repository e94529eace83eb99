//! How a campaign is sent: hours, pace, budget, households, messages in doubt and reminders, read and written.

use super::campaigns::Channel;
use super::drafts::Money;
use super::schema;

/// What becomes of a message in doubt that nothing proves in time.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum DoubtPolicy {
    SendAgain,
    Hold,
}

/// Who of several patients with one contact point is written to.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum Household {
    PerPatient,
    PerContactPoint,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Day {
    /// Monday first.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct CampaignPlan {
    pub doubt: DoubtPolicy,
    pub doubt_hours: i32,
    /// At any time where there is none.
    pub window: Option<SendingWindow>,
    /// 0 is as fast as the channel goes.
    pub spread_hours: i32,
    pub budget: Option<Money>,
    pub household: Household,
    pub reminders: Vec<ReminderPlan>,
    /// The version of the form that recipients are asked to fill in.
    pub form_version_id: Option<cynic::Id>,
}

/// When messages may leave, in London.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct SendingWindow {
    pub days: Vec<Day>,
    /// As `09:00`.
    pub from: String,
    /// As `17:30`; `24:00` is the end of the day.
    pub until: String,
    pub on_bank_holidays: bool,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ReminderPlan {
    /// After the wave before.
    pub after_days: i32,
    /// All of the campaign where there is none.
    pub channels: Vec<Channel>,
}

#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct CampaignPlanInput {
    pub doubt: DoubtPolicy,
    pub doubt_hours: i32,
    pub window: Option<SendingWindowInput>,
    pub spread_hours: i32,
    /// In pounds.
    pub budget: Option<String>,
    pub household: Household,
    pub reminders: Vec<ReminderPlanInput>,
    pub form_version_id: Option<cynic::Id>,
}

#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct SendingWindowInput {
    pub days: Vec<Day>,
    pub from: String,
    pub until: String,
    pub on_bank_holidays: bool,
}

#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ReminderPlanInput {
    pub after_days: i32,
    pub channels: Vec<Channel>,
}
