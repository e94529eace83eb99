//! The pages of a bucket on a port of their own, as static hosting or a CDN shows them: another origin than Recall's.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Result;
use crate::peers::Aws;

/// It closes with this value.
pub struct Shelf {
    address: SocketAddr,
    listening: JoinHandle<()>,
}

/// Where the pages are.
enum Store {
    Folder(PathBuf),
    /// One that only its owner may read, as a CDN with access control reads it.
    Bucket(Aws, String),
}

impl Shelf {
    /// Shows the files of a folder, whatever is in it by then.
    pub async fn of(folder: &Path) -> Result<Self> {
        Self::showing(Store::Folder(folder.to_owned())).await
    }

    /// Shows the objects of a bucket of S3.
    pub async fn of_bucket(aws: Aws, bucket: &str) -> Result<Self> {
        Self::showing(Store::Bucket(aws, bucket.to_owned())).await
    }

    async fn showing(store: Store) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let store = Arc::new(store);
        let listening = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let store = Arc::clone(&store);
                // A connection that breaks is none of the test's business.
                tokio::spawn(async move { show(connection, &store).await.ok() });
            }
        });
        Ok(Self { address, listening })
    }

    /// As a browser names it: scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Store {
    /// The content of a page, with its type.
    async fn page(&self, name: &str) -> Option<(String, Vec<u8>)> {
        match self {
            Self::Folder(folder) => {
                let page = tokio::fs::read(folder.join(name)).await.ok()?;
                Some(("text/html; charset=utf-8".to_owned(), page))
            }
            Self::Bucket(aws, bucket) => {
                let page = aws.object(bucket, name).await.ok()??;
                let headers = aws.object_headers(bucket, name).await.ok()?;
                Some((headers.get("content-type")?.to_str().ok()?.to_owned(), page))
            }
        }
    }
}

/// Answers one request: `GET /name?whatever HTTP/1.1`.
async fn show(connection: TcpStream, store: &Store) -> std::io::Result<()> {
    let mut connection = BufReader::new(connection);
    let (mut request, mut line) = (String::new(), String::new());
    connection.read_line(&mut request).await?;
    while connection.read_line(&mut line).await? > 2 {
        line.clear();
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    let name = path.split('?').next().unwrap_or_default().trim_start_matches('/');
    let is_plain = !name.is_empty() && !name.contains("..") && !name.contains('/');
    let found = if is_plain { store.page(name).await } else { None };
    let status = if found.is_some() { "200 OK" } else { "404 Not Found" };
    let (kind, page) = found.unwrap_or_default();
    let length = page.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n");
    connection.write_all(format!("{head}connection: close\r\n\r\n").as_bytes()).await?;
    connection.write_all(&page).await?;
    connection.shutdown().await
}
