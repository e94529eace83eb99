//! Words of the answers to a form: the list, one answer, the charts.

pub mod form_answers {
    use crate::text::plural;

    pub const CAPTION: &str = "Answers";
    pub const WHEN: &str = "Sent";
    pub const WHO: &str = "Patient";
    pub const CAMPAIGN: &str = "Campaign";
    pub const VERSION: &str = "Version";
    pub const SCORE: &str = "Score";
    pub const ANSWERS: &str = "Answers";
    pub const ANONYMOUS: &str = "Not known";
    pub const NO_CAMPAIGN: &str = "None";
    pub const FILTERS: &str = "Filters";
    pub const ANY_VERSION: &str = "Any";
    pub const ANY_CAMPAIGN: &str = "Any";
    pub const THIS_VERSION: &str = "One version";
    pub const THIS_CAMPAIGN: &str = "One campaign";
    pub const BAND: &str = "Band";
    pub const ANY_BAND: &str = "Any";
    pub const THIS_BAND: &str = "One band";
    pub const QUESTION: &str = "Question";
    pub const ANY_QUESTION: &str = "Any";
    pub const THIS_QUESTION: &str = "One question";
    pub const ANSWER: &str = "Answer";
    pub const ANY_ANSWER: &str = "Any";
    pub const THIS_ANSWER: &str = "One answer";
    pub const YES: &str = "Yes";
    pub const NO: &str = "No";
    pub const NOT_A_NUMBER: &str = "Enter a number, such as 3 or 2.5";
    pub const NOT_A_PHONE: &str = "Enter a phone number";
    pub const NOT_A_POSTCODE: &str = "Enter a whole postcode";
    pub const NOT_AN_NHS_NUMBER: &str = "Enter an NHS number of ten digits";
    pub const FROM: &str = "From";
    pub const TO: &str = "To";
    pub const APPLY: &str = "Apply";
    pub const CLEAR: &str = "Clear filters";
    pub const NO_MATCH: &str = "No answer matches";
    pub const NO_MATCH_ADVICE: &str = "Choose another answer, other days, another version or another campaign.";
    pub const NONE: &str = "No answers yet";
    pub const NONE_ADVICE: &str = "Answers are listed here as they come in. Publish the form, and choose it in a campaign or pass on its address.";
    pub const DOWNLOAD: &str = "Download";
    pub const CSV: &str = "As CSV";
    pub const XLSX: &str = "As a spreadsheet (XLSX)";
    pub const FHIR: &str = "As FHIR (NDJSON)";
    pub const FETCHING: &str = "Fetching the file…";
    pub const DOWNLOADED: &str =
        "The file has been saved. It holds patient data: keep it where only your team can read it.";
    pub const ALL_ANSWERS: &str = "The file holds all answers, whatever is filtered here.";

    pub fn more(count: usize) -> String {
        let many = i32::try_from(count).unwrap_or(i32::MAX);
        format!("and {count} {}", plural(many, "more answer", "more answers"))
    }
}

pub mod form_answer {
    pub const TITLE: &str = "Answers";
    /// The name of the patient is not for the head of a page that is printed and passed on.
    pub fn sent(moment: &str) -> String {
        format!("Answers of {moment}")
    }

    pub const GONE: &str = "There is no such answer";
    pub const GONE_ADVICE: &str = "It may have been deleted, by itself or with its patient.";
    pub const ERASE: &str = "Delete";
    pub const ERASE_TITLE: &str = "Delete this answer for good";
    pub const ERASE_TEXT: &str = "What was answered is deleted with its files, and charts no longer count it. An acknowledgement that came with it stays. This cannot be undone; backups made before today still hold it.";
    pub const ERASED: &str = "The answer has been deleted.";
    pub const TO_LIST: &str = "All answers";
    pub const ABOUT: &str = "About";
    pub const SENT: &str = "Sent";
    pub const CHANGED: &str = "Changed";
    pub const HOW: &str = "How";
    pub const BY_LINK: &str = "By a personal link";
    pub const BY_ADDRESS: &str = "By the form’s address";
    pub const LANGUAGE: &str = "Language";
    pub const BAND: &str = "Band";
    pub const ANSWERS: &str = "What was answered";
    pub const NOTHING: &str = "Nothing was answered";
    pub const NOTHING_ADVICE: &str = "Every question could be left out, and was.";
    pub const FHIR: &str = "Save as FHIR";
    pub const FILE: &str = "Download";
    pub const FILE_ADVICE: &str =
        "A file comes from outside. Open it with care, on a computer whose protection is up to date.";
}

pub mod form_charts {
    use crate::text::plural;

    pub const VERSION: &str = "Version";
    pub const ALL_VERSIONS: &str = "All versions";
    pub const BY_DAY: &str = "Answers a day";
    pub const BY_MONTH: &str = "Answers a month";
    pub const DAY: &str = "Day";
    pub const MONTH: &str = "Month";
    pub const ANSWERS: &str = "Answers";
    pub const NONE: &str = "No answers yet";
    pub const NONE_ADVICE: &str = "Charts of each question show here as soon as somebody has answered.";
    pub const SEALED: &str = "Sensitive: its answers are sealed, and not counted.";
    pub const NOT_COUNTED: &str = "What people write or send here is not counted; the list of answers has it.";
    pub const NO_ANSWER: &str = "Nobody has answered this question yet.";
    pub const MEAN: &str = "Mean";
    pub const LOWEST: &str = "Lowest";
    pub const HIGHEST: &str = "Highest";

    pub fn answered(number: &str, total: &str) -> String {
        format!("Answered by {number} of {total}")
    }

    pub fn total(count: i32, number: &str) -> String {
        format!("{number} {}", plural(count, "answer", "answers"))
    }
}
