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
};

const LONGEST_ANSWER: usize = 64 * 1024; // bytes; the page stays under 15,000

#[derive(Clone, Copy, Debug)]
pub(super) enum Method {
    Get,
    Post,
}

/// Each path once, over a number of connections.
pub(super) struct Load {
    pub server: SocketAddr,
    pub method: Method,
    pub paths: Arc<Vec<String>>,
    pub connections: u32,
}

impl Load {
    /// How long all requests took together.
    pub async fn run(self) -> anyhow::Result<Duration> {
        let next = Arc::new(AtomicUsize::new(0));
        let started = tokio::time::Instant::now();
        let mut clients = JoinSet::new();
        for _ in 0..self.connections {
            clients.spawn(client(self.server, self.method, self.paths.clone(), next.clone()));
        }
        while let Some(client) = clients.join_next().await {
            client??;
        }
        Ok(started.elapsed())
    }
}

async fn client(
    server: SocketAddr,
    method: Method,
    paths: Arc<Vec<String>>,
    next: Arc<AtomicUsize>,
) -> anyhow::Result<()> {
    let mut connection = TcpStream::connect(server).await?;
    connection.set_nodelay(true)?;
    let mut answer = Vec::with_capacity(LONGEST_ANSWER);
    while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
        let request = match method {
            Method::Get => format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n"),
            Method::Post => format!("POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-length: 0\r\n\r\n"),
        };
        connection.write_all(request.as_bytes()).await?;
        read(&mut connection, &mut answer).await?;
    }
    Ok(())
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
