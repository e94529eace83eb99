//! Object stores: a folder of this machine, or a bucket.

pub mod folder;
pub mod s3;

use std::path::Path;

/// Keeps whole files under a name. Writing is all or nothing.
#[async_trait::async_trait]
pub trait ObjectStore: Send + Sync + std::fmt::Debug {
    /// What staff read on the screen, as `folder backups` or `s3://bucket/prefix`; no secrets.
    fn place(&self) -> String;
    /// Copies the file `from` to `name`; a reader sees the whole object or none.
    async fn put(&self, name: &str, from: &Path) -> anyhow::Result<()>;
    /// Copies the object `name` to the file `to`.
    async fn get(&self, name: &str, to: &Path) -> anyhow::Result<()>;
    /// Names and sizes in bytes of the objects that begin with `prefix`, by name.
    async fn list(&self, prefix: &str) -> anyhow::Result<Vec<(String, u64)>>;
    async fn delete(&self, name: &str) -> anyhow::Result<()>;
}
