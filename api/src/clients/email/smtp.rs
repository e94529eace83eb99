//! Emails by SMTP (RFC 5321).

use std::time::Duration;

use anyhow::Context;
use futures::{StreamExt, stream};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, transport::smtp::PoolConfig};

use super::{Accepted, Answer, Email, EmailSender, SendError, mime::Writer, reply};
use crate::config::EmailConfig;

const IDLE: Duration = Duration::from_secs(30); // servers drop silent connections after a minute or more

/// A pool of connections to one server.
#[derive(Debug)]
pub struct SmtpEmail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    writer: Writer,
    answer: Duration,
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
            transport: builder.timeout(Some(config.connect())).pool_config(pool).build(),
            writer: Writer::new(config)?,
            answer: config.answer(),
            connections: usize::try_from(config.pool).unwrap_or(1).max(1),
        })
    }
}

#[async_trait::async_trait]
impl EmailSender for SmtpEmail {
    async fn send(&self, email: &Email) -> Answer {
        let message = self
            .writer
            .write(email)
            .map_err(|_| SendError::Refused("the message cannot be written as a mail".to_owned()))?;
        match tokio::time::timeout(self.answer, self.transport.send(message)).await {
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
    use tokio::{
        io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
        net::TcpListener,
    };

    use super::*;

    async fn answer(server: &str) -> SendError {
        let config = EmailConfig { smtp_url: Some(format!("smtp://{server}")), ..EmailConfig::default() };
        let email = Email {
            id: "message-12".into(),
            to: "jo@example.org".parse().unwrap(),
            subject: "Your vaccination".into(),
            text: "Dear Zoë".into(),
            html: None,
            unsubscribe: None,
        };
        SmtpEmail::new(&config).unwrap().send(&email).await.unwrap_err()
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_took_nothing() {
        let error = answer("127.0.0.1:1").await;
        assert!(matches!(error, SendError::NotConnected(_)), "{error:?}");
    }

    #[tokio::test]
    async fn a_server_that_resets_the_connection_after_the_mail_may_have_taken_it() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut lines = BufReader::new(&mut connection);
            lines.write_all(b"220 test\r\n").await.unwrap();
            let mut line = String::new();
            while line != ".\r\n" {
                line.clear();
                lines.read_line(&mut line).await.unwrap();
                match line.split_whitespace().next() {
                    Some("EHLO" | "MAIL" | "RCPT") => lines.write_all(b"250 OK\r\n").await.unwrap(),
                    Some("DATA") => lines.write_all(b"354 Go on\r\n").await.unwrap(),
                    _ => {}
                }
            }
            connection.set_zero_linger().unwrap();
        });
        let error = answer(&address).await;
        assert_eq!(error, SendError::Unknown("the connection broke".to_owned()));
        server.await.unwrap();
    }
}
