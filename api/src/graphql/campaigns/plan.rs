//! How a campaign is sent, as it is read and as it is written.

use async_graphql::{Enum, ID, InputObject, Result, SimpleObject};
use shared::{
    money::Money as Amount,
    plan::{self, TimeOfDay},
};

use crate::{
    domain::Error,
    graphql::{
        error::to_graphql,
        scalars::{Channel, Money, parse_id},
    },
};

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::plan::DoubtPolicy")]
pub enum DoubtPolicy {
    /// Send once more with the same link, marked as a possible duplicate.
    SendAgain,
    /// Wait for a person.
    Hold,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::plan::Household")]
pub enum Household {
    /// Every patient gets a message.
    PerPatient,
    /// Of several patients with the same contact point one gets a message.
    PerContactPoint,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::plan::Day")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// When messages may leave, by the clocks of Europe/London.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "SendingWindowInput")]
pub struct SendingWindow {
    pub days: Vec<Day>,
    /// As `09:00`.
    pub from: String,
    /// As `17:30`; nothing leaves from then on. `24:00` is the end of the day.
    pub until: String,
    /// Whether bank holidays of England are days like others.
    pub on_bank_holidays: bool,
}

/// A reminder: a wave to those who were sent one before and have not acknowledged.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "ReminderPlanInput")]
pub struct ReminderPlan {
    /// Days after the wave before it was queued.
    pub after_days: u32,
    /// All channels of the campaign where there is none.
    pub channels: Vec<Channel>,
}

/// How a campaign is sent.
#[derive(SimpleObject, Clone, Debug)]
pub struct CampaignPlan {
    doubt: DoubtPolicy,
    /// How long evidence for a message in doubt is waited for.
    doubt_hours: u32,
    /// At any time where there is none.
    window: Option<SendingWindow>,
    /// Hours of sending over which a wave is spread evenly; 0 is as fast as the channel goes.
    spread_hours: u32,
    /// The campaign is paused before it would spend more.
    budget: Option<Money>,
    household: Household,
    /// The first is wave 1.
    reminders: Vec<ReminderPlan>,
    /// The version of the form that recipients are asked to fill in.
    form_version_id: Option<ID>,
}

/// All of it together replaces what was there; what is left out has its default.
#[derive(InputObject, Clone, Debug)]
pub struct CampaignPlanInput {
    #[graphql(default_with = "DoubtPolicy::SendAgain")]
    doubt: DoubtPolicy,
    #[graphql(default = 24)]
    doubt_hours: u32,
    window: Option<SendingWindow>,
    #[graphql(default = 0)]
    spread_hours: u32,
    /// In pounds, as `250.00`.
    budget: Option<String>,
    #[graphql(default_with = "Household::PerPatient")]
    household: Household,
    #[graphql(default)]
    reminders: Vec<ReminderPlan>,
    /// A published version of a form, for recipients to fill in on their page.
    form_version_id: Option<ID>,
}

impl CampaignPlanInput {
    pub fn into_plan(self) -> Result<plan::Plan> {
        let invalid = |field: &str, message: String| to_graphql(Error::invalid(field, message));
        let time = |field: &str, text: &str| -> Result<TimeOfDay> {
            text.parse().map_err(|error: plan::NoTimeOfDay| invalid(field, error.to_string()))
        };
        let window = match self.window {
            None => None,
            Some(window) => Some(plan::Window {
                days: window.days.into_iter().map(Into::into).collect(),
                from: time("plan.window.from", &window.from)?,
                until: time("plan.window.until", &window.until)?,
                on_bank_holidays: window.on_bank_holidays,
            }),
        };
        let form = self.form_version_id.map(|id| parse_id("plan.formVersionId", &id)).transpose()?;
        let budget = self.budget.map(|text| text.parse::<Amount>());
        Ok(plan::Plan {
            doubt: self.doubt.into(),
            doubt_hours: self.doubt_hours,
            window,
            spread_hours: self.spread_hours,
            budget: budget.transpose().map_err(|error| invalid("plan.budget", error.to_string()))?,
            household: self.household.into(),
            form,
            reminders: self
                .reminders
                .into_iter()
                .map(|reminder| plan::ReminderPlan {
                    after_days: reminder.after_days,
                    channels: reminder.channels.into_iter().map(Into::into).collect(),
                })
                .collect(),
        })
    }
}

impl From<plan::Plan> for CampaignPlan {
    fn from(plan: plan::Plan) -> Self {
        Self {
            doubt: plan.doubt.into(),
            doubt_hours: plan.doubt_hours,
            window: plan.window.map(|window| SendingWindow {
                days: window.days.into_iter().map(Day::from).collect(),
                from: window.from.to_string(),
                until: window.until.to_string(),
                on_bank_holidays: window.on_bank_holidays,
            }),
            spread_hours: plan.spread_hours,
            budget: plan.budget.map(Money::from),
            household: plan.household.into(),
            form_version_id: plan.form.map(|id| id.to_string().into()),
            reminders: plan
                .reminders
                .into_iter()
                .map(|reminder| ReminderPlan {
                    after_days: reminder.after_days,
                    channels: reminder.channels.into_iter().map(Channel::from).collect(),
                })
                .collect(),
        }
    }
}
