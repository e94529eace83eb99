//! Patients: find, show, correct.

pub mod columns;
pub mod contacts;
mod list;
mod one;
mod search;
#[cfg(test)]
mod tests;

pub use self::{
    list::{Filter, ListPage, Order, Position, Request, list, total},
    one::{OpenContact, by_ids, conditions_of, contact_points_of, view},
};
