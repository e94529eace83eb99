//! A small client of HTTP/1.1 that keeps its connections and does nothing but count: one of the usual
//! ones would be measured along with the server.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::Instant,
};

const LONGEST_ANSWER: usize = 64 * 1024; // bytes; the page stays under 15,000

#[derive(Clone, Debug)]
pub(super) enum Method {
    Get,
    /// The button of a page without fields.
    Post,
    /// A page with fields: a body for each path, as a browser writes it.
    Send(Arc<Vec<String>>),
}

/// Each path once, over a number of connections.
#[derive(Clone)]
pub(super) struct Load {
    pub server: SocketAddr,
    pub method: Method,
    pub paths: Arc<Vec<String>>,
    pub connections: u32,
    /// When each request is due, after the one before; without it, as soon as a connection is free.
    pub every: Option<Duration>,
}

/// What a load met.
pub(super) struct Met {
    /// All requests together.
    pub took: Duration,
    /// From when each was due to its whole answer, the quickest first.
    waits: Vec<Duration>,
}

impl Met {
    /// The wait that so many of a hundred requests did not pass.
    pub fn percentile(&self, percent: usize) -> Duration {
        let last = self.waits.len().saturating_sub(1);
        self.waits.get((self.waits.len() * percent / 100).min(last)).copied().unwrap_or_default()
    }
}

impl Load {
    pub async fn run(self) -> anyhow::Result<Met> {
        let next = Arc::new(AtomicUsize::new(0));
        let started = Instant::now();
        let mut clients = JoinSet::new();
        for _ in 0..self.connections {
            clients.spawn(client(self.clone(), started, next.clone()));
        }
        let mut waits = Vec::with_capacity(self.paths.len());
        while let Some(client) = clients.join_next().await {
            waits.extend(client??);
        }
        let took = started.elapsed();
        waits.sort_unstable();
        Ok(Met { took, waits })
    }
}

async fn client(load: Load, started: Instant, next: Arc<AtomicUsize>) -> anyhow::Result<Vec<Duration>> {
    let mut connection = TcpStream::connect(load.server).await?;
    connection.set_nodelay(true)?;
    let mut answer = Vec::with_capacity(LONGEST_ANSWER);
    let mut waits = Vec::new();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(path) = load.paths.get(at) else { return Ok(waits) };
        let due = match load.every {
            Some(every) => {
                let due = started + every.mul_f64(f64::from(u32::try_from(at)?));
                tokio::time::sleep_until(due).await;
                due
            }
            None => Instant::now(),
        };
        let request = match &load.method {
            Method::Get => format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n"),
            Method::Post => format!("POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-length: 0\r\n\r\n"),
            Method::Send(bodies) => {
                let body = bodies.get(at).context("there is no body for a path")?;
                format!(
                    "POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                     content-length: {}\r\n\r\n{body}",
                    body.len()
                )
            }
        };
        connection.write_all(request.as_bytes()).await?;
        read(&mut connection, &mut answer).await?;
        waits.push(due.elapsed());
    }
}

/// Reads one answer, whole.
async fn read(connection: &mut TcpStream, answer: &mut Vec<u8>) -> anyhow::Result<()> {
    answer.clear();
    let mut whole = None;
    while whole.is_none_or(|length| answer.len() < length) {
        if connection.read_buf(answer).await? == 0 || answer.len() > LONGEST_ANSWER {
            bail!("the server cut the answer short, or sent more than {LONGEST_ANSWER} bytes");
        }
        if whole.is_none() {
            whole = length(answer)?;
        }
    }
    Ok(())
}

/// The length of the answer, head and body, as soon as its head is there.
fn length(answer: &[u8]) -> anyhow::Result<Option<usize>> {
    let Some(head) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&answer[..head])?;
    if !text.starts_with("HTTP/1.1 200 ") {
        bail!("the server answered {}", text.lines().next().unwrap_or_default());
    }
    let body: usize = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .context("the answer has no length")?
        .1
        .trim()
        .parse()?;
    Ok(Some(head + 4 + body))
}
