//! A port of one's own that can be closed: while it is, whoever connects is refused.

use std::net::SocketAddr;

use anyhow::Context;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;

use crate::Result;

/// It closes with this value.
pub(super) struct Door {
    address: SocketAddr,
    /// Bound, so that nobody else gets the port, and not listened on.
    closed: Option<TcpSocket>,
    listening: Option<JoinHandle<()>>,
}

impl Door {
    /// A free port, still closed.
    pub fn new() -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind("127.0.0.1:0".parse()?)?;
        Ok(Self { address: socket.local_addr()?, closed: Some(socket), listening: None })
    }

    /// `host:port`.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// From now on every connection is given to `serve`, on a task of its own.
    pub fn open<F>(&mut self, serve: impl Fn(TcpStream) -> F + Send + 'static) -> Result
    where
        F: Future<Output = Result> + Send + 'static,
    {
        let listener: TcpListener = self.closed.take().context("the door is open")?.listen(1024)?;
        self.listening = Some(tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let served = serve(connection);
                // A connection that breaks is none of the test's business.
                tokio::spawn(async move { served.await.ok() });
            }
        }));
        Ok(())
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Some(listening) = &self.listening {
            listening.abort();
        }
    }
}
