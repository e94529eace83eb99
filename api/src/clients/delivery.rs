//! What a provider may answer when a message is handed to it.

use std::time::Duration;

/// The provider took the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The provider's own id, by which receipts refer to it.
    pub provider_id: Option<String>,
}

/// One answer a message.
pub type Answer = Result<Accepted, SendError>;

/// Why it did not, and what that means for the ledger. The texts stand in the ledger in clear: they
/// hold codes and our own words, never what a provider wrote, which may repeat the address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing was sent, and nothing else will be before the time given.
    #[error("the provider asks to slow down")]
    Throttled { retry_after: Option<Duration> },
    /// Nothing was sent, nor will anything be until the way to the provider is open again.
    #[error("no connection: {0}")]
    NotConnected(String),
    /// Nothing was sent; this one message can be tried again later.
    #[error("put off: {0}")]
    Deferred(String),
    /// The provider said no for good.
    #[error("refused: {0}")]
    Refused(String),
    /// The provider said no for good to this address, whatever is sent there: it does not exist.
    #[error("refused: {0}")]
    NoSuchAddress(String),
    /// The provider has this address on its own list of those that want nothing.
    #[error("refused: {0}")]
    OptedOut(String),
    /// The request was on its way and no answer came: it may have been sent.
    #[error("no answer: {0}")]
    Unknown(String),
}
