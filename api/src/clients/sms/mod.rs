//! Text messages: the trait, and what a provider may answer.

pub mod local;
pub mod opt_outs;
pub mod sns;

pub use super::delivery::{Accepted, Answer, SendError};

/// One text, ready to go.
#[derive(Clone, Debug)]
pub struct Sms {
    /// Ledger id, for the provider's and the outbox's log.
    pub message: shared::ids::MessageId,
    pub to: shared::phone::E164Phone,
    pub body: String,
}

/// Hands a text to a provider. One call is one attempt; nothing below retries by itself.
#[async_trait::async_trait]
pub trait SmsSender: Send + Sync + std::fmt::Debug {
    async fn send(&self, sms: &Sms) -> Answer;

    /// Hands over several at once where the channel can do that better; answers in the same order.
    async fn send_all(&self, batch: &[Sms]) -> Vec<Answer> {
        futures::future::join_all(batch.iter().map(|sms| self.send(sms))).await
    }
}
