//! Frozen runs as files for other programs.

mod cell;
mod csv;

pub use csv::{Export, csv};
