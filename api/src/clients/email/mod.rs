//! Email: the trait, and what a mail looks like before it is on its way.

pub mod local;
mod mime;
pub mod ses;
pub mod smtp;

pub use super::delivery::{Accepted, Answer, SendError};

/// The tag by which Amazon SES gives the id of an email back in its events.
pub const TAG: &str = "recall-message";

/// One email, ready to go.
#[derive(Clone, Debug)]
pub struct Email {
    /// Left part of the Message-ID: stable over attempts, as `message-12` or `notice-3`.
    pub id: String,
    pub to: shared::email::EmailAddress,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    /// Where a POST says that no more of these are wanted (RFC 8058); none for notices to staff.
    pub unsubscribe: Option<String>,
}

/// Hands an email to a server. One call is one attempt; nothing below retries by itself.
#[async_trait::async_trait]
pub trait EmailSender: Send + Sync + std::fmt::Debug {
    async fn send(&self, email: &Email) -> Answer;

    /// Hands over several at once where the channel can do that better; answers in the same order.
    async fn send_all(&self, batch: &[Email]) -> Vec<Answer> {
        futures::future::join_all(batch.iter().map(|email| self.send(email))).await
    }
}
