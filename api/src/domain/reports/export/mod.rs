//! Frozen runs as files for other programs.

mod csv;

pub use csv::csv;
