//! Words of the list of forms, of a new one, and of what is around one form.

pub mod forms {
    use crate::api::forms::{FormKind, FormState};
    use crate::components::status::Mood;
    use crate::text::plural;

    pub const CAPTION: &str = "Forms";
    pub const NAME: &str = "Form";
    pub const KIND: &str = "Kind";
    pub const STATE: &str = "State";
    pub const ANSWERS: &str = "Answers";
    pub const PUBLISHED: &str = "Last published";
    pub const NOT_YET: &str = "Not yet";
    pub const NONE: &str = "No forms yet";
    pub const NONE_ADVICE: &str =
        "A form asks patients what you need to know. Start from one of ours, change it, publish it.";
    pub const NEW: &str = "New form";

    pub fn kind(kind: FormKind) -> &'static str {
        match kind {
            FormKind::Acknowledgement => "Acknowledgement",
            FormKind::BookingRequest => "Booking request",
            FormKind::Questionnaire => "Questionnaire",
            FormKind::Consent => "Consent",
            FormKind::Registration => "Registration",
        }
    }

    pub fn state(state: FormState) -> &'static str {
        match state {
            FormState::Draft => "Draft",
            FormState::Published => "Published",
            FormState::Retired => "Retired",
        }
    }

    pub fn mood(state: FormState) -> Mood {
        match state {
            FormState::Draft | FormState::Retired => Mood::Neutral,
            FormState::Published => Mood::Good,
        }
    }

    pub fn version(number: i32) -> String {
        format!("Version {number}")
    }

    pub fn answers(count: i32, number: &str) -> String {
        format!("{number} {}", plural(count, "answer", "answers"))
    }
}

pub mod new_form {
    pub const SOURCE: &str = "Start from";
    pub const STARTER: &str = "One of ours";
    pub const STARTER_HINT: &str = "Ready to publish, and yours to change.";
    pub const BLANK: &str = "An empty form";
    pub const BLANK_HINT: &str = "One page with nothing on it.";
    pub const FILE: &str = "A file";
    pub const FILE_HINT: &str = "A form exported from Recall, or a FHIR R4 Questionnaire.";
    pub const WHICH: &str = "Which one";
    pub const WHICH_MISSING: &str = "Choose the form to start from";
    pub const KIND: &str = "Kind of form";
    pub const CHOOSE_FILE: &str = "File";
    pub const CHOOSE_FILE_HINT: &str = "JSON, at most 2 MB.";
    pub const FILE_MISSING: &str = "Choose a file";
    pub const FILE_TOO_LARGE: &str = "The file is larger than 2 MB. Split the form into several.";
    pub const FILE_NOT_TEXT: &str = "The file is not text in UTF-8. Export it again as JSON.";
    pub const FILE_NOT_JSON: &str = "The file is not JSON. Export it again as JSON.";
    pub const NAME: &str = "Name";
    pub const NAME_HINT: &str = "How your team finds it. The title of the form where you leave it empty.";
    pub const MAKE: &str = "Make the form";
    pub const MAKING: &str = "Making…";
    pub const MADE: &str = "The form has been made.";
    pub const LOST_TITLE: &str = "Not everything could be carried over";
    pub const LOST: &str = "The form has been made from the Questionnaire. These parts have no place in it:";
    pub const LOST_GO_ON: &str = "Open the form";
}

pub mod form_page {
    pub const ROOMS: &str = "Form";
    pub const TITLE: &str = "Form";
    pub const BUILD: &str = "Build";
    pub const PUBLISHING: &str = "Publishing";
    pub const ANSWERS: &str = "Answers";
    pub const CHARTS: &str = "Charts";
    pub const GONE: &str = "There is no such form";
    pub const GONE_ADVICE: &str = "The list of forms has those that are there.";
    pub const TO_LIST: &str = "All forms";
    pub const UNREADABLE: &str = "The draft of this form cannot be read by this version of the app. Reload the page. If that does not help, tell whoever looks after Recall.";

    pub fn live(number: i32) -> String {
        format!("Version {number} is live")
    }
}
