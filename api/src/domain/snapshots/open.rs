//! Reading a snapshot with the secret key: every line checked, anything odd refused.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use anyhow::Context;
use serde_json::Value as Json;

use super::format::{Counts, FORMAT, Line};
use crate::crypto::KeyRing;

const LONGEST_LINE: u64 = 64 * 1024 * 1024; // bytes; the largest row is a template or a mapping of some kB

/// What is wrong with a snapshot, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("{0} is no snapshot of Recall, or its beginning was damaged. Take another copy.")]
    NotASnapshot(String),
    #[error(
        "none of the identities opens this snapshot; it was encrypted to other keys. Use the identity file whose public key is under snapshots.recipients."
    )]
    WrongIdentity,
    #[error("the snapshot is damaged: {0}. Take another copy; this one cannot be trusted.")]
    Damaged(String),
    #[error(
        "the snapshot has format {0}; this version of Recall reads format {FORMAT}. Use the version that wrote it, or a newer one."
    )]
    OtherFormat(u32),
    #[error("{0}.")]
    Refused(String),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// What a reader of a snapshot is told, in the order of the file.
pub trait Visitor {
    fn key_ring(&mut self, keys: KeyRing) -> anyhow::Result<()>;
    fn table(&mut self, name: &str, columns: &[String]) -> anyhow::Result<()>;
    fn row(&mut self, values: Vec<Json>) -> anyhow::Result<()>;
    fn end_of_table(&mut self, name: &str) -> anyhow::Result<()>;
}

/// Secret keys out of an age identity file.
pub fn read_identities(path: &Path) -> anyhow::Result<Vec<Box<dyn age::Identity + Send + Sync>>> {
    let file = File::open(path).with_context(|| format!("cannot read the identity file {}", path.display()))?;
    let identities = age::IdentityFile::from_buffer(BufReader::new(file))
        .with_context(|| format!("{} is no age identity file (AGE-SECRET-KEY-…)", path.display()))?
        .into_identities()
        .map_err(|error| anyhow::anyhow!("{} cannot be used: {error}", path.display()))?;
    if identities.is_empty() {
        anyhow::bail!("{} holds no identity (AGE-SECRET-KEY-…)", path.display());
    }
    Ok(identities)
}

/// Reads the whole file; the visitor sees each line, the counts come back. Blocks.
pub fn read_snapshot(
    path: &Path,
    identities: &[Box<dyn age::Identity + Send + Sync>],
    visitor: &mut dyn Visitor,
) -> Result<(i64, Counts), SnapshotError> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let decryptor = age::Decryptor::new_buffered(BufReader::with_capacity(1 << 16, file))
        .map_err(|_| SnapshotError::NotASnapshot(name))?;
    let keys = identities.iter().map(|identity| identity.as_ref() as &dyn age::Identity);
    let plain = decryptor.decrypt(keys).map_err(|error| match error {
        age::DecryptError::NoMatchingKeys => SnapshotError::WrongIdentity,
        error => SnapshotError::Damaged(error.to_string()),
    })?;
    let lines = zstd::stream::read::Decoder::new(plain).map_err(damaged)?;
    walk(BufReader::with_capacity(1 << 18, lines), visitor)
}

fn damaged(error: impl std::fmt::Display) -> SnapshotError {
    SnapshotError::Damaged(error.to_string())
}

fn walk(mut lines: impl BufRead, visitor: &mut dyn Visitor) -> Result<(i64, Counts), SnapshotError> {
    let mut counts = Counts::new();
    let mut taken_at = None;
    let mut open: Option<(String, u64)> = None;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        if lines.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut buffer).map_err(damaged)? == 0 {
            return Err(damaged("it ends before its last line"));
        }
        if buffer.first() == Some(&b'[') {
            let Some((_, rows)) = &mut open else { return Err(damaged("a row stands outside a table")) };
            *rows += 1;
            visitor.row(serde_json::from_slice(&buffer).map_err(damaged)?)?;
            continue;
        }
        match (serde_json::from_slice(&buffer).map_err(damaged)?, taken_at) {
            (Line::Snapshot { format: FORMAT, taken_at: at, .. }, None) => taken_at = Some(at),
            (Line::Snapshot { format, .. }, None) => return Err(SnapshotError::OtherFormat(format)),
            (_, None) | (Line::Snapshot { .. }, Some(_)) => return Err(damaged("the header is not where it belongs")),
            (Line::KeyRing(keys), _) => visitor.key_ring(keys)?,
            (Line::Table { name, columns }, _) => {
                if open.is_some() || counts.contains_key(&name) {
                    return Err(damaged(format!("table {name} begins where it must not")));
                }
                visitor.table(&name, &columns)?;
                open = Some((name, 0));
            }
            (Line::EndOfTable { name, rows }, _) => {
                if open.take() != Some((name.clone(), rows)) {
                    return Err(damaged(format!("table {name} does not have the {rows} rows it should have")));
                }
                visitor.end_of_table(&name)?;
                counts.insert(name, rows);
            }
            (Line::EndOfSnapshot { rows }, Some(at)) => {
                if open.is_some() || rows != counts.values().sum::<u64>() {
                    return Err(damaged("the number of rows does not add up"));
                }
                // The rest is read too: age and zstd check their last blocks only at the end.
                let rest = std::io::copy(&mut lines, &mut std::io::sink()).map_err(damaged)?;
                if rest != 0 {
                    return Err(damaged("something follows the last line"));
                }
                return Ok((at, counts));
            }
        }
    }
}
