//! Reports: non-respondents and those who followed, frozen and exported.
//!
//! A report is a question that can be asked again; a run is one answer, frozen row by row, so that
//! what staff worked from last Monday still stands there on Friday.

mod breakdown;
mod delete;
pub mod export;
mod find;
mod rows;
mod run;
mod save;
mod schedule;
mod weekly;

#[cfg(test)]
pub(crate) mod fixture;

pub use breakdown::{Bar, Breakdown, breakdown};
pub use delete::delete;
pub use find::{count, find, list, run_count, runs};
pub use rows::{Row, rows};
pub use run::{Trigger, execute, find_run, request, request_once, run_now};
pub use save::{NewReport, rename, save, save_once};
pub use schedule::{WEEKLY, next_run_at, schedule};
pub use weekly::weekly;
