//! What people answered to a form: the list with its filters, one answer, and charts of each question.

mod address;
mod charts;
mod days;
mod downloads;
mod erase;
mod filters;
mod list;
mod looked_for;
mod one;
mod rows;

pub use charts::charts;
pub use list::list;
pub use one::FormAnswerPage;
