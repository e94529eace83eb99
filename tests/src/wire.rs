//! The way to a server on this machine, which can be cut.

use std::net::SocketAddr;

use anyhow::Context;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Result;

/// Passes on what it is given, until it is cut: then all connections end, and new ones end as soon as they are made.
pub struct Wire {
    address: SocketAddr,
    whole: watch::Sender<bool>,
    listening: JoinHandle<()>,
}

impl Wire {
    /// To `server`, as `host:port`.
    pub async fn to(server: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (whole, is_whole) = watch::channel(true);
        let server = server.to_owned();
        let listening = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let (server, mut is_whole) = (server.clone(), is_whole.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        _ = is_whole.wait_for(|is_whole| !is_whole) => {}
                        _ = pass(connection, &server) => {}
                    }
                });
            }
        });
        Ok(Self { address, whole, listening })
    }

    /// The same URL by way of this wire.
    pub fn through(&self, url: &str) -> Result<String> {
        let server = server_of(url)?;
        Ok(url.replacen(server, &self.address.to_string(), 1))
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

async fn pass(mut connection: TcpStream, server: &str) -> std::io::Result<()> {
    let mut onward = TcpStream::connect(server).await?;
    tokio::io::copy_bidirectional(&mut connection, &mut onward).await.map(drop)
}

/// `host:port` in `postgres://user@host:port/name`.
pub fn server_of(url: &str) -> Result<&str> {
    let server = url.split_once("://").and_then(|(_, rest)| rest.split('/').next());
    let server = server.map(|server| server.rsplit_once('@').map_or(server, |(_, host)| host));
    server.filter(|server| server.contains(':')).with_context(|| format!("{url} names no host and port"))
}
