//! Contact points that must not be used again: by the patient's wish, by what providers found out, by staff.
//!
//! A suppression names a contact point by its blind index and outlives the patient's record, so that a re-import
//! changes nothing about it. It is looked at when an audience is frozen and again when a message is claimed.

mod add;
mod address;
mod lift;
mod list;
mod provider;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use add::{NewSuppression, add};
pub use lift::lift;
pub use list::{Filter, Request, Suppressed, list, total};
pub use provider::{ProviderList, by_provider, read_provider_list};
pub(in crate::domain) use write::{NewRow, write};
