//! Answers as files: a row an answer, a column a field, whichever version it was given to.

mod csv;
mod rows;
mod xlsx;

pub use csv::csv;
pub use xlsx::{XlsxFile, xlsx};
