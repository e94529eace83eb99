//! Words of uploads and imports.

pub mod upload {
    pub const TITLE: &str = "Upload a patient file";
    pub const EXPLAIN: &str = "Recall reads a CSV file from the practice’s system, checks every row and shows what it would change. Nothing is written until you say so.";
    pub const FILE: &str = "Patient file";
    pub const DROP: &str = "Drop a CSV file here, or choose one";
    pub const CHOOSE: &str = "Choose a file";
    pub const CHOOSE_ANOTHER: &str = "Choose another file";
    pub const FILE_HINT: &str = "A CSV file whose first row names the columns, up to 2 GB. The columns of most practice systems are recognised.";
    pub const FILE_MISSING: &str = "Choose the file to upload";
    pub const FILE_EMPTY: &str = "This file is empty. Export it again and choose the new one.";
    pub const FILE_LARGE: &str = "This file is larger than 2 GB. Split it and upload the parts one after the other.";
    pub const FILE_SPREADSHEET: &str =
        "This is a spreadsheet. Open it, save it as “CSV UTF-8 (comma delimited)”, and choose that file.";
    pub const MORE: &str = "The columns have other names";
    pub const MORE_TEXT: &str = "For files whose columns are not recognised, a mapping says which column is which.";
    pub const SOURCE: &str = "Source";
    pub const SOURCE_HINT: &str =
        "The system the file comes from, for example emis. A later file of the same source updates the same patients.";
    pub const MAPPING: &str = "Mapping";
    pub const MAPPING_HINT: &str = "In TOML, as the mappings that come with Recall.";
    pub const MAPPING_FILE: &str = "Read the mapping from a file";
    pub const MAPPING_FILE_WRONG: &str = "This is no mapping: it is too large, or not text in UTF-8.";
    pub const CONDITIONS_FILE: &str = "Conditions file";
    pub const CONDITIONS_FILE_HINT: &str = "The second file of a mapping with [conditions], with one row a condition.";
    pub const START: &str = "Upload and check";
    pub const STARTING: &str = "Uploading…";
    pub const PAUSE: &str = "Pause";
    pub const RESUME: &str = "Resume";
    pub const CANCEL: &str = "Cancel the upload";
    pub const STAY: &str =
        "Stay on this page until the file is there. If you have to leave, choose the same file later and it goes on.";
    pub const PAUSED: &str = "Paused. What has arrived is kept for 24 hours.";
    pub const WAITING: &str = "The connection is lost. The upload goes on by itself once it is back.";
    pub const CREATING: &str = "The file is there. Starting the check…";
    pub const FORGET: &str = "Forget it";
    pub const OLD_BROWSER: &str = "This browser cannot send files in parts. Update the browser.";
    pub const UNREADABLE: &str = "The file can no longer be read. It was changed or moved; choose it again.";

    pub fn chosen(name: &str, size: &str) -> String {
        format!("{name}, {size}")
    }

    pub fn unfinished(name: &str, done: &str, total: &str) -> String {
        format!(
            "Of {name}, {done} of {total} have arrived. Choose the same file again, and the upload goes on from there."
        )
    }

    pub fn sending(name: &str) -> String {
        format!("Uploading {name}")
    }

    pub fn progress(done: &str, total: &str) -> String {
        format!("{done} of {total}")
    }

    pub fn rate(size: &str, left: &str) -> String {
        format!("{size} a second, about {left} left")
    }

    pub fn seconds(number: f64) -> String {
        if number < 90.0 { format!("{:.0} s", number.max(1.0)) } else { format!("{:.0} min", number / 60.0) }
    }
}

pub mod import {
    use crate::api::imports::{ImportState, ImportVerdict};
    use crate::components::status::Mood;
    use crate::text::plural;

    pub const TITLE: &str = "Import";
    pub const GONE: &str = "There is no such import";
    pub const GONE_ADVICE: &str = "The link may be incomplete.";
    pub const CHECKING: &str = "Checking the file";
    pub const CHECKING_TEXT: &str =
        "You may leave this page: the check goes on, and you find it again under Imports. Nothing is written yet.";
    pub const WRITING: &str = "Saving";
    pub const WRITING_TEXT: &str =
        "You may leave this page. All rows are written together: if anything goes wrong, none is.";
    pub const DIFFERENCE: &str = "What the file changes";
    pub const RESULT: &str = "What the file changed";
    pub const WOULD_HAVE: &str = "What the file would have changed";
    pub const CREATED: &str = "New";
    pub const UPDATED: &str = "Updated";
    pub const UNCHANGED: &str = "Unchanged";
    pub const REJECTED: &str = "Rejected";
    pub const SAMPLES: &str = "A few of the rows";
    pub const COLUMN: &str = "Column";
    pub const BEFORE: &str = "Before";
    pub const AFTER: &str = "After";
    pub const EMPTY: &str = "empty";
    pub const NOTHING_CHANGES: &str = "Nothing changes.";
    pub const REASONS: &str = "Why rows were rejected";
    pub const REJECTED_ROWS: &str = "Rejected rows";
    pub const ROW: &str = "Row";
    pub const REASON: &str = "Reason";
    pub const WHOLE_ROW: &str = "the whole row";
    pub const ROW_HINT: &str =
        "Rows are numbered as in a spreadsheet: the header is row 1. The first 10,000 are listed.";
    pub const DOWNLOAD: &str = "Download rejected rows";
    pub const DOWNLOADING: &str = "Downloading…";
    pub const WRITE_TEXT: &str = "All of it is written in one step. Patients of the file are replaced by what it says; patients who are not in the file stay as they are. Afterwards this cannot be undone, except by a restore from a backup.";
    pub const NOTHING_TO_WRITE: &str = "There is nothing to write: every row is unchanged or rejected.";
    pub const DISCARD: &str = "Discard";
    pub const DISCARD_TITLE: &str = "Discard this import";
    pub const DISCARD_TEXT: &str = "Nothing is written. To import the file later, upload it again.";
    pub const DISCARD_VERB: &str = "Discard the import";
    pub const DISCARDED: &str = "The import has been discarded. Nothing was written.";
    pub const UPLOAD_AGAIN: &str = "Upload a corrected file";
    pub const SEE_PATIENTS: &str = "See the patients";

    pub const FAILED_UNKNOWN: &str = "The server gave no reason.";
    pub const FAILED_ADVICE: &str =
        "Nothing was written: the patients are as they were. Put the file right, then upload it again.";
    pub const ABOUT: &str = "About this import";
    pub const SOURCE: &str = "Comes from";
    pub const BY: &str = "Uploaded by";
    pub const AT: &str = "Uploaded";
    pub const COMMITTED_AT: &str = "Imported";

    pub fn state(state: ImportState) -> &'static str {
        match state {
            ImportState::Checking => "Checking",
            ImportState::Checked => "Waits for your decision",
            ImportState::Committing => "Saving",
            ImportState::Committed => "Imported",
            ImportState::Failed => "Failed",
            ImportState::Discarded => "Discarded",
        }
    }

    pub fn mood(state: ImportState) -> Mood {
        match state {
            ImportState::Checking | ImportState::Committing => Mood::Active,
            ImportState::Checked => Mood::Warning,
            ImportState::Committed => Mood::Good,
            ImportState::Failed => Mood::Bad,
            ImportState::Discarded => Mood::Neutral,
        }
    }

    pub fn verdict(verdict: ImportVerdict) -> &'static str {
        match verdict {
            ImportVerdict::Created => super::import::CREATED,
            ImportVerdict::Updated => super::import::UPDATED,
            ImportVerdict::Unchanged => super::import::UNCHANGED,
        }
    }

    pub fn rows(done: &str, total: &str) -> String {
        format!("{done} of about {total} rows")
    }

    pub fn row(number: &str) -> String {
        format!("row {number}")
    }

    pub fn write(count: i32, number: &str) -> String {
        format!("Write {number} {}", plural(count, "patient", "patients"))
    }

    pub fn written(count: i32, number: &str) -> String {
        format!("{number} {} added or updated.", plural(count, "patient was", "patients were"))
    }

    /// What the file of the rejected rows is saved as.
    pub fn rejected_file(import: &str) -> String {
        format!("{import}-rejected.csv")
    }

    pub fn in_column(column: &str, reason: &str) -> String {
        format!("{column}: {reason}")
    }

    /// The canonical columns as people name them.
    pub fn column(name: &str) -> String {
        match name {
            "local_id" => "Number in the practice’s system",
            "nhs_number" => "NHS number",
            "given_name" => "First names",
            "family_name" => "Surname",
            "birth_date" => "Date of birth",
            "sex" => "Sex",
            "phone" => "Phone",
            "email" => "Email",
            "address" => "Address",
            "postcode" => "Postcode",
            "conditions" => "Conditions",
            "status" => "Status",
            "preferred_language" => "Preferred language",
            other => other,
        }
        .into()
    }
}

pub mod imports {
    pub const TITLE: &str = "Imports";
    pub const CAPTION: &str = "Imports, the newest first";
    pub const FILE: &str = "File";
    pub const WHO: &str = "Uploaded by";
    pub const WHEN: &str = "When";
    pub const STATE: &str = "State";
    pub const NONE: &str = "No file has been imported yet";
    pub const NONE_ADVICE: &str =
        "Upload the file that your practice’s system exports. You see what it changes before anything is written.";
    pub const UPLOAD: &str = "Upload a file";
}
