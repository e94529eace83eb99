//! What is typed of a plan, what is wrong with it, and what of it is sent.

use serde::{Deserialize, Serialize};
use shared::money::Money;
use shared::plan::{Day as SharedDay, DoubtPolicy as SharedDoubt, Household as SharedHousehold, Plan, Window};

use crate::api::campaigns::Channel;
use crate::api::plan::{
    CampaignPlan, CampaignPlanInput, Day, DoubtPolicy, Household, ReminderPlanInput, SendingWindowInput,
};
use crate::components::error_summary::FormError;
use crate::pages::campaigns::wizard::form::shared_channel;
use crate::text::plan as words;

/// The values of the questions.
pub const ANY_HOUR: &str = "any";
pub const SOME_HOURS: &str = "some";
pub const PER_PATIENT: &str = "patient";
pub const PER_CONTACT_POINT: &str = "contact-point";
pub const SEND_AGAIN: &str = "again";
pub const HOLD: &str = "hold";

/// The ids of the fields.
pub const DAYS: [&str; 7] = ["plan-mon", "plan-tue", "plan-wed", "plan-thu", "plan-fri", "plan-sat", "plan-sun"];
pub const FROM: &str = "plan-from";
pub const UNTIL: &str = "plan-until";
pub const SPREAD: &str = "plan-spread";
pub const BUDGET: &str = "plan-budget";
pub const DOUBT_HOURS: &str = "plan-doubt-hours";
pub const FORM: &str = "plan-form";

/// How browsers write the end of a day, and how the server does.
const MIDNIGHT: (&str, &str) = ("00:00", "24:00");

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedPlan {
    pub window: String,
    /// Monday first.
    pub days: [bool; 7],
    pub from: String,
    pub until: String,
    pub on_bank_holidays: bool,
    pub spread: String,
    pub budget: String,
    pub household: String,
    pub doubt: String,
    pub doubt_hours: String,
    pub reminders: Vec<TypedReminder>,
    /// The id of a version of a form; empty for none.
    pub form: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedReminder {
    /// Tells it from the others while the form is open.
    pub key: u32,
    pub after_days: String,
    pub email: bool,
    pub sms: bool,
}

impl Default for TypedPlan {
    /// As the server has it where nobody says otherwise; the hours are those of an office.
    fn default() -> Self {
        Self {
            window: ANY_HOUR.into(),
            days: [true, true, true, true, true, false, false],
            from: "09:00".into(),
            until: "17:30".into(),
            on_bank_holidays: false,
            spread: "0".into(),
            budget: String::new(),
            household: PER_PATIENT.into(),
            doubt: SEND_AGAIN.into(),
            doubt_hours: "24".into(),
            reminders: Vec::new(),
            form: String::new(),
        }
    }
}

/// The id of the field of the days of a reminder.
pub fn days_id(key: u32) -> String {
    format!("reminder-{key}-days")
}

/// The id of the first channel of a reminder.
pub fn channel_id(key: u32) -> String {
    format!("reminder-{key}-email")
}

/// The field that the server means, as it names it.
pub fn id_of(field: &str, typed: &TypedPlan) -> Option<String> {
    let id = match field {
        "plan.window.days" => DAYS[0],
        "plan.window.from" => FROM,
        "plan.window.until" => UNTIL,
        "plan.spreadHours" => SPREAD,
        "plan.budget" => BUDGET,
        "plan.doubtHours" => DOUBT_HOURS,
        "plan.formVersionId" => FORM,
        other => {
            let (index, of) = other.strip_prefix("plan.reminders[")?.split_once("].")?;
            let key = typed.reminders.get(index.parse::<usize>().ok()?)?.key;
            return Some(if of == "channels" { channel_id(key) } else { days_id(key) });
        }
    };
    Some(id.to_owned())
}

impl TypedPlan {
    pub fn of(plan: &CampaignPlan) -> Self {
        let mut typed = Self {
            spread: plan.spread_hours.to_string(),
            budget: plan.budget.as_ref().map(|budget| budget.amount.clone()).unwrap_or_default(),
            household: if plan.household == Household::PerPatient { PER_PATIENT } else { PER_CONTACT_POINT }.into(),
            doubt: if plan.doubt == DoubtPolicy::SendAgain { SEND_AGAIN } else { HOLD }.into(),
            doubt_hours: plan.doubt_hours.to_string(),
            form: plan.form_version_id.as_ref().map(|id| id.inner().to_owned()).unwrap_or_default(),
            ..Self::default()
        };
        if let Some(window) = &plan.window {
            typed.window = SOME_HOURS.into();
            typed.days = Day::ALL.map(|day| window.days.contains(&day));
            typed.from.clone_from(&window.from);
            typed.until = if window.until == MIDNIGHT.1 { MIDNIGHT.0.to_owned() } else { window.until.clone() };
            typed.on_bank_holidays = window.on_bank_holidays;
        }
        let by = |channels: &[Channel], one| channels.is_empty() || channels.contains(&one);
        let reminders = plan.reminders.iter().zip(1..).map(|(reminder, key)| TypedReminder {
            key,
            after_days: reminder.after_days.to_string(),
            email: by(&reminder.channels, Channel::Email),
            sms: by(&reminder.channels, Channel::Sms),
        });
        typed.reminders = reminders.collect();
        typed
    }

    /// What is wrong with it for a campaign on these channels.
    pub fn problems(&self, channels: &[Channel]) -> Vec<FormError> {
        self.read(channels).err().unwrap_or_default()
    }

    /// What is sent; nothing while something is wrong.
    pub fn input(&self, channels: &[Channel]) -> Option<CampaignPlanInput> {
        let plan = self.read(channels).ok()?;
        let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        Some(CampaignPlanInput {
            doubt: if plan.doubt == SharedDoubt::Hold { DoubtPolicy::Hold } else { DoubtPolicy::SendAgain },
            doubt_hours: whole(plan.doubt_hours),
            window: plan.window.map(|window| SendingWindowInput {
                days: self.days(),
                from: window.from.to_string(),
                until: window.until.to_string(),
                on_bank_holidays: window.on_bank_holidays,
            }),
            spread_hours: whole(plan.spread_hours),
            budget: plan.budget.map(Money::amount),
            household: match plan.household {
                SharedHousehold::PerPatient => Household::PerPatient,
                SharedHousehold::PerContactPoint => Household::PerContactPoint,
            },
            reminders: plan
                .reminders
                .into_iter()
                .zip(&self.reminders)
                .map(|(reminder, typed)| ReminderPlanInput {
                    after_days: whole(reminder.after_days),
                    channels: typed.channels(channels),
                })
                .collect(),
            form_version_id: plan.form.map(|id| cynic::Id::new(id.to_string())),
        })
    }

    fn days(&self) -> Vec<Day> {
        Day::ALL.into_iter().zip(self.days).filter(|(_, chosen)| *chosen).map(|(day, _)| day).collect()
    }

    fn read(&self, channels: &[Channel]) -> Result<Plan, Vec<FormError>> {
        let mut problems = Vec::new();
        let mut number = |id: String, text: &str, wrong: &'static str| {
            text.trim().parse::<u32>().unwrap_or_else(|_| {
                problems.push(FormError::of(id, wrong));
                1
            })
        };
        let spread = if self.spread.trim().is_empty() { "0" } else { &self.spread };
        let spread_hours = number(SPREAD.into(), spread, words::SPREAD_WRONG);
        let doubt_hours = number(DOUBT_HOURS.into(), &self.doubt_hours, words::DOUBT_HOURS_WRONG);
        let reminders: Vec<shared::plan::ReminderPlan> = self
            .reminders
            .iter()
            .map(|reminder| shared::plan::ReminderPlan {
                after_days: number(days_id(reminder.key), &reminder.after_days, words::AFTER_DAYS_WRONG),
                channels: reminder.channels(channels).into_iter().map(shared_channel).collect(),
            })
            .collect();
        for reminder in self.reminders.iter().filter(|one| channels.len() > 1 && !one.email && !one.sms) {
            problems.push(FormError::of(channel_id(reminder.key), words::REMIND_BY_MISSING));
        }
        let budget = digits(&self.budget);
        let budget = if budget.is_empty() {
            None
        } else {
            let amount = budget.parse::<Money>().ok();
            if amount.is_none() {
                problems.push(FormError::of(BUDGET, words::BUDGET_WRONG));
            }
            amount
        };
        let window = if self.window == SOME_HOURS { self.hours(&mut problems) } else { None };
        if !problems.is_empty() {
            return Err(problems);
        }
        let plan = Plan {
            doubt: if self.doubt == HOLD { SharedDoubt::Hold } else { SharedDoubt::SendAgain },
            doubt_hours,
            window,
            spread_hours,
            budget,
            household: if self.household == PER_CONTACT_POINT {
                SharedHousehold::PerContactPoint
            } else {
                SharedHousehold::PerPatient
            },
            reminders,
            // What is no id is none: the list of forms gives nothing else.
            form: self.form.parse().ok(),
        };
        let shared: Vec<_> = channels.iter().copied().map(shared_channel).collect();
        match plan.check(&shared) {
            Ok(()) => Ok(plan),
            Err(error) => Err(vec![match id_of(&error.field, self) {
                Some(id) => FormError::of(id, error.message),
                None => FormError::general(error.message),
            }]),
        }
    }

    fn hours(&self, problems: &mut Vec<FormError>) -> Option<Window> {
        let until = if self.until == MIDNIGHT.0 { MIDNIGHT.1 } else { &self.until };
        let mut time = |id: &'static str, text: &str| {
            let time = text.parse().ok();
            if time.is_none() {
                problems.push(FormError::of(id, words::TIME_MISSING));
            }
            time
        };
        let (from, until) = (time(FROM, &self.from), time(UNTIL, until));
        let days = SharedDay::ALL.iter().zip(self.days).filter(|(_, chosen)| *chosen).map(|(day, _)| *day);
        Some(Window { days: days.collect(), from: from?, until: until?, on_bank_holidays: self.on_bank_holidays })
    }
}

impl TypedReminder {
    /// Of the campaign's channels those it goes by; none for all of them.
    fn channels(&self, of_campaign: &[Channel]) -> Vec<Channel> {
        let chosen = |one: &Channel| match one {
            Channel::Email => self.email,
            Channel::Sms => self.sms,
        };
        let channels: Vec<Channel> = of_campaign.iter().copied().filter(chosen).collect();
        if channels.len() == of_campaign.len() { Vec::new() } else { channels }
    }
}

/// The amount without what people write around it; empty where there is none.
fn digits(text: &str) -> String {
    text.chars().filter(|one| !one.is_whitespace() && !matches!(one, '£' | ',')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Channel; 2] = [Channel::Email, Channel::Sms];

    fn reminder(after_days: &str, email: bool, sms: bool) -> TypedReminder {
        TypedReminder { key: 7, after_days: after_days.into(), email, sms }
    }

    fn fields(plan: &TypedPlan, channels: &[Channel]) -> Vec<String> {
        plan.problems(channels).into_iter().filter_map(|problem| problem.field.map(Into::into)).collect()
    }

    #[test]
    fn an_untouched_plan_is_the_servers_own() {
        let input = TypedPlan::default().input(&BOTH).unwrap();
        assert_eq!((input.window, input.budget, input.spread_hours, input.doubt_hours), (None, None, 0, 24));
        assert_eq!((input.doubt, input.household), (DoubtPolicy::SendAgain, Household::PerPatient));
    }

    #[test]
    fn a_plan_comes_back_as_it_was_typed() {
        let typed = TypedPlan {
            window: SOME_HOURS.into(),
            until: "00:00".into(),
            budget: "£1,250.50".into(),
            reminders: vec![reminder("7", false, true), reminder("14", true, true)],
            ..TypedPlan::default()
        };
        let input = typed.input(&BOTH).unwrap();
        assert_eq!(input.window.as_ref().map(|window| window.until.as_str()), Some("24:00"));
        assert_eq!(input.budget.as_deref(), Some("1250.50"));
        assert_eq!(input.reminders[0].channels, [Channel::Sms]);
        assert_eq!(input.reminders[1].channels, [], "by all");
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let wrong = TypedPlan {
            window: SOME_HOURS.into(),
            from: String::new(),
            spread: "many".into(),
            budget: "ten".into(),
            reminders: vec![reminder("soon", true, true), reminder("7", false, false)],
            ..TypedPlan::default()
        };
        assert_eq!(
            fields(&wrong, &BOTH),
            [SPREAD, "reminder-7-days", "reminder-7-email", BUDGET, FROM].map(str::to_owned)
        );
        let early = TypedPlan { window: SOME_HOURS.into(), until: "08:00".into(), ..TypedPlan::default() };
        assert_eq!(fields(&early, &BOTH), [UNTIL.to_owned()]);
        let never = TypedPlan { window: SOME_HOURS.into(), days: [false; 7], ..TypedPlan::default() };
        assert_eq!(fields(&never, &BOTH), [DAYS[0].to_owned()]);
    }

    #[test]
    fn a_reminder_by_a_channel_that_was_given_up_goes_by_the_other() {
        let plan = TypedPlan { reminders: vec![reminder("7", false, true)], ..TypedPlan::default() };
        assert!(fields(&plan, &[Channel::Email]).is_empty());
        assert_eq!(plan.input(&[Channel::Email]).unwrap().reminders[0].channels, []);
    }

    #[test]
    fn the_servers_field_of_a_reminder_is_found_by_its_place() {
        let plan = TypedPlan { reminders: vec![reminder("7", true, true)], ..TypedPlan::default() };
        assert_eq!(id_of("plan.reminders[0].afterDays", &plan).as_deref(), Some("reminder-7-days"));
        assert_eq!(id_of("plan.reminders[1].afterDays", &plan), None);
        assert_eq!(id_of("name", &plan), None);
    }
}
