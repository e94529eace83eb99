//! An Amazon SNS that does not always do as it should; it knows `Publish` to a phone number only.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::Result;
use crate::peers::Aws;

use super::Fate;
use super::book::{Attempt, Book};
use super::door::Door;

/// It ends with this value.
pub struct SnsSink {
    door: Door,
    book: Book,
}

impl SnsSink {
    /// One that takes every text until it is told otherwise.
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

    /// The next attempts for `phone` meet these, one after the other.
    pub fn plan(&self, phone: &str, fates: &[Fate]) {
        self.book.plan(phone, fates);
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

    /// What makes Recall send its texts here.
    pub fn settings(&self) -> Vec<(String, String)> {
        let mut settings = Aws::credentials();
        settings.extend([
            ("RECALL_SMS__TRANSPORT".to_owned(), "sns".to_owned()),
            ("RECALL_SMS__REGION".to_owned(), "eu-west-2".to_owned()),
            ("RECALL_SMS__ENDPOINT_URL".to_owned(), format!("http://{}", self.door.address())),
        ]);
        settings
    }
}

/// As much of HTTP (RFC 9112) as the SDK's client speaks.
async fn serve(mut connection: TcpStream, book: Book) -> Result {
    let (input, mut output) = connection.split();
    let mut input = BufReader::new(input);
    while let Some(body) = request(&mut input).await? {
        let (status, answer) = match recipient(&body) {
            None => ("400 Bad Request", error("InvalidAction", "This SNS knows Publish only")),
            Some(to) => match book.meet(&to) {
                (Fate::PutOff, _) => ("429 Too Many Requests", error("Throttled", "Rate exceeded")),
                (Fate::Refused, _) => ("400 Bad Request", error("InvalidParameter", &format!("{to} is not valid"))),
                (Fate::Broken, _) => ("500 Internal Server Error", error("InternalError", "Something broke")),
                (Fate::HungUp | Fate::HungUpBefore, _) => return Ok(connection.set_zero_linger()?),
                (Fate::Silence, _) => {
                    input.read_to_end(&mut Vec::new()).await?;
                    return Ok(());
                }
                (Fate::Taken, attempt) => {
                    let id = format!("00000000-0000-4000-8000-{attempt:012}");
                    book.name(attempt, id.clone());
                    ("200 OK", book.answer(published(&id)).await)
                }
            },
        };
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: text/xml\r\ncontent-length: {}\r\n\r\n", answer.len());
        output.write_all(format!("{head}{answer}").as_bytes()).await?;
    }
    Ok(())
}

/// The body of the next request; none when the client has hung up.
async fn request(input: &mut (impl AsyncBufReadExt + Unpin)) -> Result<Option<String>> {
    let mut length = 0;
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse()?;
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).await?;
    Ok(Some(String::from_utf8(body)?))
}

/// The phone number of a `Publish`.
fn recipient(body: &str) -> Option<String> {
    let fields = || body.split('&').filter_map(|field| field.split_once('='));
    fields().find(|&field| field == ("Action", "Publish"))?;
    let (_, phone) = fields().find(|(name, _)| *name == "PhoneNumber")?;
    Some(phone.replace("%2B", "+"))
}

/// <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Examples>
fn published(id: &str) -> String {
    format!(
        "<PublishResponse xmlns=\"https://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>{id}</MessageId>\
         </PublishResult><ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></PublishResponse>"
    )
}

/// <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors>
fn error(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>{code}</Code>\
         <Message>{message}</Message></Error><RequestId>none</RequestId></ErrorResponse>"
    )
}
