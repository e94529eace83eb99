//! A stand-in for Amazon SNS. It takes so many texts a second and throttles the rest, as SNS does: a bucket of tokens that is
//! filled all the time and holds a second's worth. Or it takes everything, a moment after it has written it down.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// As many as no client sends.
const EVERYTHING: u32 = 1_000_000;
/// What a provider near by takes to answer, so that there are always requests in flight.
const BEFORE_ANSWER: Duration = Duration::from_millis(5);

/// A running sink on a free port; it ends with the value.
pub struct SnsSink {
    address: SocketAddr,
    counter: Arc<Mutex<Counter>>,
    stopped: Arc<AtomicBool>,
}

/// What it has seen.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Texts taken, second by second from the first one on.
    pub seconds: Vec<u64>,
    pub throttled: u64,
}

struct Counter {
    per_second: f64,
    tokens: f64,
    filled: Instant,
    begun: Option<Instant>,
    taken: u64,
    report: Report,
    /// What was taken: its id and the token of its link.
    log: Option<File>,
}

impl SnsSink {
    pub fn start(per_second: u32) -> Result<Self> {
        Self::with(Counter::new(per_second))
    }

    /// One that takes everything and writes it to `file`, a line a text, before it answers.
    pub fn keeping(file: &Path) -> Result<Self> {
        let log = File::create(file).with_context(|| format!("cannot write {}", file.display()))?;
        Self::with(Counter { log: Some(log), ..Counter::new(EVERYTHING) })
    }

    fn with(counter: Counter) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on 127.0.0.1")?;
        let address = listener.local_addr()?;
        let counter = Arc::new(Mutex::new(counter));
        let stopped = Arc::new(AtomicBool::new(false));
        let (counts, is_stopped) = (Arc::clone(&counter), Arc::clone(&stopped));
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if is_stopped.load(Ordering::Relaxed) {
                    return;
                }
                let counts = Arc::clone(&counts);
                // Until the client hangs up; a connection that breaks is the client's to notice.
                thread::spawn(move || serve(&connection, &counts).ok());
            }
        });
        Ok(Self { address, counter, stopped })
    }

    /// What makes Recall send its texts here.
    pub fn settings(&self) -> [(&'static str, String); 6] {
        [
            ("RECALL_SMS__TRANSPORT", "sns".to_owned()),
            ("RECALL_SMS__REGION", "eu-west-2".to_owned()),
            ("RECALL_SMS__ENDPOINT_URL", format!("http://{}", self.address)),
            ("AWS_REGION", "eu-west-2".to_owned()),
            ("AWS_ACCESS_KEY_ID", "bench".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "bench".to_owned()),
        ]
    }

    pub fn report(&self) -> Report {
        self.counter.lock().unwrap_or_else(PoisonError::into_inner).report.clone()
    }
}

impl Drop for SnsSink {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the listener, which ends.
        drop(TcpStream::connect(self.address));
    }
}

impl Report {
    pub fn accepted(&self) -> u64 {
        self.seconds.iter().sum()
    }

    pub fn busiest(&self) -> u64 {
        self.seconds.iter().copied().max().unwrap_or_default()
    }

    /// How long one text took by the whole seconds: the last one was not over when sending was.
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    pub fn time_of_one(&self) -> Duration {
        let whole = self.seconds.len().saturating_sub(1).max(1);
        let taken: u64 = self.seconds.iter().take(whole).sum();
        Duration::from_secs_f64(whole as f64 / taken.max(1) as f64)
    }
}

impl Counter {
    fn new(per_second: u32) -> Self {
        let per_second = f64::from(per_second);
        Self {
            per_second,
            tokens: per_second,
            filled: Instant::now(),
            begun: None,
            taken: 0,
            report: Report::default(),
            log: None,
        }
    }

    /// The number of the text in `body`, where it is taken now.
    fn hear(&mut self, body: &str) -> Result<Option<u64>> {
        let number = self.take(Instant::now());
        if let (Some(log), Some(number)) = (&mut self.log, number) {
            let token = link_token(body).context("a text without a link")?;
            log.write_all(format!("{} {token}\n", id(number)).as_bytes())?;
        }
        Ok(number)
    }

    /// The number of the text, where one more is taken now.
    fn take(&mut self, now: Instant) -> Option<u64> {
        let filled = now.duration_since(self.filled).as_secs_f64() * self.per_second;
        self.tokens = (self.tokens + filled).min(self.per_second);
        self.filled = now;
        if self.tokens < 1.0 {
            self.report.throttled += 1;
            return None;
        }
        self.tokens -= 1.0;
        let second = now.duration_since(*self.begun.get_or_insert(now)).as_secs();
        let second = usize::try_from(second).unwrap_or(usize::MAX);
        if self.report.seconds.len() <= second {
            self.report.seconds.resize(second + 1, 0);
        }
        self.report.seconds[second] += 1;
        self.taken += 1;
        Some(self.taken)
    }
}

/// As much of HTTP (RFC 9112) as the SDK's client speaks.
fn serve(connection: &TcpStream, counter: &Mutex<Counter>) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut input = BufReader::new(connection);
    let mut output = connection;
    while let Some(body) = request(&mut input)? {
        let (taken, waits) = if body.starts_with("Action=Publish&") {
            let mut counter = counter.lock().unwrap_or_else(PoisonError::into_inner);
            (Some(counter.hear(&body)?), counter.log.is_some())
        } else {
            (None, false)
        };
        if waits {
            thread::sleep(BEFORE_ANSWER);
        }
        let (status, answer) = match taken {
            Some(Some(number)) => ("200 OK", published(number)),
            Some(None) => ("400 Bad Request", error("Throttling", "Rate exceeded")),
            None => ("400 Bad Request", error("InvalidAction", "This stand-in knows Publish only")),
        };
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: text/xml\r\ncontent-length: {}\r\n\r\n", answer.len());
        output.write_all(format!("{head}{answer}").as_bytes())?;
    }
    Ok(())
}

/// The body of the next request; none when the client has hung up.
fn request(input: &mut impl BufRead) -> Result<Option<String>> {
    let mut length = 0;
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
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
    input.read_exact(&mut body)?;
    Ok(Some(String::from_utf8(body)?))
}

fn id(n: u64) -> String {
    format!("00000000-0000-4000-8000-{n:012}")
}

/// The end of the personal link in a text, in a body as forms write it.
fn link_token(body: &str) -> Option<&str> {
    let (_, rest) = body.split_once("%2Fm%2F")?;
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|token| !token.is_empty())
}

/// <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Examples>
fn published(n: u64) -> String {
    let id = id(n);
    format!(
        "<PublishResponse xmlns=\"https://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>{id}</MessageId>\
         </PublishResult><ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></PublishResponse>"
    )
}

/// <https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html>
fn error(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>{code}</Code>\
         <Message>{message}</Message></Error><RequestId>none</RequestId></ErrorResponse>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_second_s_worth_at_once_is_throttled() {
        let mut counter = Counter::new(20);
        let begun = Instant::now();
        let taken = (0..30).filter(|_| counter.take(begun).is_some()).count();
        assert_eq!((taken, counter.report.throttled), (20, 10));
        assert_eq!(counter.take(begun + Duration::from_millis(40)), None, "a text takes fifty milliseconds");
        assert_eq!(counter.take(begun + Duration::from_millis(60)), Some(21));
        assert_eq!(counter.take(begun + Duration::from_secs(2)), Some(22));
        assert_eq!(counter.report.seconds, [21, 0, 1]);
    }

    #[test]
    fn a_text_is_known_by_its_link() {
        let body =
            "Action=Publish&Message=Please+book+https%3A%2F%2Fexample.org%2Fm%2F4Zx9&PhoneNumber=%2B447700900123";
        assert_eq!(link_token(body), Some("4Zx9"));
        assert_eq!(link_token("Action=Publish&Message=Hello"), None);
    }

    #[test]
    fn the_rate_is_that_of_the_whole_seconds() {
        let report = Report { seconds: vec![20, 18, 20, 3], throttled: 0 };
        assert_eq!((report.accepted(), report.busiest()), (61, 20));
        assert!((report.time_of_one().as_secs_f64() - 3.0 / 58.0).abs() < 1e-9);
    }
}
