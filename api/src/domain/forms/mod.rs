//! Forms: drafts, publishing, the page, and what people answer.
//!
//! A draft is published as a version that never changes; answers are to a version and are read with it.

mod answers;
mod create;
mod find;
mod link;
mod names;
pub mod page;
mod publish;
mod retire;
mod save;
mod source;
mod versions;
mod view;

#[cfg(test)]
mod tests;

pub use answers::{
    AnswerReader, AnswerWriter, AnswersFile, Count, FieldIs, FieldSummary, Filter, KeptFile, LARGEST_FILE, NewFile,
    Personal, Read, Sender, Stamp, Stored, Submitted, Summary, answer_is, answers_of, check_asked, content_of,
    count_responses, erase_response, examine_file, is_refused, issue_stamp, keep_file, kept_file, list_responses,
    personal, read_response, read_stamp, resource as fhir_resource, responses_csv, responses_fhir,
    responses_of_patient, responses_xlsx, submit, summary, sweep_files, sweep_files_soon, tell_shown,
};
pub use create::{Created, NewForm, create, create_once};
pub use find::{count, find, find_version, list, numbered, published_before, schema_of, steps_of, versions};
pub use link::{Pass, may_enter, signed_link};
pub use publish::{is_under_way, publish, publish_once, refresh_pages, run as run_publication, show_again};
pub use retire::retire;
pub use save::{DraftChange, problems, save_draft};
pub use source::Source;
pub use versions::{
    Addressed, FormReader, Version, Versions, at_address, check_launched, check_pinned, of_recipient, stored_page,
};
pub use view::ensure_views;
