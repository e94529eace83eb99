//! Words of one patient's page.

pub mod patient {
    use crate::api::campaign::MessageState;
    use crate::api::campaigns::Channel;
    use crate::api::patient::Sex;
    use crate::text::{channel, plural, wave};

    pub const TITLE: &str = "Patient";
    pub const GONE: &str = "There is no such patient";
    pub const GONE_ADVICE: &str = "The link may be incomplete, or the record was erased.";
    pub const TO_LIST: &str = "All patients";
    pub const CORRECT: &str = "Correct details";

    pub const RECORD: &str = "Record";
    pub const NHS_NUMBER: &str = "NHS number";
    pub const BORN: &str = "Born";
    pub const SEX: &str = "Sex";
    pub const ADDRESS: &str = "Address";
    pub const LANGUAGE: &str = "Language";
    pub const LOCAL_ID: &str = "Number in the practice’s system";
    pub const SOURCE: &str = "Comes from";
    pub const CHANGED: &str = "Last changed";
    pub const NOT_KNOWN: &str = "Not known";

    pub const CONTACT: &str = "Phones and emails";
    pub const NO_CONTACT: &str = "None is known: no message can reach this patient.";
    pub const SUPPRESSED_WHY: &str = "“Do not use” holds for every campaign, and for everybody who has the number or the address. It can be lifted under";

    pub const CONDITIONS: &str = "Conditions";
    pub const NO_CONDITIONS: &str = "None is recorded.";
    pub const ACTIVE: &str = "Active";
    pub const PAST: &str = "Past";

    pub const CAMPAIGNS: &str = "Campaigns";
    pub const NO_CAMPAIGNS: &str = "This patient was in no campaign yet.";
    pub const REVOKE: &str = "Revoke the link";
    pub const REVOKE_TEXT: &str = "Every link sent to this patient in this campaign stops working at once. This cannot be undone; a later reminder brings a new link.";
    pub const REVOKED: &str = "The link no longer works.";

    pub const ANSWERS: &str = "Answers to forms";
    pub const NO_ANSWERS: &str = "This patient has answered no form yet.";
    pub const A_FORM: &str = "A form";

    pub const HISTORY: &str = "What happened";
    pub const NO_HISTORY: &str = "Nothing yet. Messages, openings of the link, answers and corrections will show here.";
    pub const OPENED: &str = "Link opened";
    pub const OPENED_WEAK: &str = "Link opened by a machine, most likely";
    pub const OPENED_WEAK_WHY: &str = "Mail programs and virus scanners open links before anybody reads the message.";
    pub const ACKNOWLEDGED: &str = "Acknowledged";
    pub const ACKNOWLEDGED_WHY: &str = "The patient pressed the button on the page.";
    pub const OPTED_OUT: &str = "Opted out";
    pub const NOT_ME: &str = "Reached somebody else";
    pub const NOT_ME_WHY: &str = "Whoever opened the link said that it is not for them. Correct the record, lift “do not use” and revoke the link: the next message then brings a new one.";
    pub const LINK_REVOKED: &str = "Link revoked";
    pub const DUPLICATE: &str = "Sent once more after the first sending was in doubt: the patient may have it twice.";

    pub const ADDED: &str = "Added by hand";
    pub const IMPORTED: &str = "Came with a patient file";
    pub const UPDATED: &str = "Changed by a patient file";
    pub const CORRECTED: &str = "Details corrected";
    pub const NEVER_SET: &str = "Marked never to be contacted";
    pub const NEVER_CLEARED: &str = "May be contacted again";
    pub const WAS_ERASED: &str = "Erased";

    pub fn by(who: &str) -> String {
        format!("by {who}")
    }

    /// What was corrected; the names are those of the server.
    pub fn fields(names: &[String]) -> String {
        let words: Vec<&str> = names.iter().map(|name| field(name)).collect();
        crate::text::alone(&words.join(", "))
    }

    fn field(name: &str) -> &str {
        match name {
            "nhsNumber" => "NHS number",
            "givenName" => "first names",
            "familyName" => "surname",
            "birthDate" => "date of birth",
            "sex" => "sex",
            "status" => "status",
            "postcode" => "postcode",
            "address" => "address",
            "preferredLanguage" => "language",
            "contactPoints" => "phones and emails",
            "conditions" => "conditions",
            other => other,
        }
    }

    pub const NEVER: &str = "Never contact";
    pub const NEVER_TITLE: &str = "Never contact this patient";
    pub const NEVER_TEXT: &str = "No campaign writes to this patient again, and what is waiting to be sent is not sent. You can lift this later.";
    pub const NEVER_REASON: &str = "Reason";
    pub const NEVER_REASON_HINT: &str = "In a sentence. Colleagues see it; the patient does not.";
    pub const NEVER_REASON_MISSING: &str = "Say why, so that colleagues know";
    pub const NEVER_REASON_LONG: &str = "Use at most 500 characters";
    pub const NEVER_DONE: &str = "No campaign will contact this patient.";
    pub const NEVER_LIFT: &str = "Lift";
    pub const NEVER_LIFT_TITLE: &str = "Let campaigns contact this patient again";
    pub const NEVER_LIFT_TEXT: &str =
        "Campaigns launched from now on may select this patient. Messages that were held back are not sent.";
    pub const NEVER_LIFT_VERB: &str = "Allow contact";
    pub const NEVER_LIFTED: &str = "Campaigns may contact this patient again.";

    pub const ERASED: &str = "Erased patient";
    pub const ERASE: &str = "Erase";
    pub const ERASE_TITLE: &str = "Erase this patient for good";
    pub const ERASE_TEXT: &str = "Name, numbers, address, conditions and all answers to forms are deleted, files included, and every link stops working. This cannot be undone.";
    pub const ERASE_STAYS: &str = "Campaigns go on counting what was sent, without the name. Backups hold the patient until the last one of before today is deleted. A file that still names the patient adds them again: erase them in the practice’s system first.";
    pub const ERASE_CODE: &str = "Code of your authenticator";
    pub const ERASE_CODE_HINT: &str = "Six digits, as your app shows them now.";
    pub const ERASE_DONE: &str = "The patient has been erased.";
    pub const ERASED_ADVICE: &str = "What told who it was is gone. Campaigns and reports count what was sent.";

    pub fn erased_since(moment: &str) -> String {
        format!("This patient was erased on {moment}")
    }

    pub fn sex(sex: Sex) -> &'static str {
        match sex {
            Sex::Female => "Female",
            Sex::Male => "Male",
            Sex::Other => "Other",
            Sex::Unknown => "Not known",
        }
    }

    pub fn age(years: u32) -> String {
        format!("{years} {}", plural(i32::try_from(years).unwrap_or(2), "year", "years"))
    }

    pub fn born(date: &str, age: &str) -> String {
        format!("{date}, {age}")
    }

    pub fn nhs(number: &str) -> String {
        format!("NHS {number}")
    }

    pub fn never_since(moment: &str, reason: &str) -> String {
        format!("Never to be contacted, since {moment}: {reason}")
    }

    pub fn since(date: &str) -> String {
        format!("since {date}")
    }

    pub fn until(date: &str) -> String {
        format!("until {date}")
    }

    pub fn span(from: &str, to: &str) -> String {
        format!("{from} to {to}")
    }

    pub const NOT_SENT: &str = "Nothing sent yet";

    pub fn sent_at(moment: &str) -> String {
        format!("Sent {moment}")
    }

    pub fn opened_at(moment: &str) -> String {
        format!("Link opened {moment}")
    }

    pub fn acknowledged_at(moment: &str) -> String {
        format!("Acknowledged {moment}")
    }

    /// The reason is a sentence.
    pub fn unreachable(reason: &str) -> String {
        format!("Could not be reached. {reason}")
    }

    pub fn revoke_title(campaign: &str) -> String {
        format!("Revoke the link of “{campaign}”")
    }

    /// What became of a message, e.g. "Email sent, first reminder".
    pub fn message(by: Channel, number: i32, state: MessageState) -> String {
        let what = match state {
            MessageState::Queued | MessageState::Claimed => "is waiting to be sent",
            MessageState::Sending => "is being sent",
            MessageState::Sent => "sent",
            MessageState::Delivered => "delivered",
            MessageState::Bounced => "came back",
            MessageState::Failed => "failed",
            MessageState::Uncertain => "in doubt: it may have been sent or not",
            MessageState::Suppressed => "not sent",
            MessageState::Cancelled => "cancelled before it was sent",
        };
        format!("{} {what}, {}", channel(by), wave(number))
    }

    /// Why a message is where it is. Words of a provider stay as they are.
    pub fn reason(code: &str) -> String {
        match code {
            "no_contact_point" => "No address or number is known.",
            "no_mobile" => "There are phone numbers, but none that takes a text.",
            "opted_out" => "The patient has opted out.",
            "stop" => "The patient answered STOP.",
            "provider_list" => "The number is on the provider’s list of those that want no texts.",
            "complaint" => "The patient complained to their mail provider.",
            "wrong_person" => "Somebody else reads there.",
            "staff" => "Staff stopped messages to it.",
            "hard_bounce" => "The address does not exist.",
            "acknowledged" => "The patient had acknowledged already.",
            "deceased" => "The patient has died.",
            "left" => "The patient has left the practice.",
            "restricted" => "The record is restricted.",
            "never_contact" => "The patient is never to be contacted.",
            "contact_point_unreadable" => "The address or number could not be decrypted.",
            "no_template" => "The campaign has no text for this channel.",
            "cancelled" => "The campaign was cancelled.",
            "ended" => "The campaign had ended.",
            "given_up" => "A person gave it up.",
            "household" => "Another patient with the same number or address got it.",
            "superseded" => "A later message took its place.",
            "put_off_too_often" => "The provider put it off too often.",
            "worker_lost" => "The process that sent it stopped before it could record the outcome.",
            other => return format!("The provider said: {other}"),
        }
        .into()
    }
}

pub mod patient_form {
    pub const ADD: &str = "Add a patient";
    pub const ADD_VERB: &str = "Add patient";
    pub const ADDING: &str = "Adding…";
    pub const ADDED: &str = "The patient has been added.";
    pub const CORRECT_VERB: &str = "Save the corrections";
    pub const SAVING: &str = "Saving…";
    pub const SAVED: &str = "The corrections have been saved.";
    pub const CORRECTION_NOTE: &str = "A correction stays until the system the record comes from sends something new about the patient. Correct it there too.";

    pub const PERSON: &str = "Person";
    pub const GIVEN_NAME: &str = "First names";
    pub const NAME_MISSING: &str = "Enter the first names or the surname";
    pub const FAMILY_NAME: &str = "Surname";
    pub const BIRTH_DATE: &str = "Date of birth";
    pub const BIRTH_DATE_HINT: &str = "For example 24/03/1957. Leave it empty if it is not known.";
    pub const SEX: &str = "Sex";
    pub const NHS_NUMBER: &str = "NHS number";
    pub const NHS_NUMBER_HINT: &str = "Ten digits, for example 943 476 5919. Leave it empty if it is not known.";
    pub const NHS_NUMBER_RIGHT: &str = "This is a valid NHS number.";
    pub const STATUS: &str = "Status";

    pub const ADDRESS_GROUP: &str = "Address and language";
    pub const ADDRESS: &str = "Address";
    pub const ADDRESS_HINT: &str = "House, street and town; the postcode goes below.";
    pub const POSTCODE: &str = "Postcode";
    pub const LANGUAGE: &str = "Preferred language";
    pub const LANGUAGE_UNKNOWN: &str = "Not known";

    pub const CONTACT: &str = "Phones and emails";
    pub const ADD_PHONE: &str = "Add a phone";
    pub const ADD_EMAIL: &str = "Add an email";
    pub const CONTACT_MISSING: &str = "Enter it, or remove the row";
    pub const NO_CONTACT: &str = "Without a phone or an email no message reaches the patient.";

    pub const CONDITIONS: &str = "Conditions";
    pub const ADD_CONDITION: &str = "Add a condition";
    pub const SYSTEM: &str = "Code system";
    pub const CODE: &str = "Code";
    pub const CODE_MISSING: &str = "Enter the code, or remove the condition";
    pub const TERM: &str = "Term";
    pub const TERM_HINT: &str = "What the code stands for, for example Asthma.";
    pub const ONSET: &str = "Began on";
    pub const ONSET_HINT: &str = "Empty if it is not known.";
    pub const ABATEMENT: &str = "Ended on";
    pub const ABATEMENT_HINT: &str = "Empty while it lasts.";
    pub const ENDS_BEFORE_IT_BEGINS: &str = "The condition ends before it begins";
    pub const DATE_WRONG: &str = "Write a date such as 24/03/1957";

    pub fn correct(name: &str) -> String {
        format!("Correct {name}")
    }

    pub fn phone(number: usize) -> String {
        format!("Phone {number}")
    }

    pub fn email(number: usize) -> String {
        format!("Email {number}")
    }

    pub fn condition(number: usize) -> String {
        format!("Condition {number}")
    }

    pub fn remove(what: &str) -> String {
        format!("Remove {what}")
    }

    /// The rules' own sentences begin in the middle of ours.
    pub fn sentence(rule: &str) -> String {
        let mut letters = rule.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}
