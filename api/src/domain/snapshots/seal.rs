//! From lines to the encrypted file: zstd, then age, with the SHA-256 of what is written.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::{Context, bail};
use aws_lc_rs::digest;
use tokio::sync::mpsc::Receiver;

const LEVEL: i32 = 3; // zstd's default: the encryption behind it is not faster

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub size_bytes: u64,
    pub sha256: Vec<u8>,
}

/// Writes all chunks to `path`, encrypted to `recipients`. Blocks; returns when the sender is gone.
pub fn write_sealed(path: &Path, recipients: &[String], mut chunks: Receiver<Vec<u8>>) -> anyhow::Result<Sealed> {
    let recipients: Vec<age::x25519::Recipient> = recipients
        .iter()
        .map(|key| key.parse().map_err(|error| anyhow::anyhow!("{key:?} is no public age key: {error}")))
        .collect::<anyhow::Result<_>>()?;
    if recipients.is_empty() {
        bail!("no public key to encrypt the snapshot to");
    }
    let file = File::create_new(path).with_context(|| format!("cannot make {}", path.display()))?;
    let hashing = Hashing {
        inner: BufWriter::with_capacity(1 << 16, file),
        hash: digest::Context::new(&digest::SHA256),
        size: 0,
    };
    let keys = recipients.iter().map(|key| key as &dyn age::Recipient);
    let sealed = age::Encryptor::with_recipients(keys)?.wrap_output(hashing)?;
    let mut lines = zstd::stream::write::Encoder::new(sealed, LEVEL)?;
    while let Some(chunk) = chunks.blocking_recv() {
        lines.write_all(&chunk)?;
    }
    let hashing = lines.finish()?.finish()?;
    let file = hashing.inner.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(Sealed { size_bytes: hashing.size, sha256: hashing.hash.finish().as_ref().to_vec() })
}

/// SHA-256 and size of a file.
pub fn measure(path: &Path) -> anyhow::Result<Sealed> {
    let mut hashing = Hashing { inner: std::io::sink(), hash: digest::Context::new(&digest::SHA256), size: 0 };
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    std::io::copy(&mut file, &mut hashing)?;
    Ok(Sealed { size_bytes: hashing.size, sha256: hashing.hash.finish().as_ref().to_vec() })
}

/// Removes a file that need not be there.
pub fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "a temporary snapshot file could not be removed");
    }
}

struct Hashing<W> {
    inner: W,
    hash: digest::Context,
    size: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}
