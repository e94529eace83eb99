//! Every word the app says, in plain English and in one place, so that a second language can be put beside it.
//! A module a screen; sentences with a number in them are functions, because languages differ in where it goes.

mod administration;
mod entrance;
pub mod error;
mod figures;
mod frame;
mod integration;
mod lists;
mod log;
mod overview;
mod own_account;
mod reporting;
mod safekeeping;

use crate::api::campaigns::{CampaignState, Channel};
use crate::api::identity::Role;
use crate::api::patients::PatientStatus;
use crate::components::status::Mood;

pub use entrance::{enrolment, invitation, second_factor, sign_in};
pub use figures::{chart, date};
pub use frame::{common, dialog, form, not_found, notice, palette, place, session_end, shell, shortcuts, stepper};
pub use lists::{campaigns, pager, patients};
pub use overview::{backup, campaign, dashboard, first_steps, ledger, needs_you, report};
pub use own_account::{account, forgotten};

pub use administration::{people, practice, settings};
pub use integration::{code_sets, systems, templates};
pub use log::audit;
pub use reporting::{one_report, report_run, reports, schedule};
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

/// One or many.
fn plural(count: i32, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}
