//! Words of the outbox.

pub const TITLE: &str = "Outbox";
pub const EMAILS: &str = "Emails";
pub const TEXTS: &str = "Texts";
pub const TABS: &str = "Channel";
pub const SEARCH_EMAIL: &str = "Search by email address";
pub const SEARCH_SMS: &str = "Search by phone number";
pub const SEARCH_HINT: &str = "A part of it is enough";
pub const NONE: &str = "Nothing has been sent here";
pub const NONE_ADVICE: &str = "While Recall is set up not to send for real, what it would have sent is kept here for you to look at. Once it sends for real, this stays empty.";
pub const NO_MATCH: &str = "No message to such an address";
pub const NO_MATCH_ADVICE: &str = "Check the search, or look at all messages.";
pub const CLEAR: &str = "Show all";
pub const SO_FAR: &str = "Nothing found in the newest messages";
pub const SO_FAR_ADVICE: &str = "The outbox is long. Go on with older messages.";
pub const LIST: &str = "Messages";
pub const PICK: &str = "Choose a message to read it here.";
pub const FROM: &str = "From";
pub const TO: &str = "To";
pub const AT: &str = "Sent";
pub const NO_SUBJECT: &str = "No subject";
pub const OLDER: &str = "Older";
pub const NEWER: &str = "Newer";
pub const BODY: &str = "Text of the message";
pub const BACK: &str = "Back to the list";

pub fn conversation(number: &str) -> String {
    format!("Texts to {number}")
}
