//! Words of what Recall is connected to and starts from: external systems, code sets, templates.

pub mod systems {
    pub const CAPTION: &str = "External systems with credentials";
    pub const NAME: &str = "System";
    pub const SCOPES: &str = "May";
    pub const ADDED: &str = "Added";
    pub const USED: &str = "Last used";
    pub const STATE: &str = "State";
    pub const NEVER: &str = "Never";
    pub const IN_USE: &str = "Active";
    pub const ADD: &str = "Add a system";
    pub const ADD_VERB: &str = "Make credentials";
    pub const ADDING: &str = "Making…";
    pub const NAME_LABEL: &str = "Name of the system";
    pub const NAME_HINT: &str = "How you recognise it, such as “Practice system, nightly upload”.";
    pub const NAME_MISSING: &str = "Enter a name for the system";
    pub const SCOPES_LABEL: &str = "What may it do?";
    pub const SCOPES_HINT: &str = "Give it as little as it needs.";
    pub const SCOPES_MISSING: &str = "Choose at least one thing it may do";
    pub const SECRET_TITLE: &str = "Credentials of the system";
    pub const SECRET_ONCE: &str = "The secret is shown only now. If it gets lost, revoke the system and add it again.";
    pub const ID: &str = "Client id";
    pub const SECRET: &str = "Secret";
    pub const EXAMPLE: &str = "How the system asks for a token";
    pub const EXAMPLE_NOTE: &str = "The token in the answer lives 15 minutes and goes into the header “Authorization: Bearer …” of each request to /graphql.";
    pub const DONE: &str = "I have copied it";
    pub const REVOKE: &str = "Revoke";
    pub const REVOKED: &str = "Revoked. The system gets no more tokens.";
    pub const REVOKE_VERB: &str = "Revoke the credentials";
    pub const NONE: &str = "No external systems";
    pub const NONE_ADVICE: &str =
        "A system that uploads patients or fetches reports by itself gets credentials of its own here.";
    pub const OTHER: &str = "Other";

    pub fn revoked_on(when: &str) -> String {
        format!("Revoked on {when}")
    }

    pub fn revoke_text(name: &str) -> String {
        format!(
            "{name} gets no more tokens, and the ones it has stop working. This cannot be undone: to let it in again, add it anew."
        )
    }

    /// The part of a scope before the colon, as a heading.
    pub fn subject(subject: &str) -> &'static str {
        match subject {
            "patients" => "Patients",
            "campaigns" => "Campaigns",
            "reports" => "Reports",
            "snapshots" => "Backups",
            "audit" => "Audit log",
            "users" => "People",
            "clients" => "External systems",
            "settings" => "Settings",
            "outbox" => "Local outbox",
            "forms" => "Forms",
            "answers" => "Answers to forms",
            _ => OTHER,
        }
    }

    /// A line for a shell.
    pub fn example(origin: &str, id: &str) -> String {
        format!("curl -u \"{id}:$SECRET\" -d grant_type=client_credentials {origin}/oauth/token")
    }

    #[cfg(test)]
    mod tests {
        use std::collections::BTreeSet;

        use shared::permission::Permission;

        use super::{OTHER, subject};

        #[test]
        fn every_group_of_scopes_has_a_title_of_its_own() {
            let subjects: BTreeSet<&str> =
                Permission::ALL.iter().filter_map(|one| Some(one.as_str().split_once(':')?.0)).collect();
            let titles: BTreeSet<&str> = subjects.iter().map(|one| subject(one)).collect();
            assert!(!titles.contains(OTHER), "{titles:?}");
            assert_eq!(titles.len(), subjects.len());
        }
    }
}

pub mod code_sets {
    use crate::text::plural;

    pub const CAPTION: &str = "Code sets";
    pub const NAME: &str = "Code set";
    pub const VERSION: &str = "Version";
    pub const SIZE: &str = "Codes";
    pub const SOURCE: &str = "Source";
    pub const EXPLAIN: &str = "A code set says which codes mean a condition. Campaigns choose patients by it.";
    pub const NONE: &str = "No code sets";
    pub const NONE_ADVICE: &str = "Import one from a CSV file with the columns code and term.";
    pub const IMPORT: &str = "Import a code set";
    pub const IMPORT_VERB: &str = "Import";
    pub const IMPORTING: &str = "Importing…";
    pub const TITLE_LABEL: &str = "Title";
    pub const TITLE_HINT: &str = "How people call it, such as “Asthma”.";
    pub const TITLE_MISSING: &str = "Enter a title";
    pub const SLUG: &str = "Short name";
    pub const SLUG_HINT: &str =
        "Small letters, digits and hyphens, such as asthma. One that is there already gets a new version.";
    pub const SLUG_MISSING: &str = "Enter a short name of small letters, digits and hyphens";
    pub const SYSTEM: &str = "Code system";
    pub const FILE: &str = "CSV file";
    pub const FILE_HINT: &str = "With a header and the columns code and term; at most 5 MB.";
    pub const FILE_MISSING: &str = "Choose a CSV file";
    pub const FILE_TOO_LARGE: &str = "The file is larger than 5 MB. Is it the right one?";
    pub const FILE_NOT_TEXT: &str = "The file cannot be read as text. Save it as CSV in UTF-8, then choose it again";
    pub const GONE: &str = "There is no such code set";
    pub const GONE_ADVICE: &str = "The list has those that are there.";
    pub const TO_LIST: &str = "All code sets";
    pub const SEARCH: &str = "Search codes";
    pub const SEARCH_HINT: &str = "Beginning of a code, or part of a term";
    pub const CODES_CAPTION: &str = "Codes";
    pub const CODE: &str = "Code";
    pub const TERM: &str = "Term";
    pub const CODE_SYSTEM: &str = "System";
    pub const NO_MATCH: &str = "No code matches";
    pub const NO_MATCH_ADVICE: &str = "Codes match from their beginning, terms anywhere.";

    pub fn imported(title: &str, size: i32, number: &str) -> String {
        format!("{title} has been imported: {number} {}.", plural(size, "code", "codes"))
    }

    pub fn facts(version: &str, size: i32, number: &str, source: &str) -> String {
        format!("Version {version} · {number} {} · {source}", plural(size, "code", "codes"))
    }

    pub fn shown(shown: &str, total: &str) -> String {
        format!("{shown} of {total} codes. Search to find others.")
    }
}

pub mod templates {
    pub const CAPTION: &str = "Saved templates";
    pub const EXPLAIN: &str =
        "Texts to start a campaign from. A campaign keeps its own copy: changing a template changes no campaign.";
    pub const NAME: &str = "Template";
    pub const CHANNEL: &str = "Sent by";
    pub const BEGINNING: &str = "Begins";
    pub const CHANGED: &str = "Changed";
    pub const NONE: &str = "No templates yet";
    pub const NONE_ADVICE: &str = "Save the texts you use again and again.";
    pub const NEW: &str = "New template";
    pub const GONE: &str = "There is no such template";
    pub const GONE_ADVICE: &str = "It may have been deleted. The list has those that are there.";
    pub const TO_LIST: &str = "All templates";
    pub const NAME_LABEL: &str = "Name";
    pub const NAME_HINT: &str = "How you find it, such as “Flu, first message”. Patients do not see it.";
    pub const NAME_MISSING: &str = "Enter a name for the template";
    pub const CHANNEL_LABEL: &str = "Sent by";
    pub const SUBJECT: &str = "Subject";
    pub const BODY: &str = "Message";
    pub const BODY_HINT: &str =
        "It must hold the link of the patient. Name no illness: a message may be read over a shoulder.";
    pub const PLACEHOLDERS: &str = "Insert";
    pub const SAVE: &str = "Save template";
    pub const SAVED: &str = "The template has been saved.";
    pub const DELETE: &str = "Delete";
    pub const DELETE_VERB: &str = "Delete the template";
    pub const DELETE_TEXT: &str = "Campaigns that were started from it keep their texts. This cannot be undone.";
    pub const DELETED: &str = "The template has been deleted.";
    pub const LENGTH: &str = "Length";
    pub const DEAR: &str =
        "These characters make a text dearer, because one segment then holds 70 characters instead of 160:";
    pub const SIMPLIFY: &str = "Replace them";

    /// A placeholder as the menu offers it.
    pub fn placeholder(name: &str) -> &'static str {
        match name {
            "given_name" => "Given name",
            "family_name" => "Family name",
            "practice" => "Name of the practice",
            "practice_phone" => "Phone of the practice",
            "booking_link" => "Booking link",
            "link" => "Link of the patient",
            "campaign" => "Name of the campaign",
            _ => "Placeholder",
        }
    }

    /// A template as it reads: each placeholder by its name, without the signs around what only some patients get.
    pub fn in_words(template: &str) -> String {
        let mut words = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(at) = rest.find('{') {
            let (before, here) = rest.split_at(at);
            words.push_str(before);
            let close = if here.starts_with("{{") { "}}" } else { "%}" };
            let is_sign = here.starts_with("{{") || here.starts_with("{%");
            if let Some(end) = here.find(close).filter(|_| is_sign) {
                if close == "}}" {
                    let name = placeholder(here[2..end].trim());
                    words.extend(["[", &name.to_lowercase(), "]"]);
                }
                rest = &here[end + 2..];
            } else {
                words.push('{');
                rest = &here[1..];
            }
        }
        words.push_str(rest);
        words
    }

    pub fn delete_title(name: &str) -> String {
        format!("Delete “{name}”?")
    }

    pub fn segments(segments: usize, characters: &str) -> String {
        match segments {
            0 => "Empty".into(),
            1 => format!("1 segment, {characters} characters with an invented patient"),
            more => format!(
                "{more} segments, {characters} characters with an invented patient: a text of one segment is cheapest"
            ),
        }
    }

    pub fn replace_by(character: char, spelling: Option<&str>) -> String {
        match spelling {
            Some("") => format!("{character} → leave out"),
            Some(spelling) => format!("{character} → {spelling}"),
            None => character.to_string(),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::in_words;

        #[test]
        fn a_template_reads_as_words() {
            assert_eq!(in_words("Dear {{ given_name }}, see {{link}}"), "Dear [given name], see [link of the patient]");
            assert_eq!(in_words("{% if booking_link %}Book{% endif %} {now}"), "Book {now}");
            assert_eq!(in_words("open {{ end"), "open {{ end");
        }
    }
}
