//! Every word the app says, in plain English and in one place, so that a second language can be put beside it.
//! A module a screen; sentences with a number in them are functions, because languages differ in where it goes.

use crate::api::campaigns::{CampaignState, Channel};
use crate::api::identity::Role;
use crate::api::patients::PatientStatus;
use crate::components::status::Mood;

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

pub mod place {
    pub const DASHBOARD: &str = "Dashboard";
    pub const PATIENTS: &str = "Patients";
    pub const CAMPAIGNS: &str = "Campaigns";
}

pub mod common {
    pub const LOADING: &str = "Loading…";
    pub const TRY_AGAIN: &str = "Try again";
    pub const TRYING: &str = "Trying…";

    /// Older data is still on the screen.
    pub fn stale(reason: &str) -> String {
        format!("What you see may be out of date. {reason}")
    }
}

pub mod notice {
    pub const INFO: &str = "Note";
    pub const WARNING: &str = "Warning";
    pub const ERROR: &str = "Error";
}

pub mod form {
    pub const PROBLEM: &str = "There is a problem";
}

pub mod pager {
    pub const NAME: &str = "Pages";
    pub const PREVIOUS: &str = "Previous";
    pub const NEXT: &str = "Next";

    pub fn position(from: &str, to: &str, total: &str) -> String {
        format!("{from}–{to} of {total}")
    }
}

pub mod error {
    pub const OFFLINE: &str = "Recall cannot be reached. Check your connection, then try again.";
    pub const TIMED_OUT: &str = "Recall took too long to answer. Try again in a moment.";
    pub const SESSION_ENDED: &str = "Your session has ended. Sign in again.";
    pub const FORBIDDEN: &str = "Your role does not allow this. If you need it, ask your administrator.";
    pub const WRONG_CREDENTIALS: &str = "That email address and password do not match. Check both and try again.";
    pub const WRONG_CODE: &str = "That code is not right. Enter the code your authenticator shows now.";
    pub const CODE_ALREADY_USED: &str = "That code has been used already. Wait for the next one in your authenticator.";
    pub const CHALLENGE_EXPIRED: &str = "That took too long. Start again with your password.";

    pub fn unreadable(status: u16) -> String {
        format!("Something between you and Recall answered in its place (status {status}). Try again in a moment.")
    }

    pub fn locked_out(seconds: Option<u32>) -> String {
        let wait = match seconds {
            Some(seconds @ 0..=90) => format!("{seconds} seconds"),
            Some(seconds) => format!("{} minutes", seconds.div_ceil(60)),
            None => "a few minutes".into(),
        };
        format!("Too many tries. Wait {wait}, then try again.")
    }

    /// The server's own sentence, and the number it asks to quote.
    pub fn refused(message: &str, request_id: Option<&str>) -> String {
        match request_id {
            Some(id) => format!("{message} Number: {id}"),
            None => message.into(),
        }
    }
}

pub mod date {
    pub const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    pub const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
}

pub mod shell {
    pub const SKIP: &str = "Skip to the page";
    pub const NAVIGATION: &str = "Main";
    pub const TO_LIGHT: &str = "Switch to light colours";
    pub const TO_DARK: &str = "Switch to dark colours";
    pub const SIGN_OUT: &str = "Sign out";
    pub const SIGNING_OUT: &str = "Signing out…";

    pub fn account_of(name: &str) -> String {
        format!("Account of {name}")
    }
}

pub mod sign_in {
    pub const TITLE: &str = "Sign in";
    pub const EMAIL: &str = "Email address";
    pub const EMAIL_MISSING: &str = "Enter your email address";
    pub const PASSWORD: &str = "Password";
    pub const PASSWORD_MISSING: &str = "Enter your password";
    pub const GO_ON: &str = "Continue";
    pub const CHECKING: &str = "Checking…";
    pub const ENDED: &str = "Your session has ended. Sign in again, and you come back to where you were.";
    pub const SIGNED_OUT: &str = "You have signed out.";
    pub const CHALLENGE_EXPIRED: &str = "The code was not entered in time. Enter your password again.";
}

pub mod second_factor {
    pub const TITLE: &str = "Enter your code";
    pub const ENROL_TITLE: &str = "Set up your authenticator";
    pub const CODE: &str = "Code";
    pub const HINT: &str = "The six digits your authenticator app shows for Recall.";
    pub const ENROL_HINT: &str = "Then enter the six digits the app shows.";
    pub const CODE_MISSING: &str = "Enter the six digits of the code";
    pub const SIGN_IN: &str = "Sign in";
    pub const CHECKING: &str = "Checking…";
}

pub mod enrolment {
    pub const EXPLAIN: &str = "Recall asks for a code from your phone each time you sign in. Scan this picture with an authenticator app: any will do.";
    pub const PICTURE: &str =
        "QR code for your authenticator app. The same as text is below, under “I cannot scan it”.";
    pub const CANNOT_SCAN: &str = "I cannot scan it";
    pub const TYPE_THIS: &str = "Type this key into your app, as a time-based code:";
}

pub mod invitation {
    pub const TITLE: &str = "Welcome to Recall";
    pub const EXPLAIN: &str =
        "Choose a password. After that you set up the app that gives you a code when you sign in.";
    pub const PASSWORD: &str = "New password";
    pub const PASSWORD_HINT: &str = "At least 12 characters. Three random words do well.";
    pub const PASSWORD_MISSING: &str = "Enter a password";
    pub const REPEATED: &str = "New password again";
    pub const NOT_THE_SAME: &str = "This is not the same as the password above";
    pub const SAVE: &str = "Save password";
    pub const SAVING: &str = "Saving…";
    pub const NOT_VALID: &str =
        "This invitation has been used, has run out, or is not complete. Ask whoever invited you for a new one.";
    pub const EXPIRED: &str = "That took too long, but your password is saved. Sign in to set up your authenticator.";
    pub const TO_SIGN_IN: &str = "Sign in";
}

pub mod dashboard {
    pub const LIVE: &str = "Live";
    pub const POLLING: &str = "Updates every 5 seconds";
    pub const NO_CAMPAIGN: &str = "No campaign yet";
    pub const NO_CAMPAIGN_ADVICE: &str = "Once a campaign is launched, you see here how far it has come.";

    pub fn greeting(hour: u32) -> &'static str {
        match hour {
            5..=11 => "Good morning",
            12..=17 => "Good afternoon",
            _ => "Good evening",
        }
    }
}

pub mod needs_you {
    use super::plural;

    pub const TITLE: &str = "Needs you";
    pub const NOTHING: &str = "Nothing at the moment.";
    pub const UNCERTAIN_WHY: &str = "It is not known whether they were sent";
    pub const FAILED_WHY: &str = "They could not be sent";
    pub const UNREACHABLE_WHY: &str = "No phone or email that can be used";

    pub fn uncertain(count: i32, number: &str) -> String {
        format!("{number} {} in doubt", plural(count, "message", "messages"))
    }

    pub fn failed(count: i32, number: &str) -> String {
        format!("{number} {} failed", plural(count, "message", "messages"))
    }

    pub fn unreachable(count: i32, number: &str) -> String {
        format!("{number} {} cannot be reached", plural(count, "patient", "patients"))
    }
}

pub mod campaign {
    pub const SELECTED: &str = "selected";
    pub const SENT: &str = "sent";
    pub const FOLLOWED: &str = "followed the link";
    pub const ACKNOWLEDGED: &str = "acknowledged";
    pub const DAYS: &str = "Acknowledged a day";
    pub const DAY: &str = "Day";
    pub const NO_DAYS: &str = "Nobody has acknowledged yet. Each day’s number will show here.";

    pub fn share_of_selected(percent: &str) -> String {
        format!("{percent} of selected")
    }

    pub fn share_of_sent(percent: &str) -> String {
        format!("{percent} of sent")
    }
}

pub mod chart {
    pub fn span(first: &str, last: &str) -> String {
        format!("{first} to {last}")
    }

    pub fn most(number: &str, day: &str) -> String {
        format!("Most: {number} on {day}")
    }
}

pub mod ledger {
    pub const CAPTION: &str = "Where every message is";
    pub const MESSAGES: &str = "Messages";
    pub const QUEUED: &str = "Queued";
    pub const SENDING: &str = "Sending";
    pub const SENT: &str = "Sent";
    pub const DELIVERED: &str = "Delivered";
    pub const FAILED: &str = "Failed";
    pub const IN_DOUBT: &str = "In doubt";
    pub const SUPPRESSED: &str = "Held back";
    pub const CANCELLED: &str = "Cancelled";
    pub const TOTAL: &str = "Total";
    pub const ADDS_UP: &str = "The states add up to the total";

    pub fn is_off_by(difference: &str) -> String {
        format!("off by {difference}")
    }
}

pub mod backup {
    pub const TITLE: &str = "Last backup";
    pub const NONE: &str = "No backup has been made yet.";
    pub const VERIFIED: &str = "Checked and readable";
    pub const UNVERIFIED: &str = "Written, not checked yet";
    pub const RUNNING: &str = "Under way";
    pub const FAILED: &str = "Failed";
}

pub mod report {
    use super::plural;

    pub const TITLE: &str = "Next report";
    pub const NONE: &str = "None is scheduled";
    pub const RUNNING: &str = "A run is under way";

    pub fn last_found(count: i32, number: &str, when: &str) -> String {
        format!("Last time {number} {}, {when}", plural(count, "patient", "patients"))
    }

    pub fn last_failed(when: &str) -> String {
        format!("The last run failed, {when}")
    }
}

pub mod patients {
    use super::plural;

    pub const CAPTION: &str = "Patients";
    pub const NAME: &str = "Name";
    pub const NHS_NUMBER: &str = "NHS number";
    pub const BORN: &str = "Born";
    pub const POSTCODE: &str = "Postcode";
    pub const CONTACT: &str = "Contact";
    pub const STATUS: &str = "Status";
    pub const NOT_KNOWN: &str = "Not known";
    pub const PHONE: &str = "Phone";
    pub const EMAIL: &str = "Email";
    pub const SUPPRESSED: &str = "do not use";
    pub const SEARCH: &str = "Search";
    pub const SEARCH_HINT: &str = "Name, NHS number, phone or email";
    pub const ANY_STATUS: &str = "Any";
    pub const CONDITION: &str = "Condition";
    pub const ANY_CONDITION: &str = "Any";
    pub const CONTACTABLE: &str = "Can be reached by";
    pub const ANY_CHANNEL: &str = "Any";
    pub const ORDER: &str = "Order";
    pub const BY_NAME: &str = "By name";
    pub const BY_NEWEST: &str = "Newest first";
    pub const NO_MATCH: &str = "No patient matches";
    pub const NO_MATCH_ADVICE: &str =
        "Names match from their beginning; NHS numbers, phones and emails match as a whole.";
    pub const CLEAR: &str = "Clear search and filters";
    pub const NONE: &str = "No patients yet";
    pub const NONE_ADVICE: &str = "They appear here once a patient file has been imported.";

    pub fn total(count: i32, number: &str) -> String {
        format!("{number} {}", plural(count, "patient", "patients"))
    }
}

pub mod campaigns {
    pub const CAPTION: &str = "Campaigns";
    pub const NAME: &str = "Campaign";
    pub const STATE: &str = "State";
    pub const CHANNELS: &str = "Sent by";
    pub const LAUNCHED: &str = "Launched";
    pub const NOT_YET: &str = "Not yet";
    pub const RECIPIENTS: &str = "Recipients";
    pub const ACKNOWLEDGED: &str = "Acknowledged";
    pub const NONE: &str = "No campaigns yet";
    pub const NONE_ADVICE: &str = "Drafts and launched campaigns are listed here.";
}

pub mod not_found {
    pub const TITLE: &str = "Page not found";
    pub const WHAT: &str = "There is nothing at this address";
    pub const ADVICE: &str = "Check the address for a slip. If a link brought you here, what it led to may be gone.";
    pub const HOME: &str = "Go to the dashboard";
}
