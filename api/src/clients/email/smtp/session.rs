//! One conversation with a mail server. Whoever is done with a mail gives the conversation back only where its next
//! answer belongs to the next question: one that was left in the middle is closed, for a late "250" would be taken for
//! the answer to another patient's mail.

use std::{fmt, time::Duration};

use lettre::{
    Address, Message,
    address::Envelope,
    transport::smtp::{
        Error,
        client::AsyncSmtpConnection,
        commands::{Data, Ehlo, Mail, Quit, Rcpt, Rset},
        extension::{Extension, MailBodyParameter, MailParameter},
    },
};
use tokio::time::timeout;

use super::{
    super::{Accepted, Answer, SendError},
    reply,
    server::Server,
};

const FAREWELL: Duration = Duration::from_secs(1);

/// Ends when it is dropped.
pub(super) struct Session {
    connection: Box<AsyncSmtpConnection>,
    /// Commands may be sent in a row (RFC 2920).
    pipelining: bool,
    /// It has carried a mail before and was silent since: the server may have hung up meanwhile.
    rested: bool,
    /// How long one answer may take.
    patience: Duration,
}

/// A mail as the server wants it.
pub(super) struct Letter {
    envelope: Envelope,
    /// With its dots doubled and its end.
    text: String,
}

/// What became of a mail, and the conversation where it can go on.
pub(super) enum Outcome {
    Answered(Answer, Option<Session>),
    /// The server had hung up on an idle conversation before this mail: a new one is in order.
    Stale,
}

impl Letter {
    pub fn new(message: &Message) -> Option<Self> {
        let text = String::from_utf8(message.formatted()).ok()?;
        Some(Self { envelope: message.envelope().clone(), text: transparent(&text) })
    }
}

impl Session {
    /// Connects and greets.
    pub async fn open(server: &Server, connect: Duration, patience: Duration) -> Result<Self, SendError> {
        let opening = async {
            let mut connection = server.connect(connect).await?;
            // The library does not keep what it does not know, so the server is asked once more.
            let greeting = connection.command(Ehlo::new(server.name().clone())).await?;
            let pipelining = greeting.message().any(|line| line.eq_ignore_ascii_case("PIPELINING"));
            Ok(Self { connection: Box::new(connection), pipelining, rested: false, patience })
        };
        match timeout(connect + patience, opening).await {
            Ok(opened) => opened.map_err(|error| reply::at_opening(&error)),
            Err(_) => Err(SendError::NotConnected("the mail server does not answer".to_owned())),
        }
    }

    /// Hands one mail over.
    pub async fn deliver(mut self, letter: &Letter) -> Outcome {
        let rested = std::mem::replace(&mut self.rested, true);
        match timeout(self.patience, self.announce(letter)).await {
            Ok(Ok(())) => {}
            Ok(Err(no)) if rested && no.hung_up => return Outcome::Stale,
            Ok(Err(no)) => return Outcome::Answered(Err(no.meaning), if no.whole { self.reset().await } else { None }),
            Err(_) => {
                let why = "the mail server stopped answering before it had the mail".to_owned();
                return Outcome::Answered(Err(SendError::Deferred(why)), None);
            }
        }
        // In one piece: the last line alone would wait for the receipt of the rest (RFC 896).
        match timeout(self.patience, self.connection.command(&letter.text)).await {
            // The server's queue id is in its text and in no common form; receipts refer to our Message-ID.
            Ok(Ok(_)) => Outcome::Answered(Ok(Accepted { provider_id: None }), Some(self)),
            Ok(Err(error)) => {
                let whole = !reply::is_none(&error);
                Outcome::Answered(Err(reply::after_the_mail(&error)), whole.then_some(self))
            }
            Err(_) => Outcome::Answered(Err(SendError::Unknown("time-out".to_owned())), None),
        }
    }

    /// Says from whom and to whom, and asks to begin.
    async fn announce(&mut self, letter: &Letter) -> Result<(), No> {
        let to: &Address = letter.envelope.to().first().ok_or_else(No::unfit)?;
        let mut commands = vec![
            Mail::new(letter.envelope.from().cloned(), self.options(letter)?).to_string(),
            Rcpt::new(to.clone(), Vec::new()).to_string(),
            Data.to_string(),
        ];
        if self.pipelining {
            commands = vec![commands.concat(), String::new(), String::new()];
        }
        let mut no: Option<No> = None;
        for (at, command) in commands.iter().enumerate() {
            let answer = if command.is_empty() {
                self.connection.read_response().await
            } else {
                self.connection.command(command).await
            };
            match (answer, &mut no) {
                (Ok(_), None) => {}
                // Where it waits for a mail that it must not get, there is no way back but to hang up.
                (Ok(_), Some(no)) => no.whole &= at < 2,
                (Err(error), no) => {
                    let silent = reply::is_none(&error);
                    no.get_or_insert_with(|| No::to(at, &error)).whole &= !silent;
                    if silent || !self.pipelining {
                        break;
                    }
                }
            }
        }
        no.map_or(Ok(()), Err)
    }

    fn options(&self, letter: &Letter) -> Result<Vec<MailParameter>, No> {
        let mut options = Vec::new();
        let mut need = |needed: bool, extension, option| match needed {
            true if !self.connection.server_info().supports_feature(extension) => Err(No::unfit()),
            true => {
                options.push(option);
                Ok(())
            }
            false => Ok(()),
        };
        let foreign = letter.envelope.to().iter().any(|to| !AsRef::<str>::as_ref(to).is_ascii());
        need(foreign, Extension::SmtpUtfEight, MailParameter::SmtpUtfEight)?;
        let eight_bits = MailParameter::Body(MailBodyParameter::EightBitMime);
        need(!letter.text.is_ascii(), Extension::EightBitMime, eight_bits)?;
        Ok(options)
    }

    /// Makes room for the next mail after one that was not taken.
    async fn reset(mut self) -> Option<Self> {
        matches!(timeout(self.patience, self.connection.command(Rset)).await, Ok(Ok(_))).then_some(self)
    }

    /// Takes its leave, as a polite client does.
    pub async fn quit(mut self) {
        let _ = timeout(FAREWELL, self.connection.command(Quit)).await;
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("pipelining", &self.pipelining).finish_non_exhaustive()
    }
}

/// A mail that was not taken: nothing of it was written.
struct No {
    meaning: SendError,
    /// The conversation can go on.
    whole: bool,
    hung_up: bool,
}

impl No {
    /// The answer to MAIL, RCPT or DATA.
    fn to(command: usize, error: &Error) -> Self {
        let meaning = if command == 0 { reply::to_the_sender(error) } else { reply::before_the_mail(error) };
        Self { meaning, whole: true, hung_up: reply::has_hung_up(error) }
    }

    /// The server cannot do what this mail needs.
    fn unfit() -> Self {
        let why = "the mail server cannot take this kind of message".to_owned();
        Self { meaning: SendError::Refused(why), whole: true, hung_up: false }
    }
}

/// The mail with CRLF at each end of a line, a second dot where a line begins with one, and its last line (RFC 5321
/// §4.1.1.4, §4.5.2). A line feed alone must not go out: servers differ on whether it ends a line.
fn transparent(text: &str) -> String {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.split('\n') {
        if line.starts_with('.') {
            out.push('.');
        }
        out.extend(line.chars().filter(|&character| character != '\r'));
        out.push_str("\r\n");
    }
    out.push_str(".\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_mail_can_end_it() {
        assert_eq!(transparent("a\r\n.\r\nb\r\n"), "a\r\n..\r\nb\r\n.\r\n");
        assert_eq!(transparent(".a\n.\n"), "..a\r\n..\r\n.\r\n");
        assert_eq!(transparent("a\r.\r\nb"), "a.\r\nb\r\n.\r\n");
    }
}
