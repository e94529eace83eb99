//! A mail server that does not always do as it should.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::Result;

use super::Fate;
use super::book::{Attempt, Book};
use super::door::Door;

/// It ends with this value.
pub struct SmtpSink {
    door: Door,
    book: Book,
}

impl SmtpSink {
    /// One that takes every mail until it is told otherwise.
    pub fn start() -> Result<Self> {
        let mut sink = Self::closed()?;
        sink.open()?;
        Ok(sink)
    }

    /// One that refuses connections until it is opened.
    pub fn closed() -> Result<Self> {
        Ok(Self { door: Door::new()?, book: Book::default() })
    }

    pub fn open(&mut self) -> Result {
        let book = self.book.clone();
        self.door.open(move |connection| serve(connection, book.clone()))
    }

    /// The next attempts for `address` meet these, one after the other.
    pub fn plan(&self, address: &str, fates: &[Fate]) {
        self.book.plan(address, fates);
    }

    /// What mails meet that are not planned.
    pub fn otherwise(&self, fate: Fate) {
        self.book.otherwise(fate);
    }

    /// What is taken waits so long for its answer from now on.
    pub fn answers_after(&self, wait: Duration) {
        self.book.answers_after(wait);
    }

    /// Messages that were taken and not yet answered: as long as there are any, whoever sends has requests in flight.
    pub fn unanswered(&self) -> usize {
        self.book.unanswered()
    }

    /// Everything that was taken, whether somebody was left to hear of it or not.
    pub fn taken(&self) -> Vec<Attempt> {
        self.attempts().into_iter().filter(|attempt| attempt.id.is_some()).collect()
    }

    /// Everything that was tried, in order.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.book.attempts()
    }

    /// What makes Recall send its emails here.
    pub fn settings(&self) -> Vec<(String, String)> {
        vec![
            ("RECALL_EMAIL__TRANSPORT".to_owned(), "smtp".to_owned()),
            ("RECALL_EMAIL__SMTP_URL".to_owned(), format!("smtp://{}", self.door.address())),
        ]
    }
}

/// As much of SMTP (RFC 5321) as a client needs to hand a mail over.
async fn serve(mut connection: TcpStream, book: Book) -> Result {
    let (input, mut output) = connection.split();
    let mut input = BufReader::new(input);
    let mut current = None;
    let mut line = String::new();
    output.write_all(b"220 sink\r\n").await?;
    loop {
        line.clear();
        if input.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.split([' ', ':', '\r', '\n']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match (verb.as_str(), current) {
            ("RCPT", _) => {
                let to = line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(to, _)| to);
                let (fate, attempt) = book.meet(to);
                current = Some((fate, attempt));
                match fate {
                    Fate::PutOff => "450 4.2.1 Greylisted, come back later\r\n",
                    Fate::Refused => "550 5.1.1 Nobody here by that name\r\n",
                    _ => "250 OK\r\n",
                }
            }
            ("DATA", Some((Fate::HungUpBefore, _))) => break,
            ("DATA", Some((Fate::Taken | Fate::HungUp | Fate::Silence, _))) => {
                output.write_all(b"354 Go on\r\n").await?;
                let (fate, attempt) = current.take().unwrap_or_default();
                match message_id(&mut input).await? {
                    Mail::CutOff => return Ok(()),
                    Mail::Whole(Some(id)) => book.name(attempt, id),
                    Mail::Whole(None) => {}
                }
                match fate {
                    Fate::HungUp => break,
                    Fate::Silence => {
                        input.read_to_end(&mut Vec::new()).await?;
                        return Ok(());
                    }
                    _ => book.answer("250 OK\r\n").await,
                }
            }
            ("DATA", _) => "503 5.5.1 No recipient\r\n",
            ("MAIL" | "RSET", _) => {
                current = None;
                "250 OK\r\n"
            }
            ("QUIT", _) => return Ok(output.write_all(b"221 Bye\r\n").await?),
            _ => "250 OK\r\n",
        };
        output.write_all(answer.as_bytes()).await?;
    }
    Ok(connection.set_zero_linger()?)
}

/// What came after DATA.
enum Mail {
    /// The client hung up in the middle; no server takes such a mail.
    CutOff,
    /// With the left part of its Message-ID.
    Whole(Option<String>),
}

/// Reads a mail to its end.
async fn message_id(input: &mut (impl AsyncBufReadExt + Unpin)) -> Result<Mail> {
    let mut id = None;
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line).await? == 0 {
            return Ok(Mail::CutOff);
        }
        if line == ".\r\n" {
            return Ok(Mail::Whole(id));
        }
        if let Some(value) = line.strip_prefix("Message-ID: <") {
            id = value.split_once('@').map(|(left, _)| left.to_owned());
        }
    }
}
