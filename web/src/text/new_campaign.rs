//! Words of the way to a new campaign: who, messages, schedule, check.

pub mod wizard {
    pub const NEW: &str = "New campaign";
    pub const EDIT: &str = "Draft campaign";
    pub const WHO: &str = "Who";
    pub const MESSAGES: &str = "Messages";
    pub const SCHEDULE: &str = "Schedule";
    pub const CHECK: &str = "Check";
    pub const GO_ON: &str = "Save and continue";
    pub const BACK: &str = "Back";
    pub const SAVING: &str = "Saving…";
    pub const LAUNCHED: &str = "This campaign has been launched. It can no longer be changed.";
    pub const TO_CAMPAIGN: &str = "See the campaign";
}

pub mod who {
    pub const NAME: &str = "Name";
    pub const NAME_HINT: &str = "Only staff see it, unless a message uses it.";
    pub const NAME_MISSING: &str = "Enter a name";
    pub const KIND: &str = "Purpose";
    pub const KIND_HINT: &str =
        "One word, such as flu. Later campaigns can leave out those who acknowledged one of the same purpose.";
    pub const KIND_MISSING: &str = "Enter a purpose, such as flu";
    pub const RULE: &str = "Patients who…";
}

pub mod rule {
    pub const JOIN: &str = "Patients must match";
    pub const GROUP_JOIN: &str = "In this group, patients must match";
    pub const ALL: &str = "all of these";
    pub const ANY: &str = "any of these";
    pub const AND: &str = "and";
    pub const OR: &str = "or";
    pub const ADD: &str = "Add a condition";
    pub const ADD_GROUP: &str = "Add a group";
    pub const ADD_TO_GROUP: &str = "Add a condition to this group";
    pub const REMOVE: &str = "Remove";
    pub const REMOVE_GROUP: &str = "Remove this group";
    pub const WHO: &str = "who";
    pub const WHO_NOT: &str = "except those who";
    pub const GROUP: &str = "match the following";
    pub const KEPT: &str = "This part was made elsewhere and is kept as it is:";
    pub const CODE_SET: &str = "have a condition";
    pub const AGE: &str = "are of an age";
    pub const SEX: &str = "are of a sex";
    pub const POSTCODE: &str = "live at a postcode";
    pub const STATUS: &str = "have a status";
    pub const CONTACTABLE: &str = "can be reached by";
    pub const ACKNOWLEDGED: &str = "acknowledged a campaign";
    pub const FORM_ANSWER: &str = "gave an answer to a form";
    pub const POLARITY: &str = "Takes in or leaves out";
    pub const KIND: &str = "What";
    pub const WHICH_SET: &str = "Condition";
    pub const CHOOSE_SET: &str = "Choose…";
    pub const FROM: &str = "From age";
    pub const TO: &str = "To age";
    pub const WHICH_SEX: &str = "Sex";
    pub const BEGINS: &str = "Postcode begins";
    pub const WHICH_STATUS: &str = "Status";
    pub const CHANNEL: &str = "Channel";
    pub const PURPOSE: &str = "Purpose";

    /// `in_use`: those that campaigns have; empty for none.
    pub fn no_such_purpose(purpose: &str, in_use: &str) -> String {
        if in_use.is_empty() {
            format!("No campaign has been sent for “{purpose}” yet, so nobody fits this.")
        } else {
            format!("No campaign has been sent for “{purpose}” yet, so nobody fits this. There have been: {in_use}.")
        }
    }

    pub const DAYS: &str = "In the last … days";
    pub const FORM: &str = "Form";
    pub const QUESTION: &str = "Question";
    pub const ANSWER: &str = "Answer";
    pub const YES: &str = "Yes";
    pub const NO: &str = "No";
    pub const FEMALE: &str = "Female";
    pub const MALE: &str = "Male";
    pub const OTHER: &str = "Other";
    pub const UNKNOWN: &str = "Not known";
    pub const CODE_SET_MISSING: &str = "Choose the condition";
    pub const NOT_AN_AGE: &str = "Enter an age in whole years, or leave it empty";
    pub const NOT_DAYS: &str = "Enter a number of days";
    pub const CHOOSE: &str = "Choose one";
    pub const FORM_MISSING: &str = "Choose the form";
    pub const QUESTION_MISSING: &str = "Choose the question";
    pub const ANSWER_MISSING: &str = "Choose or enter the answer";
    pub const ANSWER_LONG: &str = "Enter an answer of at most 100 characters";
    pub const NOT_A_NUMBER: &str = "Enter a number, such as 3 or 2.5";
    pub const NOT_A_PHONE: &str = "Enter a phone number, such as 07700 900123";
    pub const NOT_A_POSTCODE: &str = "Enter a whole postcode, such as SW1A 1AA";
    pub const NOT_AN_NHS_NUMBER: &str = "Enter an NHS number of 10 digits";
    pub const NOBODY: &str = "Add at least one condition, so that not everybody is written to";

    pub fn not_live(form: &str) -> String {
        format!("{form} (takes no answers now)")
    }

    /// A question that the live version of the form does not ask; `is_known` once that version has arrived.
    pub fn older_question(question: &str, is_known: bool) -> String {
        if is_known { format!("{question} (of an older version)") } else { question.to_owned() }
    }

    pub fn older_answer(answer: &str) -> String {
        format!("{answer} (of an older version)")
    }

    /// A name or an answer inside a sentence.
    pub fn quoted(words: &str) -> String {
        format!("“{words}”")
    }

    /// A problem as `shared` words it, as a sentence of its own.
    pub fn wrong(problem: &str) -> String {
        let mut letters = problem.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// Names a condition by its place in the list, for those who do not see where it stands.
    pub fn position(number: usize) -> String {
        format!("Condition {number}")
    }
}

pub mod count {
    use crate::text::plural;

    pub const TITLE: &str = "How many";
    pub const INCOMPLETE: &str = "Complete the conditions to see how many patients they select.";
    pub const WITH_EMAIL: &str = "With an email address";
    pub const WITH_PHONE: &str = "With a mobile number";
    pub const UNREACHABLE: &str = "Cannot be reached";
    pub const INACTIVE: &str = "Deceased, left or restricted";
    pub const NEVER: &str = "Never to be contacted";

    pub fn patients(count: i32, number: &str) -> String {
        format!("{number} {}", plural(count, "patient", "patients"))
    }
}

pub mod preview {
    use crate::text::plural;

    pub const PHONE: &str = "As a text on a phone";
    pub const MAIL: &str = "As an email";
    pub const FROM: &str = "From";
    pub const TO: &str = "To";
    pub const SUBJECT: &str = "Subject";
    pub const NOBODY: &str = "–";
    pub const GIVEN_NAME: &str = "Ada";
    pub const FAMILY_NAME: &str = "Example";
    pub const LINK: &str = "https://recall.example/m/4kT9wQ2mZr7LcX1vB8nD3sHy6p";
    pub const WAITING: &str = "The preview appears once the message can be read.";

    pub fn segments(count: i32, number: &str) -> String {
        format!("{number} {}", plural(count, "segment", "segments"))
    }
}

pub mod writing {
    use crate::text::plural;

    pub const EMAIL: &str = "Email";
    pub const SMS: &str = "Text message";
    pub const SEND_EMAIL: &str = "Send by email";
    pub const SEND_SMS: &str = "Send by text message";
    pub const CHANNEL_MISSING: &str = "Send by email, by text message, or both";
    pub const START: &str = "Start from";
    pub const START_NONE: &str = "What is written below";
    pub const SUBJECT: &str = "Subject";
    pub const EMAIL_BODY: &str = "Email message";
    pub const SMS_BODY: &str = "Text message";
    pub const INSERT: &str = "Insert into the message";
    pub const INSERT_SUBJECT: &str = "Insert into the subject";
    pub const REAL: &str = "See it for a real patient";
    pub const REAL_TITLE: &str = "As a real patient would get it";
    pub const REAL_FIELD: &str = "Patient";
    pub const REAL_HINT: &str = "Beginning of the name (Smith, J) or the NHS number. The look is recorded.";
    pub const REAL_MISSING: &str = "Enter a name or an NHS number";
    pub const REAL_NOBODY: &str = "No patient matches. Names match from their beginning.";
    pub const REAL_SHOW: &str = "Show";

    /// What each placeholder stands for.
    pub fn placeholder(name: &str) -> &'static str {
        match name {
            "given_name" => "First name",
            "family_name" => "Family name",
            "practice" => "Name of the practice",
            "practice_phone" => "Phone of the practice",
            "booking_link" => "Link to book",
            "link" => "Personal link",
            "campaign" => "Name of the campaign",
            _ => "Something else",
        }
    }

    pub fn size(segments: i32, number: &str, units: &str) -> String {
        format!("{units} characters, {number} {} each", plural(segments, "segment", "segments"))
    }

    pub fn cost(amount: &str, patients: &str) -> String {
        format!("About {amount} for {patients} patients")
    }

    /// Of a word that a message carries by the name of its campaign.
    pub fn name_tells(word: &str) -> String {
        format!(
            "The campaign’s name is part of this message, and “{word}” in it may tell others of a condition. Give the campaign another name, or take the name out of the message."
        )
    }

    pub fn names_condition(word: &str) -> String {
        format!(
            "“{word}” may tell others of a condition. Messages are read over shoulders and on shared phones: leave it out if you can."
        )
    }
}

pub mod ask_form {
    pub const TITLE: &str = "Form";
    pub const LABEL: &str = "Form to fill in";
    pub const NONE: &str = "None: the button is all";
    pub const LOADING: &str = "…";
    pub const UNKNOWN: &str = "The form that was chosen before";
    pub const NOT_ASKED: &str = "Patients press one button to say that they have read the message.";
    pub const ASKED: &str = "Patients find the form behind their link; sending it acknowledges. The campaign holds to this version, whatever is published later.";

    pub fn version(form: &str, number: i32) -> String {
        format!("{form} (version {number})")
    }

    pub fn older(form: &str, number: i32) -> String {
        format!("{form} (version {number}, not the live one)")
    }
}

pub mod schedule {
    pub const WHEN: &str = "When is it sent?";
    pub const NOW: &str = "Now, after the check";
    pub const NOW_HINT: &str = "Sending begins when you have confirmed with your code.";
    pub const LATER: &str = "At a day and time";
    pub const LATER_HINT: &str = "You confirm with your code today; Recall begins then.";
    pub const DAY: &str = "Day";
    pub const TIME: &str = "Time";
    pub const TIME_HINT: &str = "London time.";
    pub const DAY_MISSING: &str = "Enter a day";
    pub const TIME_MISSING: &str = "Enter a time, such as 08:00";
    pub const PAST: &str = "This is in the past. Choose a later day or time.";
    pub const EXPIRES: &str = "Links stop working at the end of";
    pub const EXPIRES_HINT: &str = "After that day nothing more is sent, and a link says whom to call instead.";
    pub const EXPIRES_EARLY: &str = "Choose a day after the sending";
    pub const CHOOSE: &str = "Choose when it is sent";

    pub fn sends(when: &str) -> String {
        format!("Sends on {when}.")
    }

    pub fn until(day: &str) -> String {
        format!("Links work until {day}.")
    }
}

pub mod check {
    use crate::api::drafts::{LeftOutReason, OutOfReachReason};
    use crate::text::plural;

    pub const TITLE: &str = "Check before you send";
    pub const WHO: &str = "Who gets it";
    pub const COST: &str = "What it takes";
    pub const SAMPLES: &str = "Three patients as they will see it";
    pub const NO_SAMPLES: &str = "There is no patient to show it for.";
    pub const NEXT: &str = "What happens next";
    pub const BOTH: &str = "By email and text";
    pub const EMAIL_ONLY: &str = "Email only";
    pub const TEXT_ONLY: &str = "Text only";
    pub const NEITHER: &str = "Neither: cannot be reached";
    pub const LEFT_OUT: &str = "Left out";
    pub const NOBODY_LEFT_OUT: &str = "Nobody";
    pub const EMAIL_COST: &str = "Email";
    pub const SMS_COST: &str = "Texts";
    pub const TOTAL: &str = "Together";
    pub const DURATION: &str = "Sending takes";
    pub const FINISHES: &str = "If it began now, it would end";
    pub const BUDGET: &str = "Cost against the budget";
    pub const CODE: &str = "Code";
    pub const CODE_HINT: &str = "The six digits your authenticator app shows for Recall.";
    pub const SENDING: &str = "Starting…";
    pub const NOBODY: &str = "The rule selects nobody who can be written to. Go back and change it.";
    pub const NOT_ALLOWED: &str = "Your role may write campaigns but not send them. Ask an administrator or a manager to open this page and send it; the draft is saved.";
    pub const FIX_WHO: &str = "Complete who it is for";
    pub const FIX_MESSAGES: &str = "Complete the messages";
    pub const FIX_SCHEDULE: &str = "Complete the schedule";
    pub const STEP_NOW: &str = "Recall fixes the list of patients, then sends to each their own link.";
    pub const STEP_WATCH: &str =
        "You see the sending live, and can pause it at any time. Messages already sent stay sent.";
    pub const STEP_ACK: &str =
        "Whoever presses the button on their page has acknowledged. You can remind the others later.";

    pub fn step_later(when: &str) -> String {
        format!("On {when} Recall fixes the list of patients as it is then, and sends to each their own link.")
    }

    pub fn over_budget(budget: &str) -> String {
        format!(
            "The budget does not pay for all of it: sending pauses at {budget}, and whoever was not reached by then waits."
        )
    }

    /// Why so many of the unreachable are: a part of a line.
    pub fn out_of_reach(reason: OutOfReachReason, number: &str) -> String {
        let why = match reason {
            OutOfReachReason::Stopped => "stopped messages",
            OutOfReachReason::NoMobile => "with a landline only",
            OutOfReachReason::NoContactPoint => "without a number or address",
        };
        format!("{number} {why}")
    }

    pub fn left_out(reason: LeftOutReason, number: &str) -> String {
        let why = match reason {
            LeftOutReason::Deceased => "deceased",
            LeftOutReason::Left => "left the practice",
            LeftOutReason::Restricted => "restricted",
            LeftOutReason::NeverContact => "never to be contacted",
        };
        format!("{number} {why}")
    }

    pub fn emails(count: i32, number: &str, cost: &str) -> String {
        format!("{cost} for {number} {}", plural(count, "email", "emails"))
    }

    pub fn texts(count: i32, number: &str, segments: &str, cost: &str) -> String {
        format!("{cost} for {number} {}, {segments} segments in all", plural(count, "text", "texts"))
    }

    pub fn send(count: i32, number: &str) -> String {
        format!("Send to {number} {}", plural(count, "patient", "patients"))
    }

    pub fn schedule(when: &str) -> String {
        format!("Schedule for {when}")
    }

    pub fn begun(count: i32, number: &str) -> String {
        format!("Sending to {number} {} has begun.", plural(count, "patient", "patients"))
    }

    pub fn scheduled(when: &str) -> String {
        format!("Scheduled for {when}.")
    }
}
