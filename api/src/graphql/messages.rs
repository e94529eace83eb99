//! Messages of the ledger, as a recipient or a campaign shows them.

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use entity::message;
use shared::ids::{MessageId, RecipientId};

use super::{
    campaigns::{Recipient, load_recipient},
    scalars::{Channel, MessageState},
};

/// One channel of one wave to one recipient.
pub struct Message(message::Model);

impl From<message::Model> for Message {
    fn from(model: message::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Message {
    async fn id(&self) -> ID {
        MessageId::from(self.0.id).to_string().into()
    }

    async fn channel(&self) -> Channel {
        self.0.channel.into()
    }

    /// 0 is the first sending, 1 and on are the reminders.
    async fn wave(&self) -> i32 {
        self.0.wave
    }

    async fn state(&self) -> MessageState {
        self.0.state.into()
    }

    /// Why it is suppressed, failed or cancelled.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    async fn recipient(&self, ctx: &Context<'_>) -> Result<Recipient> {
        load_recipient(ctx, RecipientId::from(self.0.recipient_id)).await
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at.to_utc()
    }

    async fn sent_at(&self) -> Option<DateTime<Utc>> {
        self.0.sent_at.map(entity::time::Timestamp::to_utc)
    }

    /// SMS segments, once it was rendered.
    async fn segments(&self) -> Option<i32> {
        self.0.segments
    }

    /// Sent once more after its first sending was in doubt: the patient may have it twice.
    async fn possible_duplicate(&self) -> bool {
        self.0.possible_duplicate
    }

    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at.to_utc()
    }
}
