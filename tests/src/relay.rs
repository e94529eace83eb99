//! A mail relay that does not do as it should, in the test's own process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Result;

/// What the relay does with every mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It knows no recipient: the mail is refused for good.
    Refuses,
    /// It takes the mail and hangs up without a word: nobody knows whether it will be delivered.
    HangsUp,
}

/// It ends with this value.
pub struct Relay {
    address: String,
    mended: Arc<AtomicBool>,
    listening: JoinHandle<()>,
}

impl Relay {
    pub async fn start(manner: Manner) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let mended = Arc::new(AtomicBool::new(false));
        let is_mended = Arc::clone(&mended);
        let listening = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let is_mended = Arc::clone(&is_mended);
                // A connection that breaks is none of the test's business.
                tokio::spawn(async move { serve(connection, manner, &is_mended).await.ok() });
            }
        });
        Ok(Self { address, mended, listening })
    }

    /// From now on it takes every mail.
    pub fn mend(&self) {
        self.mended.store(true, Ordering::Relaxed);
    }

    /// What makes Recall send its emails here.
    pub fn settings(&self) -> Vec<(String, String)> {
        vec![
            ("RECALL_EMAIL__TRANSPORT".to_owned(), "smtp".to_owned()),
            ("RECALL_EMAIL__SMTP_URL".to_owned(), format!("smtp://{}", self.address)),
        ]
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// As much of SMTP (RFC 5321) as a client needs to hand a mail over.
async fn serve(connection: TcpStream, manner: Manner, mended: &AtomicBool) -> Result {
    let (input, mut output) = connection.into_split();
    let mut lines = BufReader::new(input).lines();
    output.write_all(b"220 relay\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer = match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "RCPT" if manner == Manner::Refuses && !mended.load(Ordering::Relaxed) => {
                "550 5.1.1 Nobody here by that name\r\n"
            }
            "DATA" => {
                output.write_all(b"354 Go on\r\n").await?;
                while lines.next_line().await?.is_some_and(|line| line != ".") {}
                if manner == Manner::HangsUp && !mended.load(Ordering::Relaxed) {
                    return Ok(());
                }
                "250 OK\r\n"
            }
            "QUIT" => return Ok(output.write_all(b"221 Bye\r\n").await?),
            _ => "250 OK\r\n",
        };
        output.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}
