//! Words of publishing a form: what changed, the steps, the address, the versions.

use shared::form::Comparable;

use super::{form_builder, plural};

/// Characters of a form's name; the server takes no more.
const NAME_LONGEST: usize = 200;

pub const OPEN: &str = "Publish";
pub const AGAIN: &str = "Publish again";
pub const PUBLISH: &str = "Publish it";
pub const PUBLISHING: &str = "Publishing…";
pub const FIRST: &str = "This is the first version. Its address works as soon as it is published; you can change the form later and publish again.";
pub const UNCHANGED: &str = "Nothing has changed since this version was published.";
pub const BRING_BACK: &str = "The form is retired. Publishing brings it back: it takes answers again.";
pub const CHANGES: &str = "What changes";
pub const COMPARABLE: &str = "Answers you have already";
pub const OLD_LINKS: &str = "Who has the page open already is answered under the version they see.";
pub const NOT_READY: &str = "This keeps the form from being published:";
pub const HALF_TYPED: &str = "This was typed and cannot be read, and the form would be published without it:";
pub const STEPS: &str = "Steps";
pub const STEP_DONE: &str = "done";
pub const STEP_WAITING: &str = "waiting";
pub const STEP_UNDER_WAY: &str = "under way";
pub const STEP_FAILED: &str = "failed";
pub const STARTED: &str = "It is being published.";
pub const FAILED_ADVICE: &str = "What is live stays live. Publish again: it goes on from the step that failed. Where the draft has changed since, you see first what changes, and it becomes a version of its own.";
pub const TRIED_AGAIN: &str =
    "A step did not work, and is tried again by itself for some minutes. What is live stays live.";
pub const ADDRESS: &str = "Address";
pub const ADDRESS_LABEL: &str = "the address";
pub const NOT_YET: &str = "The form has an address once it is published.";
pub const NO_LONGER: &str = "The form is retired: its address takes no answers, and shows that. Publish it again, and the same address works again.";
pub const PUBLIC: &str = "Anybody who knows the address can fill it in.";
pub const PRIVATE: &str = "The address alone opens nothing. Patients of a campaign come by their personal link, and anybody else by a signed link.";
pub const MAKE_PUBLIC: &str = "Make it public";
pub const MAKE_PRIVATE: &str = "Make it private";
pub const IS_PUBLIC: &str = "The form is public now.";
pub const IS_PRIVATE: &str = "The form is private now.";
pub const SIGNED: &str = "Signed link";
pub const SIGNED_HINT: &str = "Whoever has the link can fill in the form until the end of that day.";
pub const UNTIL: &str = "Good until";
pub const UNTIL_WRONG: &str = "Enter a day to come";
pub const SIGN: &str = "Make a link";
pub const SIGNING: &str = "Making…";
pub const SIGNED_LABEL: &str = "the signed link";
pub const VIEW: &str = "SQL view of its answers";
pub const VIEW_LABEL: &str = "the name of the view";
pub const SETTINGS: &str = "Name and settings";
pub const NAME: &str = "Name";
pub const NAME_HINT: &str = "How your team finds it; patients see the title.";
pub const NAME_MISSING: &str = "Enter a name";
pub const SLUG: &str = "Last part of the address";
pub const SLUG_HINT: &str =
    "Lower-case letters, digits and hyphens, such as flu-2026. It stays once the form is published.";
pub const SLUG_WRONG: &str = "Enter lower-case letters, digits and single hyphens, a letter first, at most 50";
pub const CHANGEABLE: &str = "Patients may change their answers";
pub const CHANGEABLE_HINT: &str = "By their personal link, until the campaign ends.";
pub const SAVED: &str = "Saved.";
pub const VERSIONS: &str = "Versions";
pub const VERSION: &str = "Version";
pub const WHEN: &str = "Published";
pub const WHAT: &str = "What changed";
pub const NO_VERSIONS: &str = "No version yet";
pub const NO_VERSIONS_ADVICE: &str = "Publish the form: what it is then becomes version 1, which never changes.";
pub const ON_ITS_WAY: &str = "On its way";
pub const FIRST_ONE: &str = "The first";
pub const LIVE: &str = "live";
pub const MORE: &str = "More";
pub const EXPORT: &str = "Save the draft as a file";
pub const EXPORT_HINT: &str = "The file is JSON, which another Recall can import.";
pub const COPY: &str = "Make a copy";
pub const RETIRE: &str = "Retire the form";
pub const RETIRE_TITLE: &str = "Retire this form?";
pub const RETIRED: &str = "The form is retired.";

/// What the texts are that readers of another language are not shown in it.
pub fn untranslated(count: usize) -> String {
    format!("{}: patients are shown them in the first language.", form_builder::untranslated(count))
}

/// The name of a copy, as long as a name may be.
pub fn copy_of(name: &str) -> String {
    format!("Copy of {name}").chars().take(NAME_LONGEST).collect::<String>().trim_end().to_owned()
}

/// How long a signed link is good, with its last day.
pub fn good_until(day: &str) -> String {
    format!("Good until the end of {day}. A link that was made before stays good until its own day.")
}

pub fn title(number: i32) -> String {
    format!("Publish version {number}")
}

pub fn under_way(number: i32) -> String {
    format!("Version {number} is being published")
}

pub fn failed(number: i32) -> String {
    format!("Version {number} could not be published")
}

pub fn retire_text(answers: &str) -> String {
    format!(
        "From then on nobody can answer it, by whichever link. While a campaign that asks it is running it cannot be retired. Its {answers} stay. Publishing it again brings it back."
    )
}

pub fn changes(count: usize) -> String {
    let many = i32::try_from(count).unwrap_or(i32::MAX);
    format!("{count} {}", plural(many, "change", "changes"))
}

pub fn attempts(count: i32) -> String {
    format!("{count} attempts")
}

/// What stays comparable, as the beginning of a list of questions.
pub fn comparable(how: Comparable) -> &'static str {
    match how {
        Comparable::Yes => "Stay comparable",
        Comparable::WithCare => "Compare with care, because the words, options, limits or who is asked changed",
        Comparable::No => "Stand apart, because they are new, gone, or of another type",
    }
}
