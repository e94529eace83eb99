//! What people answer: sent once however often it is sent, kept with the version it was given to.

mod export;
mod files;
mod list;
mod personal;
mod read;
mod stamp;
mod submit;

pub use export::csv as responses_csv;
pub use files::{
    KeptFile, LARGEST as LARGEST_FILE, NewFile, content_of, is_refused, kept as kept_file, receive as receive_file,
    sweep as sweep_files,
};
pub use list::{FieldIs, Filter, count as count_responses, list as list_responses};
pub use personal::{Personal, personal};
pub use read::{Read, answers_of, read as read_response};
pub use stamp::{Stamp, issue as issue_stamp, read as read_stamp};
pub use submit::{Sender, Stored, Submitted, submit};

/// What sealed answers are bound to.
const SEALED: &str = "form_response.sealed";
