//! The ledger of messages and their dispatch: claim → check → render → send → record.
//!
//! ```text
//!              ┌───────────────── refused for now: wait ─────────────────┐
//!              ▼                                                         │
//! queued ─► claimed ─► sending ─────────────────────────────────────────┤
//!    ▲         │         │ committed before the provider is called      ├─► sent ─► delivered
//!    └─ lease ─┤         └─ lease ended, or no answer ─► uncertain ──────┤  ▲
//!       ended  ├─► suppressed, cancelled                   └─ evidence ──┼──┘
//!              └─► failed: cannot be rendered                            └─► failed
//! ```
//!
//! Every write of an outcome is conditional on the epoch of the claim, which each new claim raises:
//! a worker that slept past its lease changes nothing. No provider is called inside a transaction.

mod answered;
mod check;
mod claim;
pub mod dispatch;
mod doubt;
mod gate;
mod hand_over;
pub mod html;
pub mod leases;
pub(super) mod ledger;
mod outcome;
pub mod pace;
pub mod preview;
pub mod reason;
pub mod receipt;
mod record;
mod render;
pub mod sample;
pub mod spending;
pub(super) mod spread;
#[cfg(test)]
pub(crate) mod tests;
mod uncertain;
pub(super) mod variants;

pub use doubt::settle_doubts;
pub use outcome::Dispatched;
pub(super) use record::{FirstSent, first_sent};
pub(super) use uncertain::supersede_failed;
pub use uncertain::{
    InDoubt, Resolution, Resolved, resolve_many_uncertain_as_sent, resolve_uncertain, resolve_uncertain_as_sent,
};
