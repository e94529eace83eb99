//! What a provider may answer when a message is handed to it.

use std::time::Duration;

/// The provider took the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The provider's own id, by which receipts refer to it.
    pub provider_id: Option<String>,
}

/// Why it did not, and what that means for the ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing was sent; try again, not before the time given.
    #[error("the provider asks to slow down")]
    Throttled { retry_after: Option<Duration> },
    /// Nothing was sent; try again.
    #[error("no connection: {0}")]
    NotConnected(String),
    /// The provider said no for good.
    #[error("refused: {0}")]
    Refused(String),
    /// The request was on its way and no answer came: it may have been sent.
    #[error("no answer: {0}")]
    Unknown(String),
}
