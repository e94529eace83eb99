//! Texts into the local outbox.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::ids::MessageId;

use super::{Answer, SendError, Sms, SmsSender};
use crate::clients::{
    clock::{Clock, SystemClock},
    outbox::Outbox,
};

/// The file in the outbox folder.
pub const FILE: &str = "sms.jsonl";

/// Writes texts to `sms.jsonl` in the outbox folder.
#[derive(Clone, Debug)]
pub struct LocalSms {
    outbox: Outbox,
}

#[derive(Serialize)]
struct Line<'a> {
    id: MessageId,
    to: &'a str,
    body: &'a str,
    at: DateTime<Utc>,
}

impl LocalSms {
    pub fn new(folder: &Path) -> Self {
        Self { outbox: Outbox::new(folder, FILE) }
    }
}

#[async_trait::async_trait]
impl SmsSender for LocalSms {
    async fn send(&self, sms: &Sms) -> Answer {
        let answer = self.send_all(std::slice::from_ref(sms)).await.pop();
        answer.unwrap_or_else(|| Err(SendError::Unknown("the outbox gave no answer".to_owned())))
    }

    async fn send_all(&self, batch: &[Sms]) -> Vec<Answer> {
        let at = SystemClock.now();
        let lines = batch.iter().map(|sms| Line { id: sms.message, to: sms.to.as_str(), body: &sms.body, at });
        self.outbox.append(lines).await
    }
}
