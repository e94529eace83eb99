//! Emails by SMTP (RFC 5321).

mod pool;
mod reply;
mod server;
mod session;

use std::{fs, time::Duration};

use anyhow::Context;
use futures::{StreamExt, stream};

use self::{
    pool::Pool,
    server::Server,
    session::{Letter, Outcome, Session},
};
use super::{Answer, Email, EmailSender, SendError, mime::Writer};
use crate::config::EmailConfig;

/// Conversations with one server.
#[derive(Debug)]
pub struct SmtpEmail {
    server: Server,
    pool: Pool,
    writer: Writer,
    connect: Duration,
    answer: Duration,
    connections: usize,
}

impl SmtpEmail {
    /// Opens no connection yet.
    pub fn new(config: &EmailConfig) -> anyhow::Result<Self> {
        let url = config.smtp_url.as_deref().context("email.smtp_url: needed because email.transport is smtp")?;
        let mut server =
            Server::of_url(url).context("email.smtp_url: must look like smtps://user:password@host:465")?;
        if let Some(file) = &config.smtp_ca {
            let pem = fs::read(file).with_context(|| format!("email.smtp_ca: cannot read {}", file.display()))?;
            server = server.trusting(&pem).with_context(|| format!("email.smtp_ca: {}", file.display()))?;
        }
        let connections = usize::try_from(config.pool).unwrap_or(1).max(1);
        Ok(Self {
            server,
            pool: Pool::new(connections),
            writer: Writer::new(config)?,
            connect: config.connect(),
            answer: config.answer(),
            connections,
        })
    }

    async fn deliver(&self, letter: &Letter) -> Answer {
        let _place = self.pool.place().await;
        let mut resting = self.pool.take();
        loop {
            let session = match resting {
                Some(session) => session,
                None => Session::open(&self.server, self.connect, self.answer).await?,
            };
            match session.deliver(letter).await {
                // All that rest may be gone, when a server has been started anew; a new one never is.
                Outcome::Stale => resting = self.pool.take(),
                Outcome::Answered(answer, session) => {
                    if let Some(session) = session {
                        self.pool.rest(session);
                    }
                    return answer;
                }
            }
        }
    }
}

#[async_trait::async_trait]
impl EmailSender for SmtpEmail {
    async fn send(&self, email: &Email) -> Answer {
        let unfit = || SendError::Refused("the message cannot be written as a mail".to_owned());
        let message = self.writer.write(email).map_err(|_| unfit())?;
        self.deliver(&Letter::new(&message).ok_or_else(unfit)?).await
    }

    async fn send_all(&self, batch: &[Email]) -> Vec<Answer> {
        let attempts: Vec<_> = batch.iter().map(|email| self.send(email)).collect();
        stream::iter(attempts).buffered(self.connections).collect().await
    }
}

#[cfg(test)]
mod tests;
