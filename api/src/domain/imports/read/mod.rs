//! From bytes to rows of fields.

mod csv;
mod decode;

pub use self::csv::Rows;
