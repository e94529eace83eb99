//! What providers tell us afterwards: delivered, bounced, complained of, answered with STOP.
//!
//! Amazon SES and SNS publish it to SNS topics, which post it to `/hooks/sns`. Everything is signed, and nothing is
//! believed before that was checked ([`verify`]). What it says changes the ledger (`domain::messages::receipt`) and
//! the list of contact points that are not to be used (`domain::suppressions`).

mod early;
pub mod envelope;
mod notice;
mod receive;
mod ses;
mod sms;
#[cfg(test)]
mod tests;
pub mod verify;

pub use early::{Swept, sweep};
pub use receive::{Received, receive};
pub use verify::{Refused, Verifier};
