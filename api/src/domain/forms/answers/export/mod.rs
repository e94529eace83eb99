//! Answers as files: a row an answer, a column a field, whichever version it was given to; or as FHIR, a resource an answer.

mod csv;
mod fhir;
mod rows;
mod xlsx;

use bytes::Bytes;
use futures::stream::BoxStream;

use crate::domain::Result;

pub use csv::csv;
pub use fhir::{fhir, resource};
pub use xlsx::xlsx;

/// A file of answers on its way.
pub struct AnswersFile {
    /// What it is of; no patient data.
    pub file_name: String,
    pub chunks: BoxStream<'static, Result<Bytes>>,
}
