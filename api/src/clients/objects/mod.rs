//! Object stores: a folder of this machine, or a bucket.

pub mod folder;
pub mod s3;

use std::path::Path;

use anyhow::bail;
use bytes::Bytes;

const LONGEST_NAME: usize = 200; // bytes; file systems take 255, less what a temporary name adds

/// What a bucket that shows objects to browsers says of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    pub content_type: &'static str,
    pub cache_control: &'static str,
}

impl Served {
    /// For what no browser is ever to be given.
    pub const NEVER: Self = Self { content_type: "application/octet-stream", cache_control: "no-store" };
}

/// Keeps whole files under a name. Writing is all or nothing.
#[async_trait::async_trait]
pub trait ObjectStore: Send + Sync + std::fmt::Debug {
    /// What staff read on the screen, as `folder backups` or `s3://bucket/prefix`; no secrets.
    fn place(&self) -> String;
    /// Copies the file `from` to `name`; a reader sees the whole object or none.
    async fn put(&self, name: &str, from: &Path) -> anyhow::Result<()>;
    /// The same for what stands in memory.
    async fn put_bytes(&self, name: &str, bytes: Bytes, served: Served) -> anyhow::Result<()>;
    /// The object whole; `None` where there is none. One of more than `most` bytes is an error.
    async fn get_bytes(&self, name: &str, most: u64) -> anyhow::Result<Option<Bytes>>;
    /// Copies the object `name` to the file `to`.
    async fn get(&self, name: &str, to: &Path) -> anyhow::Result<()>;
    /// Names and sizes in bytes of the objects that begin with `prefix`, by name.
    async fn list(&self, prefix: &str) -> anyhow::Result<Vec<(String, u64)>>;
    async fn delete(&self, name: &str) -> anyhow::Result<()>;
}

/// Names are one file name: letters, digits, dot, dash and underscore, not beginning with a dot. So
/// no name leads out of a folder or a prefix.
fn check_name(name: &str) -> anyhow::Result<()> {
    let fits = (1..=LONGEST_NAME).contains(&name.len())
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if !fits {
        bail!(
            "{name:?} is no name of an object: at most {LONGEST_NAME} letters, digits, dots, dashes and underscores, \
             not beginning with a dot"
        );
    }
    Ok(())
}
