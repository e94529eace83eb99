//! How a campaign is sent: at which hours, how fast, for how much, to how many of a household, and what follows.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::channel::Channel;
use crate::ids::FormVersionId;
use crate::money::Money;
use crate::text_enum::{canonical_from_str, text_enum};

text_enum! {
    /// What becomes of a message in doubt that nothing proves within the grace period.
    pub enum DoubtPolicy ("policy for messages in doubt") {
        /// It is sent once more with the same link and marked as a possible duplicate: a missed recall is worse than a
        /// repeated text.
        SendAgain => "send_again",
        /// It waits for a person.
        Hold => "hold",
    }
}

text_enum! {
    /// Who of several patients with the same contact point is written to.
    pub enum Household ("household rule") {
        /// Each of them.
        PerPatient => "per_patient",
        /// One of them; the others' messages are held back with the reason.
        PerContactPoint => "per_contact_point",
    }
}

text_enum! {
    /// A day of the week.
    pub enum Day ("day of the week") {
        Monday => "monday",
        Tuesday => "tuesday",
        Wednesday => "wednesday",
        Thursday => "thursday",
        Friday => "friday",
        Saturday => "saturday",
        Sunday => "sunday",
    }
}

canonical_from_str!(DoubtPolicy, Household, Day);

impl From<Weekday> for Day {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

/// A time of day to the minute, as `09:30`; `24:00` is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

const MINUTES_OF_DAY: u16 = 24 * 60;

impl TimeOfDay {
    /// Minutes since midnight, at most 1,440.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes <= MINUTES_OF_DAY { Some(Self(minutes)) } else { None }
    }

    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A text that is no time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a time of day is written 09:30, from 00:00 to 24:00")]
pub struct NoTimeOfDay;

impl FromStr for TimeOfDay {
    type Err = NoTimeOfDay;

    fn from_str(text: &str) -> Result<Self, NoTimeOfDay> {
        let (hours, minutes) = text.trim().split_once(':').ok_or(NoTimeOfDay)?;
        let (hours, minutes): (u16, u16) =
            (hours.parse().map_err(|_| NoTimeOfDay)?, minutes.parse().map_err(|_| NoTimeOfDay)?);
        if minutes > 59 || hours > 24 {
            return Err(NoTimeOfDay);
        }
        Self::from_minutes(hours * 60 + minutes).ok_or(NoTimeOfDay)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// When messages may leave, by the clocks of the practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub days: Vec<Day>,
    pub from: TimeOfDay,
    /// Nothing leaves at this minute or after it.
    pub until: TimeOfDay,
    /// Whether bank holidays are days like others.
    pub on_bank_holidays: bool,
}

impl Window {
    /// Whether a local time of a day that is, or is no, bank holiday lies inside.
    pub fn contains(&self, local: chrono::NaiveDateTime, is_bank_holiday: bool) -> bool {
        self.opens_on(local.weekday(), is_bank_holiday) && {
            let minute = minute_of(local.time());
            self.from.minutes() <= minute && minute < self.until.minutes()
        }
    }

    /// Whether it opens on such a day at all.
    pub fn opens_on(&self, day: Weekday, is_bank_holiday: bool) -> bool {
        self.days.contains(&Day::from(day)) && (self.on_bank_holidays || !is_bank_holiday)
    }
}

fn minute_of(time: NaiveTime) -> u16 {
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

/// One reminder: a wave to those who were sent one before and have not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderPlan {
    /// Days after the wave before it was queued.
    pub after_days: u32,
    /// All channels of the campaign where there is none.
    #[serde(default)]
    pub channels: Vec<Channel>,
}

/// How a campaign is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    pub doubt: DoubtPolicy,
    /// How long evidence for a message in doubt is waited for.
    pub doubt_hours: u32,
    /// At any time where there is none.
    pub window: Option<Window>,
    /// Hours of sending over which a wave is spread evenly; 0 is as fast as the channel goes.
    pub spread_hours: u32,
    /// What may be spent; when the next message would cost more the campaign is paused.
    pub budget: Option<Money>,
    pub household: Household,
    /// The first is wave 1.
    pub reminders: Vec<ReminderPlan>,
    /// The version of the form that recipients are asked to fill in; none where the button is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<FormVersionId>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            doubt: DoubtPolicy::SendAgain,
            doubt_hours: 24,
            window: None,
            spread_hours: 0,
            budget: None,
            household: Household::PerPatient,
            reminders: Vec::new(),
            form: None,
        }
    }
}

const DOUBT_HOURS_MAX: u32 = 24 * 14;
const SPREAD_HOURS_MAX: u32 = 24 * 14;
const REMINDERS_MAX: usize = 8; // more would be pestering
const AFTER_DAYS_MAX: u32 = 180; // as long as a campaign lives by default

/// What is wrong with a plan, and in which field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct PlanError {
    pub field: String,
    pub message: String,
}

impl Plan {
    /// Checks a plan of a campaign on these channels.
    pub fn check(&self, channels: &[Channel]) -> Result<(), PlanError> {
        let wrong = |field: &str, message: String| Err(PlanError { field: field.to_owned(), message });
        if self.doubt_hours == 0 || self.doubt_hours > DOUBT_HOURS_MAX {
            return wrong("plan.doubtHours", format!("Wait from 1 to {DOUBT_HOURS_MAX} hours for evidence."));
        }
        if self.spread_hours > SPREAD_HOURS_MAX {
            return wrong("plan.spreadHours", format!("Spread a wave over at most {SPREAD_HOURS_MAX} hours."));
        }
        if self.budget.is_some_and(|budget| budget <= Money::ZERO) {
            return wrong("plan.budget", "Give a budget above nought, or none.".to_owned());
        }
        if let Some(window) = &self.window {
            if window.days.is_empty() {
                return wrong("plan.window.days", "Choose at least one day, or no window.".to_owned());
            }
            if window.from >= window.until {
                return wrong("plan.window.until", "The window must end after it begins.".to_owned());
            }
        }
        if self.reminders.len() > REMINDERS_MAX {
            return wrong("plan.reminders", format!("Plan at most {REMINDERS_MAX} reminders."));
        }
        for (index, reminder) in self.reminders.iter().enumerate() {
            if reminder.after_days == 0 || reminder.after_days > AFTER_DAYS_MAX {
                let message = format!("Remind from 1 to {AFTER_DAYS_MAX} days after the wave before.");
                return wrong(&format!("plan.reminders[{index}].afterDays"), message);
            }
            if let Some(channel) = reminder.channels.iter().find(|channel| !channels.contains(channel)) {
                let message = format!("The campaign is not sent by {}.", channel.noun());
                return wrong(&format!("plan.reminders[{index}].channels"), message);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::NaiveDate;

    fn office_hours() -> Window {
        Window {
            days: Day::ALL[..5].to_vec(),
            from: "09:00".parse().unwrap(),
            until: "17:30".parse().unwrap(),
            on_bank_holidays: false,
        }
    }

    #[test]
    fn a_window_is_open_from_its_first_minute_to_the_one_before_its_last() {
        let friday = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let at = |hour, minute| friday.and_hms_opt(hour, minute, 59).unwrap();
        let open = |at, holiday| office_hours().contains(at, holiday);
        assert!(
            !open(at(8, 59), false) && open(at(9, 0), false) && open(at(17, 29), false) && !open(at(17, 30), false)
        );
        assert!(!open(at(12, 0), true), "a bank holiday");
        assert!(!open(at(12, 0) + chrono::Duration::days(1), false), "a Saturday");
    }

    #[test]
    fn a_plan_is_read_back_and_what_is_left_out_is_the_default() {
        let form = Some(FormVersionId::from(7));
        let plan = Plan { window: Some(office_hours()), budget: Some(Money::pounds(200)), form, ..Plan::default() };
        let json = serde_json::to_string(&plan).unwrap();
        assert!(json.contains(r#""until":"17:30""#) && json.contains(r#""form":"form-version-7""#), "{json}");
        assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
        assert_eq!(serde_json::from_str::<Plan>("{}").unwrap(), Plan::default());
    }

    #[test]
    fn what_makes_no_sense_is_named_by_its_field() {
        let reminder = ReminderPlan { after_days: 7, channels: vec![Channel::Sms] };
        let late = Window { from: "18:00".parse().unwrap(), ..office_hours() };
        for (plan, field) in [
            (Plan { doubt_hours: 0, ..Plan::default() }, "plan.doubtHours"),
            (Plan { budget: Some(Money::ZERO), ..Plan::default() }, "plan.budget"),
            (Plan { window: Some(late), ..Plan::default() }, "plan.window.until"),
            (Plan { reminders: vec![reminder.clone()], ..Plan::default() }, "plan.reminders[0].channels"),
        ] {
            assert_eq!(plan.check(&[Channel::Email]).unwrap_err().field, field);
        }
        assert_eq!(Plan { reminders: vec![reminder], ..Plan::default() }.check(Channel::ALL), Ok(()));
    }

    #[test]
    fn a_time_of_day_is_written_with_a_colon() {
        for wrong in ["9", "09:60", "25:00", "24:01", "a:b", ""] {
            assert_eq!(wrong.parse::<TimeOfDay>(), Err(NoTimeOfDay), "{wrong}");
        }
        assert_eq!("24:00".parse::<TimeOfDay>().unwrap().to_string(), "24:00");
    }
}
