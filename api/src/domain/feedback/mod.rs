//! What providers tell us afterwards: delivered, bounced, complained of, answered with STOP.
//!
//! Amazon SES and SNS publish it to SNS topics, which post it to `/hooks/sns`. Everything is signed, and nothing is
//! believed before that was checked ([`verify`]). What became of texts SNS writes to CloudWatch Logs, which are read
//! ([`read_delivery_logs`]). What it says changes the ledger (`domain::messages::receipt`) and
//! the list of contact points that are not to be used (`domain::suppressions`).

mod carry_out;
mod early;
pub mod envelope;
mod logs;
mod notice;
mod receive;
mod ses;
mod sms;
#[cfg(test)]
mod tests;
pub mod verify;

pub use early::{Swept, sweep};
pub use logs::{ReadLogs, read_delivery_logs};
pub use receive::{Received, receive};
pub use verify::{Refused, Verifier};
