//! The life of a form on the server: its states, its address, and the steps of publishing.

use super::text::{Language, Text};
use crate::text_enum::{canonical_from_str, text_enum};

text_enum! {
    /// How far a form has come.
    pub enum FormState ("form state") {
        /// Never published; nobody but staff sees it.
        Draft => "draft",
        /// A version of it takes answers.
        Published => "published",
        /// It takes no answers any more; those it has stay.
        Retired => "retired",
    }
}

text_enum! {
    /// One step of publishing, in order.
    pub enum PublishStep ("step of publishing") {
        /// The form is read and checked once more.
        Check => "check",
        /// The SQL view of the answers is made.
        View => "view",
        /// The page is rendered.
        Page => "page",
        /// The page goes into the object store.
        Store => "store",
        /// The public address shows the new version.
        Switch => "switch",
        /// The audit log says so.
        Audit => "audit",
    }
}

text_enum! {
    /// How far a step of publishing has come.
    pub enum StepState ("state of a step") {
        Waiting => "waiting",
        Done => "done",
        /// It could not be done; where it is tried again, it is done or failed again later.
        Failed => "failed",
    }
}

canonical_from_str!(FormState, PublishStep, StepState);

impl PublishStep {
    /// What it does, for the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Check => "Check the form",
            Self::View => "Make the table of answers",
            Self::Page => "Render the page",
            Self::Store => "Store the page",
            Self::Switch => "Switch the address",
            Self::Audit => "Write the audit log",
        }
    }
}

/// The longest slug: its view's name stays under the 63 bytes that PostgreSQL keeps of a name.
pub const SLUG_LONGEST: usize = 50;

/// The tables of forms without `form_`, which the view of no form may be called, nor begin with: indexes, constraints and
/// sequences are named after their table, and have their names beside the views'.
const TABLES: &[&str] = &["attachment", "publication", "response", "tally", "version"];

/// The same of what belongs to the table `form` itself.
const OWN: &[&str] = &["id-seq", "pkey", "slug"];

/// Whether a text can be the address of a form: lower-case letters, digits and single hyphens, a letter first.
pub fn is_slug(text: &str) -> bool {
    text.len() <= SLUG_LONGEST
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && !text.ends_with('-')
        && !text.contains("--")
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !TABLES.contains(&text.split('-').next().unwrap_or_default())
        && !OWN.contains(&text)
}

/// A slug out of a title: "Book a flu vaccination" makes `book-a-flu-vaccination`; `form` where nothing is left, and
/// `form-response-times` out of "Response times".
pub fn slug_of(title: &Text) -> String {
    let title = title.in_language(&Language::english(), &Language::english());
    let mut slug = String::new();
    for character in title.chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() && (!slug.is_empty() || character.is_ascii_lowercase()) {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(character, '\'' | '’') {
            slug.push('-');
        }
        // Room for a number behind it.
        if slug.len() >= SLUG_LONGEST - 5 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if is_slug(slug) {
        return slug.to_owned();
    }
    let behind = slug.get(..SLUG_LONGEST - 10).unwrap_or(slug);
    format!("form-{behind}").trim_end_matches('-').to_owned()
}

/// The name of the SQL view of a form's answers.
pub fn view_name(slug: &str) -> String {
    format!("form_{}", slug.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slug_is_what_stands_in_an_address_and_in_the_name_of_a_view() {
        for slug in ["flu", "flu-2026", "a-b-c", "versions", "your-response", "sequence", "slug-2"] {
            assert!(is_slug(slug), "{slug}");
        }
        for slug in [
            "",
            "-flu",
            "flu-",
            "flu--26",
            "Flu",
            "2026",
            "flu_26",
            "flü",
            "version",
            "response",
            "a b",
            "tally",
            "version-pkey",
            "response-form-id-id",
            "slug",
            "pkey",
            "id-seq",
        ] {
            assert!(!is_slug(slug), "{slug}");
        }
        assert!(is_slug(&"a".repeat(SLUG_LONGEST)) && !is_slug(&"a".repeat(SLUG_LONGEST + 1)));
        assert_eq!(view_name("flu-2026"), "form_flu_2026");
    }

    #[test]
    fn a_title_makes_a_slug() {
        for (title, slug) in [
            ("Book a flu vaccination", "book-a-flu-vaccination"),
            ("2026: What's new?", "whats-new"),
            ("Ünïcode", "n-code"),
            ("???", "form"),
            ("Version", "form-version"),
            ("Response times", "form-response-times"),
        ] {
            assert_eq!(slug_of(&Text::english(title)), slug, "{title}");
        }
    }

    #[test]
    fn steps_come_in_order() {
        let order: Vec<&str> = PublishStep::ALL.iter().map(|step| step.as_str()).collect();
        assert_eq!(order, ["check", "view", "page", "store", "switch", "audit"]);
    }

    proptest! {
        #[test]
        fn every_title_makes_a_slug_with_room_for_a_number(title in ".{0,80}") {
            let slug = slug_of(&Text::english(&title));
            prop_assert!(is_slug(&slug), "{slug}");
            let numbered = format!("{slug}-999");
            prop_assert!(is_slug(&numbered), "{numbered}");
        }
    }
}
