//! Emails into the local outbox.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Answer, Email, EmailSender, SendError};
use crate::clients::{
    clock::{Clock, SystemClock},
    outbox::Outbox,
};

/// The file in the outbox folder.
pub const FILE: &str = "email.jsonl";

/// Writes emails to `email.jsonl` in the outbox folder.
#[derive(Clone, Debug)]
pub struct LocalEmail {
    outbox: Outbox,
    from: String,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    from: &'a str,
    to: &'a str,
    subject: &'a str,
    body: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<&'a str>,
    at: DateTime<Utc>,
}

impl LocalEmail {
    pub fn new(folder: &Path, from: &str) -> Self {
        Self { outbox: Outbox::new(folder, FILE), from: from.to_owned() }
    }
}

#[async_trait::async_trait]
impl EmailSender for LocalEmail {
    async fn send(&self, email: &Email) -> Answer {
        let answer = self.send_all(std::slice::from_ref(email)).await.pop();
        answer.unwrap_or_else(|| Err(SendError::Unknown("the outbox gave no answer".to_owned())))
    }

    async fn send_all(&self, batch: &[Email]) -> Vec<Answer> {
        let at = SystemClock.now();
        let lines = batch.iter().map(|email| Line {
            id: &email.id,
            from: &self.from,
            to: email.to.as_str(),
            subject: &email.subject,
            body: &email.text,
            html: email.html.as_deref(),
            at,
        });
        self.outbox.append(lines).await
    }
}
