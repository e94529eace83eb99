//! Notices to staff: a report is ready, a backup failed. They hold no patient data.

use std::{sync::Arc, time::Duration};

use aws_sdk_sns::Client;
use shared::email::EmailAddress;

use super::{
    aws::{self, Place},
    email::{Email, EmailSender, SendError},
};
use crate::config::{NoticesConfig, topic_region};

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(10);
const SUBJECT: usize = 99; // characters that SNS takes: fewer than a hundred, in ASCII

/// Sends the same short text to every member of staff who wants notices, and to a topic where there is one.
#[derive(Debug)]
pub struct Notices {
    email: Arc<dyn EmailSender>,
    to: Vec<EmailAddress>,
    topic: Option<Topic>,
}

/// An SNS topic; who subscribes to it, and how they are told, is decided there.
#[derive(Clone, Debug)]
pub struct Topic {
    client: Client,
    arn: String,
}

impl Topic {
    /// None where no topic is configured.
    pub async fn connect(config: &NoticesConfig) -> Option<Self> {
        let arn = config.topic_arn.clone()?;
        let place = Place {
            region: topic_region(&arn),
            endpoint_url: config.endpoint_url.as_deref(),
            connect: CONNECT,
            answer: ANSWER,
        };
        Some(Self { client: Client::new(&place.load().await), arn })
    }

    async fn publish(&self, subject: &str, text: &str) -> Result<(), SendError> {
        let publish = self.client.publish().topic_arn(&self.arn).subject(plain(subject)).message(text);
        let refused = |no: &aws::Refusal<'_>| SendError::Refused(format!("SNS: {}", no.code));
        publish.send().await.map(drop).map_err(|error| aws::meaning("SNS", &error, refused))
    }
}

/// What SNS takes for a subject: a short line of ASCII that begins with a letter, a digit or a mark.
fn plain(subject: &str) -> String {
    let letters = subject.chars().map(|c| if c.is_ascii() && !c.is_ascii_control() { c } else { '?' });
    letters.take(SUBJECT).collect::<String>().trim().to_owned()
}

impl Notices {
    pub fn new(email: Arc<dyn EmailSender>, to: Vec<EmailAddress>, topic: Option<Topic>) -> Self {
        Self { email, to, topic }
    }

    /// `id` is stable over attempts, as `report-run-3`. Everybody is tried; the first failure is told.
    pub async fn send(&self, id: &str, subject: &str, text: &str) -> Result<(), SendError> {
        let mut outcome = Ok(());
        if let Some(topic) = &self.topic {
            outcome = topic.publish(subject, text).await;
        }
        for (position, to) in self.to.iter().enumerate() {
            let email = Email {
                id: format!("{id}-{position}"),
                to: to.clone(),
                subject: subject.to_owned(),
                text: text.to_owned(),
                html: None,
                unsubscribe: None,
            };
            outcome = outcome.and(self.email.send(&email).await.map(drop));
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_made_fit_for_sns() {
        assert_eq!(plain("Recall: “Grippe” n’est\nplus"), "Recall: ?Grippe? n?est?plus");
        assert_eq!(plain(&"a".repeat(120)).len(), SUBJECT);
    }
}
