//! Words of how a campaign is sent: the form of the plan, and the plan in sentences.

use crate::api::campaigns::Channel;
use crate::api::plan::{CampaignPlan, Day, DoubtPolicy, Household, ReminderPlan, SendingWindow};
use crate::text::{channel, plural, wave};
use crate::{london, number};

pub const TITLE: &str = "How it is sent";
pub const WINDOW: &str = "At which hours may messages leave?";
pub const ANY_HOUR: &str = "At any hour";
pub const ANY_HOUR_HINT: &str = "A text may then arrive in the night.";
pub const SOME_HOURS: &str = "Only at certain hours";
pub const SOME_HOURS_HINT: &str = "What is not sent when they end goes on when they begin again. London time.";
pub const DAYS: &str = "On these days";
pub const FROM: &str = "From";
pub const UNTIL: &str = "Until";
pub const UNTIL_HINT: &str = "Nothing leaves from then on. 00:00 is the end of the day.";
pub const TIME_MISSING: &str = "Enter a time, such as 09:00";
pub const BANK_HOLIDAYS: &str = "On bank holidays too";
pub const SPREAD: &str = "Spread over how many hours?";
pub const SPREAD_HINT: &str = "So that not everybody calls at once. 0 is as fast as it goes.";
pub const SPREAD_WRONG: &str = "Enter a whole number of hours; 0 for none";
pub const DECISIONS: &str = "Cost, households and doubt";
pub const BUDGET: &str = "Budget in pounds";
pub const BUDGET_HINT: &str = "Sending pauses before it would cost more. Leave it empty for no limit.";
pub const BUDGET_WRONG: &str = "Enter an amount such as 250 or 250.00";
pub const HOUSEHOLD: &str = "Where several patients share a number or an address";
pub const PER_PATIENT: &str = "Each of them gets the message";
pub const PER_PATIENT_HINT: &str = "Everybody has their own link and can acknowledge alone.";
pub const PER_CONTACT_POINT: &str = "One of them gets it";
pub const PER_CONTACT_POINT_HINT: &str = "The messages of the others are held back, and the ledger says why.";
pub const DOUBT: &str = "When it cannot be known whether a message was sent";
pub const SEND_AGAIN: &str = "Send it once more";
pub const SEND_AGAIN_HINT: &str = "With the same link, marked: a missed message is worse than a repeated one.";
pub const HOLD: &str = "Wait for a person";
pub const HOLD_HINT: &str = "It stays in doubt until somebody decides.";
pub const DOUBT_HOURS: &str = "Hours to wait for proof first";
pub const DOUBT_HOURS_HINT: &str = "A receipt, or the patient’s answer, proves it.";
pub const DOUBT_HOURS_WRONG: &str = "Enter a whole number of hours";

pub const REMINDERS: &str = "Reminders";
pub const REMINDERS_HINT: &str = "They go by themselves, to those who have not acknowledged by then. A patient who acknowledges or opts out gets none.";
pub const NO_REMINDERS: &str = "None is planned. You can still remind at any time.";
pub const ADD_REMINDER: &str = "Plan a reminder";
pub const AFTER_DAYS: &str = "Days after the message before";
pub const AFTER_DAYS_WRONG: &str = "Enter a whole number of days";
pub const REMIND_BY: &str = "By";
pub const REMIND_BY_MISSING: &str = "Choose at least one way";

/// The heading of a reminder in the form, counted from 0.
pub fn reminder(index: usize) -> String {
    sentence_case(&wave(i32::try_from(index).unwrap_or(i32::MAX).saturating_add(1)))
}

pub fn remove_reminder(index: usize) -> String {
    format!("Remove the {}", wave(i32::try_from(index).unwrap_or(i32::MAX).saturating_add(1)))
}

pub fn day(day: Day) -> &'static str {
    match day {
        Day::Monday => "Monday",
        Day::Tuesday => "Tuesday",
        Day::Wednesday => "Wednesday",
        Day::Thursday => "Thursday",
        Day::Friday => "Friday",
        Day::Saturday => "Saturday",
        Day::Sunday => "Sunday",
    }
}

/// The whole plan, a sentence each.
pub fn sentences(plan: &CampaignPlan, all: &[Channel]) -> Vec<String> {
    let mut sentences = vec![window(plan.window.as_ref())];
    if plan.spread_hours > 0 {
        let hours = plural(plan.spread_hours, "hour", "hours");
        sentences
            .push(format!("Each wave is spread evenly over {} {hours} of sending.", number::count(plan.spread_hours)));
    }
    sentences.push(match &plan.budget {
        Some(budget) => {
            format!("Sending pauses before it has cost more than {}.", number::money(&budget.amount, &budget.currency))
        }
        None => "There is no limit to what it may cost.".to_owned(),
    });
    if plan.household == Household::PerContactPoint {
        sentences.push("Where several patients share a number or an address, one of them gets the message.".to_owned());
    }
    sentences.push(doubt(plan));
    if plan.reminders.is_empty() {
        sentences.push("No reminder is planned.".to_owned());
    }
    let reminders = plan.reminders.iter().zip(1..).map(|(one, wave)| self::reminders(one, wave, all));
    sentences.extend(reminders);
    sentences
}

/// The form that is asked, where it cannot be named.
pub const FORM: &str = "Patients are asked to fill in a form; sending it acknowledges.";
/// The same around its name.
pub const FORM_BEFORE: &str = "Patients are asked to fill in ";
pub const FORM_ANSWERS: &str = "See the answers";
pub const FORM_TITLE: &str = "Form";

pub fn form_after(version: i32) -> String {
    format!(", version {version}; sending it acknowledges.")
}

fn window(window: Option<&SendingWindow>) -> String {
    let Some(SendingWindow { days, from, until, on_bank_holidays }) = window else {
        return "Messages leave at any hour.".to_owned();
    };
    let holidays = if *on_bank_holidays { "bank holidays too" } else { "not on bank holidays" };
    format!("Messages leave {} from {from} to {until}, London time, {holidays}.", days_in_words(days))
}

fn days_in_words(days: &[Day]) -> String {
    let chosen: Vec<&str> = Day::ALL.into_iter().filter(|one| days.contains(one)).map(day).collect();
    match chosen.as_slice() {
        all if all.len() == Day::ALL.len() => "every day".to_owned(),
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] => "Monday to Friday".to_owned(),
        [one] => format!("on {one}s"),
        [first @ .., last] => format!("on {} and {last}", first.join(", ")),
        [] => "on no day".to_owned(),
    }
}

fn doubt(plan: &CampaignPlan) -> String {
    let hours = format!("{} {}", number::count(plan.doubt_hours), plural(plan.doubt_hours, "hour", "hours"));
    match plan.doubt {
        DoubtPolicy::SendAgain => {
            format!("A message in doubt that nothing proves within {hours} is sent once more and marked.")
        }
        DoubtPolicy::Hold => format!("A message in doubt that nothing proves within {hours} waits for a person."),
    }
}

fn reminders(reminder: &ReminderPlan, number: i32, all: &[Channel]) -> String {
    let by = by(if reminder.channels.is_empty() { all } else { &reminder.channels });
    let days = format!("{} {}", number::count(reminder.after_days), plural(reminder.after_days, "day", "days"));
    format!("The {} goes {by} {days} after the message before, to those who have not acknowledged.", wave(number))
}

/// `by email and text`
pub fn by(channels: &[Channel]) -> String {
    let names: Vec<String> = channels.iter().map(|one| channel(*one).to_lowercase()).collect();
    format!("by {}", names.join(" and "))
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Words of the waves on the page of a campaign.
pub mod waves {
    use super::{by, london, plural, sentence_case, wave};
    use crate::api::campaigns::Channel;
    use crate::api::outlook::WaveCause;
    use crate::api::scalars::DateTime;

    pub const TITLE: &str = "Waves";

    pub fn title(number: i32, channels: &[Channel]) -> String {
        format!("{}, {}", sentence_case(&wave(number)), by(channels))
    }

    pub fn cause(cause: WaveCause) -> &'static str {
        match cause {
            WaveCause::Launch => "Queued at the launch",
            WaveCause::Plan => "Queued by itself, as planned",
            WaveCause::Person => "Queued by a person",
        }
    }

    /// When a planned reminder is due.
    pub fn due(at: Option<&DateTime>) -> String {
        at.map_or_else(|| "Planned".to_owned(), |at| format!("Planned, {} at the earliest", london::show(at)))
    }

    pub fn would_go_to(count: i32, number: &str) -> String {
        let who = plural(count, "patient who has not acknowledged", "patients who have not acknowledged");
        format!("If it were sent now, it would go to {number} {who}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::drafts::Money;

    const BOTH: [Channel; 2] = [Channel::Email, Channel::Sms];

    fn plan() -> CampaignPlan {
        CampaignPlan {
            doubt: DoubtPolicy::SendAgain,
            doubt_hours: 24,
            window: None,
            spread_hours: 0,
            budget: None,
            household: Household::PerPatient,
            reminders: Vec::new(),
            form_version_id: None,
        }
    }

    #[test]
    fn a_plan_that_nobody_has_touched_says_what_it_does() {
        let said = sentences(&plan(), &BOTH);
        assert_eq!(
            said,
            [
                "Messages leave at any hour.",
                "There is no limit to what it may cost.",
                "A message in doubt that nothing proves within 24 hours is sent once more and marked.",
                "No reminder is planned.",
            ]
        );
    }

    #[test]
    fn every_decision_is_a_sentence() {
        let window = SendingWindow {
            days: Day::ALL[..5].to_vec(),
            from: "09:00".into(),
            until: "17:30".into(),
            on_bank_holidays: false,
        };
        let said = sentences(
            &CampaignPlan {
                window: Some(window),
                spread_hours: 1,
                budget: Some(Money { amount: "250.00".into(), currency: "GBP".into() }),
                household: Household::PerContactPoint,
                doubt: DoubtPolicy::Hold,
                reminders: vec![
                    ReminderPlan { after_days: 7, channels: vec![Channel::Sms] },
                    ReminderPlan { after_days: 1, channels: Vec::new() },
                ],
                ..plan()
            },
            &BOTH,
        );
        assert_eq!(said[0], "Messages leave Monday to Friday from 09:00 to 17:30, London time, not on bank holidays.");
        assert_eq!(said[1], "Each wave is spread evenly over 1 hour of sending.");
        assert_eq!(said[2], "Sending pauses before it has cost more than £250.00.");
        assert!(said[4].ends_with("waits for a person."), "{said:?}");
        let first =
            "The first reminder goes by text 7 days after the message before, to those who have not acknowledged.";
        assert_eq!(said[5], first);
        assert!(said[6].starts_with("The second reminder goes by email and text 1 day after"), "{said:?}");
    }

    #[test]
    fn days_read_as_people_say_them() {
        assert_eq!(days_in_words(&Day::ALL), "every day");
        assert_eq!(days_in_words(&[Day::Tuesday]), "on Tuesdays");
        assert_eq!(days_in_words(&[Day::Friday, Day::Monday, Day::Wednesday]), "on Monday, Wednesday and Friday");
    }
}
