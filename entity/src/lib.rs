//! The tables of Recall, one file a table, as `migration` makes them.
//!
//! Times are [`time::Timestamp`]: milliseconds since 1970 in UTC on both engines, so that the
//! database's clock can be compared with them in set-based SQL.

pub mod api_client;
pub mod audit_event;
pub mod campaign;
pub mod code_set;
pub mod code_set_code;
pub mod condition;
pub mod contact_point;
pub mod delivery_log;
pub mod early_receipt;
pub mod erased_file;
pub mod form;
pub mod form_attachment;
pub mod form_publication;
pub mod form_response;
pub mod form_tally;
pub mod form_version;
pub mod hook_message;
pub mod import;
pub mod import_issue;
pub mod job;
pub mod lifted_suppression;
pub mod message;
pub mod message_count;
pub mod message_template;
pub mod pace;
pub mod password_reset;
pub mod patient;
pub mod recipient;
pub mod recipient_count;
pub mod recipient_event;
pub mod recovery_code;
pub mod report;
pub mod report_row;
pub mod report_run;
pub mod request;
pub mod row_count;
pub mod schedule;
pub mod session;
pub mod setting;
pub mod snapshot;
pub mod spend;
pub mod suppression;
pub mod template;
pub mod template_variant;
pub mod template_version;
pub mod time;
pub mod totp;
pub mod upload;
pub mod user;
pub mod values;
pub mod wave;
