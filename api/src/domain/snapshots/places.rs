//! Where snapshots lie: the in-house folder always, a bucket where one is configured.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::seal::{Sealed, measure, remove};
use crate::{clients::objects::ObjectStore, config::Config};

/// The in-house folder.
pub fn folder(config: &Config) -> PathBuf {
    config.snapshots.folder.clone().unwrap_or_else(|| config.data_dir().join("snapshots"))
}

/// Copies the file to a place and reads it back: the copy counts when it has the same SHA-256.
pub async fn put_and_check(place: &dyn ObjectStore, name: &str, file: &Path, sealed: &Sealed) -> anyhow::Result<()> {
    place.put(name, file).await.with_context(|| format!("copying to {}", place.place()))?;
    let back = file.with_extension("check");
    let result = async {
        place.get(name, &back).await.with_context(|| format!("reading back from {}", place.place()))?;
        let path = back.clone();
        let found = tokio::task::spawn_blocking(move || measure(&path)).await??;
        if found != *sealed {
            bail!("the copy in {} differs from what was written", place.place());
        }
        Ok(())
    }
    .await;
    remove(&back);
    result
}

/// Fetches a snapshot from the first place that has it.
pub async fn fetch(places: &[std::sync::Arc<dyn ObjectStore>], name: &str, to: &Path) -> anyhow::Result<String> {
    let mut failures = Vec::new();
    for place in places {
        match place.get(name, to).await {
            Ok(()) => return Ok(place.place()),
            Err(error) => failures.push(format!("{}: {error:#}", place.place())),
        }
    }
    bail!("no place has {name}: {}", failures.join("; "))
}
