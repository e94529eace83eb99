//! Providers that fail on demand, over real sockets in the test's own process. Each attempt meets the fate that the test
//! has chosen for its recipient, and stands in a log.

mod book;
mod door;
mod outside;
mod smtp;
mod sns;

pub use book::Attempt;
pub use outside::{Outside, Standing};
pub use smtp::SmtpSink;
pub use sns::SnsSink;

/// What an attempt to hand a message over meets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// The provider takes it and says so.
    #[default]
    Taken,
    /// Not now: too many requests (SNS), a greylisted sender (SMTP).
    PutOff,
    /// No, for good.
    Refused,
    /// The provider breaks down: status 500 and no word of the message. SNS only.
    Broken,
    /// The connection ends before the mail itself is sent. SMTP only.
    HungUpBefore,
    /// The connection is reset after the whole message was read.
    HungUp,
    /// The whole message is read, and no answer ever comes.
    Silence,
}
