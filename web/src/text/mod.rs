//! Every word the app says, in plain English and in one place, so that a second language can be put beside it.
//! A module a screen; sentences with a number in them are functions, because languages differ in where it goes.

mod administration;
mod campaign_rooms;
pub mod consent;
mod entrance;
pub mod error;
mod figures;
mod form_answering;
mod form_building;
mod form_list;
pub mod form_publish;
mod frame;
mod incoming;
mod integration;
mod languages;
mod lists;
mod log;
mod new_campaign;
pub mod outbox;
mod overview;
mod own_account;
mod person;
pub mod plan;
mod reporting;
mod safekeeping;
pub mod stopped;
pub mod variants;

use crate::api::campaign::MessageState;
use crate::api::campaigns::{CampaignState, Channel};
use crate::api::identity::Role;
use crate::api::patients::PatientStatus;
use crate::components::status::Mood;

pub use administration::{people, practice, settings};
pub use campaign_rooms::{
    campaign_page, cost, deed, history, messages, raise, recipients, sending, settings as campaign_settings,
};
pub use entrance::{enrolment, invitation, keep_codes, second_factor, sign_in};
pub use figures::{chart, date};
pub use form_answering::{form_answer, form_answers, form_charts};
pub use form_building::{field_kinds, form_builder, form_preview, form_rules, properties};
pub use form_list::{form_page, forms, new_form};
pub use frame::{common, dialog, form, not_found, notice, palette, place, session_end, shell, shortcuts, stepper};
pub use incoming::{import, imports, upload};
pub use integration::{code_sets, systems, templates};
pub use languages::{LANGUAGES, language, language_with_code};
pub use lists::{campaigns, pager, patients};
pub use log::audit;
pub use new_campaign::{ask_form, check, count, preview, rule, schedule, who, wizard, writing};
pub use overview::{backup, campaign, dashboard, first_steps, ledger, needs_you, report};
pub use own_account::{account, forgotten};
pub use person::{patient, patient_form};
pub use reporting::{one_report, report_run, reports, schedule as report_schedule};
pub use safekeeping::{backup_keys, backups, restore};

pub const BRAND: &str = "Recall";

pub fn tab_title(page: &str) -> String {
    format!("{page} – {BRAND}")
}

pub fn role(role: Role) -> &'static str {
    match role {
        Role::Administrator => "Administrator",
        Role::Manager => "Manager",
        Role::Viewer => "Viewer",
        Role::Auditor => "Auditor",
    }
}

pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "Email",
        Channel::Sms => "Text",
    }
}

pub fn message_state(state: MessageState) -> &'static str {
    match state {
        MessageState::Queued | MessageState::Claimed => ledger::QUEUED,
        MessageState::Sending => ledger::SENDING,
        MessageState::Sent => ledger::SENT,
        MessageState::Delivered => ledger::DELIVERED,
        MessageState::Bounced => ledger::BOUNCED,
        MessageState::Failed => ledger::FAILED,
        MessageState::Uncertain => ledger::IN_DOUBT,
        MessageState::Suppressed => ledger::SUPPRESSED,
        MessageState::Cancelled => ledger::CANCELLED,
    }
}

pub fn message_mood(state: MessageState) -> Mood {
    match state {
        MessageState::Queued | MessageState::Claimed | MessageState::Suppressed | MessageState::Cancelled => {
            Mood::Neutral
        }
        MessageState::Sending => Mood::Active,
        MessageState::Sent | MessageState::Delivered => Mood::Good,
        MessageState::Failed | MessageState::Bounced => Mood::Bad,
        MessageState::Uncertain => Mood::Warning,
    }
}

/// A code of the server as words, where there are none of our own for it: `campaign.rule_changed` is "Rule changed".
pub fn readable(code: &str) -> String {
    let code = code.rsplit_once('.').map_or(code, |(_, last)| last);
    let text: String = code.chars().map(|one| if matches!(one, '_' | '-') { ' ' } else { one }).collect();
    alone(&text)
}

/// `about 41 minutes`, from seconds.
pub fn duration(seconds: i32) -> String {
    let (minutes, hours) = ((seconds + 59) / 60, seconds / 3600);
    let rest = (seconds % 3600) / 60;
    match seconds {
        ..=0 => "no time".into(),
        1..60 => "less than a minute".into(),
        60..3600 => format!("about {minutes} {}", plural(minutes, "minute", "minutes")),
        _ if hours < 24 && rest > 0 => {
            format!("about {hours} {} {rest} {}", plural(hours, "hour", "hours"), plural(rest, "minute", "minutes"))
        }
        _ if hours < 48 => format!("about {hours} {}", plural(hours, "hour", "hours")),
        _ => format!("about {} days", (hours + 12) / 24),
    }
}

/// Wave 0 is the first sending, later ones are reminders.
pub fn wave(wave: i32) -> String {
    match wave {
        ..=0 => "first message".into(),
        1 => "first reminder".into(),
        2 => "second reminder".into(),
        3 => "third reminder".into(),
        more => format!("reminder {more}"),
    }
}

pub fn campaign_state(state: CampaignState) -> &'static str {
    match state {
        CampaignState::Draft => "Draft",
        CampaignState::Scheduled => "Scheduled",
        CampaignState::Running => "Running",
        CampaignState::Paused => "Paused",
        CampaignState::Completed => "Completed",
        CampaignState::Cancelled => "Cancelled",
    }
}

pub fn campaign_mood(state: CampaignState) -> Mood {
    match state {
        CampaignState::Draft | CampaignState::Cancelled => Mood::Neutral,
        CampaignState::Scheduled | CampaignState::Running => Mood::Active,
        CampaignState::Paused => Mood::Warning,
        CampaignState::Completed => Mood::Good,
    }
}

pub fn patient_status(status: PatientStatus) -> &'static str {
    match status {
        PatientStatus::Active => "Active",
        PatientStatus::Deceased => "Deceased",
        PatientStatus::Left => "Left the practice",
        PatientStatus::Restricted => "Restricted",
    }
}

pub fn patient_mood(status: PatientStatus) -> Mood {
    match status {
        PatientStatus::Active => Mood::Good,
        PatientStatus::Deceased | PatientStatus::Left => Mood::Neutral,
        PatientStatus::Restricted => Mood::Warning,
    }
}

/// A patient as lists have them, surname first; nobody is without a name but who was erased.
pub fn listed(family_name: &str, given_name: &str) -> String {
    match (family_name, given_name) {
        ("", "") => patient::ERASED.to_owned(),
        (name, "") | ("", name) => name.to_owned(),
        (family_name, given_name) => format!("{family_name}, {given_name}"),
    }
}

/// Words that stand alone, where they otherwise are in the middle of a sentence.
pub fn alone(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The system that records come from. `practice` is what it is called where nobody has named it.
pub fn source(source: &str) -> String {
    match source {
        "practice" => "The practice’s system".to_owned(),
        "by-hand" => "Added here by hand".to_owned(),
        named => named.to_owned(),
    }
}

/// One or many.
fn plural(count: i32, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_without_words_of_its_own_is_readable() {
        assert_eq!(readable("campaign.rule_changed"), "Rule changed");
        assert_eq!(readable("provider-refused"), "Provider refused");
        assert_eq!(readable(""), "");
    }

    #[test]
    fn a_patient_of_one_name_is_listed_by_it() {
        assert_eq!(listed("Lovelace", "Ada"), "Lovelace, Ada");
        assert_eq!((listed("", "Ada"), listed("Lovelace", "")), ("Ada".into(), "Lovelace".into()));
    }

    #[test]
    fn a_duration_is_as_exact_as_people_say_it() {
        assert_eq!(duration(30), "less than a minute");
        assert_eq!(duration(2_470), "about 42 minutes");
        assert_eq!(duration(3_600), "about 1 hour");
        assert_eq!(duration(7_500), "about 2 hours 5 minutes");
        assert_eq!(duration(200_000), "about 2 days");
    }

    #[test]
    fn what_was_done_reads_as_a_sentence() {
        let deed = |action, count, number| history::deed("Ada Byron", action, count, number);
        assert_eq!(deed("campaign.launched", Some(111_168), "111,168"), "Ada Byron launched it to 111,168 patients");
        assert_eq!(deed("campaign.paused", None, ""), "Ada Byron paused it");
        assert_eq!(deed("campaign.rule_changed", None, ""), "Ada Byron rule changed");
    }
}
