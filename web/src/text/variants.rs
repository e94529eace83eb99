//! Words of messages in other languages and for reminders, of what is worth a second look, and of tests to oneself.

use crate::text::{language_with_code, plural, wave};

pub const TITLE: &str = "In other languages, and for reminders";
pub const EXPLAIN: &str =
    "Without one, everybody gets the messages above, in every wave. A message for a reminder holds for later ones too.";
pub const ADD: &str = "Add another message";
pub const NONE: &str = "There is none: everybody gets the messages above.";
pub const CHANNEL: &str = "Sent by";
pub const WAVE: &str = "From";
pub const LANGUAGE: &str = "Language";
pub const EVERYBODY: &str = "Everybody";
pub const LANGUAGE_WRONG: &str = "Write the language in small letters, such as cy or pt-br";
pub const FOR_NOBODY: &str = "Choose a language or a reminder: the first message for everybody is the one above";
pub const TWICE: &str = "There is another one for the same channel, language and reminder; keep one";
pub const SUBJECT: &str = "Subject";
pub const BODY: &str = "Message";

pub const VERSIONS: &str = "Earlier versions of the messages";
pub const NO_VERSIONS: &str = "The messages have not been saved yet.";

pub const LOOKING: &str = "What is worth a second look";
pub const REPLACE_ALL: &str = "Replace all of them";
pub const FROM_NAME: &str = "it comes from a name or the practice’s details";

pub const TEST: &str = "Send me a test";
pub const TEST_TITLE: &str = "Send yourself a test";
pub const TEST_EMAIL: &str =
    "It goes to the address you sign in with, as an invented patient would get it. The link in it is an example.";
pub const TEST_SMS: &str = "It goes to your phone, as an invented patient would get it. The link in it is an example, and the text costs what a text costs.";
pub const TEST_PHONE: &str = "Your mobile number";
pub const TEST_PHONE_HINT: &str = "For example 07700 900123.";
pub const TEST_PHONE_MISSING: &str = "Enter your mobile number";
pub const TEST_SEND: &str = "Send the test";
pub const TEST_SENDING: &str = "Sending…";

/// The heading of a variant, counted from 0.
pub fn position(index: usize) -> String {
    format!("Message {}", index + 2)
}

pub fn remove(index: usize) -> String {
    format!("Remove message {}", index + 2)
}

/// From which wave on a variant is used.
pub fn from_wave(number: i32) -> String {
    if number == 0 { "the first message on".to_owned() } else { format!("the {} on", wave(number)) }
}

/// For whom a variant is, in the settings of a campaign; `language` is empty for everybody.
pub fn whose(channel: &str, number: i32, language: &str) -> String {
    let for_whom =
        if language.is_empty() { "for everybody".to_owned() } else { format!("in {}", language_with_code(language)) };
    format!("{channel} {for_whom}, from {}", from_wave(number))
}

pub fn version(number: &str, when: &str, who: &str) -> String {
    format!("Version {number}: {when}, {who}")
}

pub fn longest(segments: i32, number: &str, units: &str) -> String {
    format!(
        "For the patient with the longest name it takes {number} {} ({units} characters).",
        plural(segments, "segment", "segments")
    )
}

pub fn dear(character: &str) -> String {
    format!("“{character}” makes the text dearer: 70 instead of 160 characters to a segment.")
}

pub fn replace(character: &str, by: &str) -> String {
    format!("Replace “{character}” by “{by}”")
}

pub fn test_sent(to: &str) -> String {
    format!("The test is on its way to {to}.")
}
