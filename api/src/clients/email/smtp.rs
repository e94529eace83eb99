//! Emails by SMTP (RFC 5321).

use std::time::Duration;

use anyhow::Context;
use futures::{StreamExt, stream};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::PoolConfig,
};

use super::{Accepted, Answer, Email, EmailSender, SendError, reply};
use crate::config::EmailConfig;

const CONNECT: Duration = Duration::from_secs(10);
// RFC 5321 §4.5.3.2.6 wants ten minutes for the last answer; a server that is slower than this is
// taken for dead, and the message for uncertain. Leases are renewed while a group is on its way.
const ANSWER: Duration = Duration::from_mins(1);
const IDLE: Duration = Duration::from_secs(30); // servers drop silent connections after a minute or more

/// A pool of connections to one server.
#[derive(Debug)]
pub struct SmtpEmail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    connections: usize,
}

impl SmtpEmail {
    /// Opens no connection yet.
    pub fn new(config: &EmailConfig) -> anyhow::Result<Self> {
        let url = config.smtp_url.as_deref().context("email.smtp_url: needed because email.transport is smtp")?;
        // The URL may hold a password: the error names the key only.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| anyhow::anyhow!("email.smtp_url: must look like smtps://user:password@host:465"))?;
        let pool = PoolConfig::new().max_size(config.pool).idle_timeout(IDLE);
        Ok(Self {
            transport: builder.timeout(Some(CONNECT)).pool_config(pool).build(),
            from: config.from.parse().context("email.from: must look like Practice <recall@example.org>")?,
            connections: usize::try_from(config.pool).unwrap_or(1).max(1),
        })
    }

    fn message(&self, email: &Email) -> anyhow::Result<Message> {
        let to = Mailbox::new(None, email.to.as_str().parse()?);
        let id = format!("<{}@{}>", email.id, self.from.email.domain());
        let mut message =
            Message::builder().from(self.from.clone()).to(to).subject(email.subject.clone()).message_id(Some(id));
        if let Some(link) = &email.unsubscribe {
            let name = HeaderName::new_from_ascii_str("List-Unsubscribe"); // RFC 2369 §3.2
            message = message.raw_header(HeaderValue::new(name, format!("<{link}>")));
        }
        Ok(match &email.html {
            None => message.singlepart(SinglePart::plain(email.text.clone()))?,
            Some(html) => message.multipart(MultiPart::alternative_plain_html(email.text.clone(), html.clone()))?,
        })
    }
}

#[async_trait::async_trait]
impl EmailSender for SmtpEmail {
    async fn send(&self, email: &Email) -> Answer {
        let message = self
            .message(email)
            .map_err(|_| SendError::Refused("the message cannot be written as a mail".to_owned()))?;
        match tokio::time::timeout(ANSWER, self.transport.send(message)).await {
            Err(_) => Err(SendError::Unknown("time-out".to_owned())),
            Ok(Err(error)) => Err(reply::meaning(&error)),
            // The server's queue id is in its text and in no common form; receipts refer to our Message-ID.
            Ok(Ok(_)) => Ok(Accepted { provider_id: None }),
        }
    }

    async fn send_all(&self, batch: &[Email]) -> Vec<Answer> {
        let attempts: Vec<_> = batch.iter().map(|email| self.send(email)).collect();
        stream::iter(attempts).buffered(self.connections).collect().await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn smtp() -> SmtpEmail {
        let config = EmailConfig { smtp_url: Some("smtp://127.0.0.1:1".into()), ..EmailConfig::default() };
        SmtpEmail::new(&config).unwrap()
    }

    fn email() -> Email {
        Email {
            id: "message-12".into(),
            to: "jo@example.org".parse().unwrap(),
            subject: "Your vaccination".into(),
            text: "Dear Zoë".into(),
            html: None,
            unsubscribe: Some("https://recall.example.org/m/abc".into()),
        }
    }

    #[tokio::test]
    async fn an_email_has_a_stable_id_and_says_how_to_unsubscribe() {
        let text = String::from_utf8(smtp().message(&email()).unwrap().formatted()).unwrap();
        assert!(text.contains("Message-ID: <message-12@example.org>\r\n"), "{text}");
        assert!(text.contains("List-Unsubscribe: <https://recall.example.org/m/abc>\r\n"), "{text}");
        let notice = Email { unsubscribe: None, html: Some("<p>Dear Zoë</p>".into()), ..email() };
        let text = String::from_utf8(smtp().message(&notice).unwrap().formatted()).unwrap();
        assert!(!text.contains("List-Unsubscribe") && text.contains("multipart/alternative"), "{text}");
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_took_nothing() {
        let error = smtp().send(&email()).await.unwrap_err();
        assert!(matches!(error, SendError::NotConnected(_)), "{error:?}");
    }
}
