//! The outside world behind small traits, so that the rules can be tried without it.

pub mod aws;
pub mod certificates;
pub mod clock;
pub mod delivery;
pub mod delivery_logs;
pub mod email;
pub mod notices;
pub mod objects;
mod outbox;
pub mod outbox_back;
pub mod random;
pub mod sms;
pub mod subscriptions;
