//! Patients: find, show, add, correct, erase.

mod add;
mod changes;
mod children;
pub mod columns;
pub mod contacts;
pub mod content;
mod correct;
mod erase;
mod list;
mod never_contact;
mod one;
mod record;
mod seal;
mod search;
#[cfg(test)]
mod tests;
mod textable;
mod typed;
mod writing;

pub use self::{
    add::{BY_HAND, add},
    changes::{Change, ChangeKind, changes_of},
    correct::{Correction, correct},
    erase::erase,
    list::{Filter, ListPage, Order, Position, Request, list, total},
    never_contact::{NeverContact, clear_never_contact, never_contact_of, set_never_contact},
    one::{OpenContact, by_ids, conditions_of, contact_points_of, view},
    record::{Record, RecordCondition, wrong_text},
    seal::{SealedContact, SealedPatient, Sealer},
    textable::look_at_phones,
    typed::{Typed, TypedCondition, TypedContact},
    writing::{count_more, wait_for_turn},
};
