//! Words of the numbers and addresses that must not be used.

use crate::api::suppressions::SuppressionReason;

pub const TITLE: &str = "Stopped numbers and addresses";
pub const SHORT: &str = "Stopped numbers";
pub const EXPLAIN: &str =
    "No campaign writes to these, whatever a later upload says. They apply to whoever has the number or address.";
pub const CAPTION: &str = "Stopped numbers and addresses, the newest first";
pub const VALUE: &str = "Number or address";
pub const REASON: &str = "Why";
pub const SINCE: &str = "Since";
pub const PATIENTS: &str = "Patients who have it";
pub const ACTIONS: &str = "Actions";
pub const NOT_KNOWN: &str = "Not known here";
pub const NOT_KNOWN_WHY: &str = "Nobody here typed it, and no patient has it today.";
pub const NOBODY: &str = "Nobody today";
pub const ANOTHER_REASON: &str = "For a reason that this page does not know";

pub const KIND: &str = "Kind";
pub const ANY_KIND: &str = "Any";
pub const ANY_REASON: &str = "Any";
pub const SEARCH: &str = "Search";
pub const SEARCH_HINT: &str = "A whole number or address";
pub const PHONES: &str = "Phone numbers";
pub const EMAILS: &str = "Email addresses";
pub const NONE: &str = "Nothing is stopped";
pub const NONE_ADVICE: &str =
    "Patients who opt out, addresses that do not exist and what you stop by hand are listed here.";
pub const NO_MATCH: &str = "Nothing matches";
pub const NO_MATCH_ADVICE: &str = "Numbers and addresses match as a whole.";
pub const CLEAR: &str = "Clear search and filters";

pub const ADD: &str = "Stop a number or address";
pub const ADD_TEXT: &str =
    "Messages that wait for it are not sent, and no later campaign uses it. You can lift this again.";
pub const ADD_VERB: &str = "Stop messages to it";
pub const ADDED: &str = "Stopped. No message goes there any more.";
pub const WHICH: &str = "What is it?";
pub const PHONE: &str = "A phone number";
pub const EMAIL: &str = "An email address";
pub const PHONE_LABEL: &str = "Phone number";
pub const PHONE_HINT: &str = "For example 07700 900123.";
pub const EMAIL_LABEL: &str = "Email address";
pub const EMAIL_HINT: &str = "For example ada@example.org.";
pub const VALUE_MISSING: &str = "Enter the number or the address";
pub const NOTE: &str = "Why";
pub const NOTE_HINT: &str = "In a sentence. Colleagues see it; the patient does not.";
pub const NOTE_MISSING: &str = "Say why, so that colleagues know";
pub const NOTE_LONG: &str = "Use at most 500 characters";

pub const LIFT: &str = "Lift";
pub const LIFT_TITLE: &str = "Allow messages to it again";
pub const LIFT_TEXT: &str = "Campaigns launched from now on may use it. What was held back stays held back, and whoever opted out of a campaign stays out of that one.";
pub const LIFT_STOP: &str =
    "The patient answered STOP: until they also text START, the provider refuses the number still.";
pub const LIFT_WISH: &str = "The patient asked for this. Lift it only if they ask for messages again.";
pub const LIFT_VERB: &str = "Allow messages";
pub const LIFT_WHY: &str = "Why may it be used again?";
pub const LIFT_WHY_HINT: &str = "It is kept with your name.";
pub const LIFTED: &str = "Campaigns may use it again.";

pub fn reason(reason: Option<SuppressionReason>) -> &'static str {
    match reason {
        Some(SuppressionReason::OptedOut) => "The patient opted out",
        Some(SuppressionReason::Stop) => "The patient answered STOP",
        Some(SuppressionReason::ProviderList) => "On the provider’s list of numbers that want no texts",
        Some(SuppressionReason::Complaint) => "The patient complained to their mail provider",
        Some(SuppressionReason::WrongPerson) => "Somebody else reads there",
        Some(SuppressionReason::Staff) => "Stopped by staff",
        Some(SuppressionReason::HardBounce) => "The address does not exist",
        None => ANOTHER_REASON,
    }
}

pub fn lift(what: &str) -> String {
    format!("Lift {what}")
}

pub fn added_by(who: &str) -> String {
    format!("by {who}")
}

pub fn total(count: i32, number: &str) -> String {
    format!("{number} {}", crate::text::plural(count, "number or address", "numbers and addresses"))
}
