//! Words of the lists of patients and of campaigns, and of their pager.

pub mod patients {
    use crate::text::plural;

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
    pub const CONTACTABLE: &str = "Reachable by";
    pub const ANY_CHANNEL: &str = "Any";
    pub const ORDER: &str = "Order";
    pub const BY_NAME: &str = "By name";
    pub const BY_NEWEST: &str = "Newest first";
    pub const NO_MATCH: &str = "No patient matches";
    pub const NO_MATCH_ADVICE: &str =
        "Names match from their beginning; NHS numbers, phones and emails match as a whole.";
    pub const CLEAR: &str = "Clear search and filters";
    pub const NONE: &str = "No patients yet";
    pub const NONE_ADVICE: &str = "Upload the file your practice’s system exports, or add a patient by hand.";
    pub const ADD: &str = "Add a patient";
    pub const UPLOAD: &str = "Upload a file";
    pub const IMPORTS: &str = "Imports";

    pub fn total(count: i32, number: &str) -> String {
        format!("{number} {}", plural(count, "patient", "patients"))
    }
}

pub mod campaigns {
    pub const CAPTION: &str = "Campaigns";
    pub const NAME: &str = "Campaign";
    pub const STATE: &str = "State";
    pub const NEW: &str = "New campaign";
    pub const LAUNCHED: &str = "Launched";
    pub const NOT_YET: &str = "Not yet";
    pub const RECIPIENTS: &str = "Recipients";
    pub const PROGRESS: &str = "Progress";
    pub const NONE: &str = "No campaigns yet";
    pub const NONE_ADVICE: &str =
        "Choose the patients, write the messages, check, send: a new campaign leads you through.";

    pub fn scheduled(when: &str) -> String {
        format!("For {when}")
    }
}

pub mod pager {
    pub const NAME: &str = "Pages";
    pub const FIRST: &str = "First page";
    pub const PREVIOUS: &str = "Previous";
    pub const NEXT: &str = "Next";

    pub fn position(from: &str, to: &str, total: &str) -> String {
        if from == to { format!("{to} of {total}") } else { format!("{from}–{to} of {total}") }
    }

    /// Of a list whose length is not known.
    pub fn rows(from: &str, to: &str) -> String {
        if from == to { to.to_owned() } else { format!("{from}–{to}") }
    }
}
