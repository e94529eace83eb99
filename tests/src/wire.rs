//! The way to a server on this machine, which can be cut.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Result;

const KEPT: usize = 64 * 1024; // bytes of each conversation: more than any that a test listens to

/// What clients have said, a text a conversation.
type Heard = Arc<Mutex<Vec<Vec<u8>>>>;

/// Passes on what it is given, until it is cut: then all connections end, and new ones end as soon as they are made.
pub struct Wire {
    address: SocketAddr,
    whole: watch::Sender<bool>,
    heard: Heard,
    listening: JoinHandle<()>,
}

impl Wire {
    /// To `server`, as `host:port`.
    pub async fn to(server: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (whole, is_whole) = watch::channel(true);
        let server = server.to_owned();
        let heard = Heard::default();
        let hears = heard.clone();
        let listening = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let (server, mut is_whole, hears) = (server.clone(), is_whole.clone(), hears.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        _ = is_whole.wait_for(|is_whole| !is_whole) => {}
                        _ = pass(connection, &server, &hears) => {}
                    }
                });
            }
        });
        Ok(Self { address, whole, heard, listening })
    }

    /// The same URL by way of this wire.
    pub fn through(&self, url: &str) -> Result<String> {
        let server = server_of(url)?;
        Ok(url.replacen(server, &self.address.to_string(), 1))
    }

    /// `host:port`.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// What clients have said as anybody on the way could read it, conversation by conversation.
    pub fn heard(&self) -> Vec<Vec<u8>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.cut();
        self.listening.abort();
    }
}

async fn pass(mut connection: TcpStream, server: &str, heard: &Mutex<Vec<Vec<u8>>>) -> std::io::Result<()> {
    let open = || heard.lock().unwrap_or_else(PoisonError::into_inner);
    let conversation = {
        let mut heard = open();
        heard.push(Vec::new());
        heard.len() - 1
    };
    let mut onward = TcpStream::connect(server).await?;
    let (mut from_client, mut to_client) = connection.split();
    let (mut from_server, mut to_server) = onward.split();
    let there = async {
        let mut said = vec![0; KEPT];
        loop {
            let n = from_client.read(&mut said).await?;
            if n == 0 {
                return to_server.shutdown().await;
            }
            if let Some(kept) = open().get_mut(conversation) {
                kept.extend(&said[..n.min(KEPT.saturating_sub(kept.len()))]);
            }
            to_server.write_all(&said[..n]).await?;
        }
    };
    let back = async {
        tokio::io::copy(&mut from_server, &mut to_client).await?;
        to_client.shutdown().await
    };
    tokio::try_join!(there, back).map(drop)
}

/// `host:port` in `postgres://user@host:port/name`.
pub fn server_of(url: &str) -> Result<&str> {
    let server = url.split_once("://").and_then(|(_, rest)| rest.split('/').next());
    let server = server.map(|server| server.rsplit_once('@').map_or(server, |(_, host)| host));
    server.filter(|server| server.contains(':')).with_context(|| format!("{url} names no host and port"))
}
