//! What people answer: sent once however often it is sent, kept with the version it was given to.

mod asked;
mod buckets;
mod erase;
mod export;
mod files;
mod list;
mod personal;
mod read;
mod stamp;
mod submit;
mod summary;
mod tally;
mod write;

pub use asked::{answer_is, check_asked};
pub use erase::erase as erase_response;
pub use export::{AnswersFile, csv as responses_csv, fhir as responses_fhir, resource, xlsx as responses_xlsx};
pub use files::{
    KeptFile, LARGEST as LARGEST_FILE, NewFile, content_of, examine as examine_file, is_refused, keep as keep_file,
    kept as kept_file, sweep as sweep_files, sweep_soon as sweep_files_soon,
};
pub use list::{FieldIs, Filter, list as list_responses, of_patient as responses_of_patient};
pub use personal::{AnswerReader, Personal, personal, tell_shown};
pub use read::{Read, answers_of, read as read_response};
pub use stamp::{Stamp, issue as issue_stamp, read as read_stamp};
pub use submit::{Sender, Stored, Submitted, submit};
pub use summary::{Count, FieldSummary, Summary, count as count_responses, summary};
pub use write::AnswerWriter;

/// What sealed answers are bound to.
const SEALED: &str = "form_response.sealed";
