//! Notices to staff: a report is ready, a backup failed. They hold no patient data.

use std::sync::Arc;

use shared::email::EmailAddress;

use super::email::{Email, EmailSender, SendError};

/// Sends the same short text to every member of staff who wants notices.
#[derive(Debug)]
pub struct Notices {
    email: Arc<dyn EmailSender>,
    to: Vec<EmailAddress>,
}

impl Notices {
    pub fn new(email: Arc<dyn EmailSender>, to: Vec<EmailAddress>) -> Self {
        Self { email, to }
    }

    /// `id` is stable over attempts, as `report-run-3`.
    pub async fn send(&self, id: &str, subject: &str, text: &str) -> Result<(), SendError> {
        for (position, to) in self.to.iter().enumerate() {
            let email = Email {
                id: format!("{id}-{position}"),
                to: to.clone(),
                subject: subject.to_owned(),
                text: text.to_owned(),
                html: None,
                unsubscribe: None,
            };
            self.email.send(&email).await?;
        }
        Ok(())
    }
}
