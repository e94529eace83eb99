//! Objects in a folder of this machine.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use anyhow::{Context, bail};
use bytes::Bytes;

use super::{ObjectStore, Served, check_name};

const ENDING: &str = ".part"; // of a copy that is not yet whole

/// Numbers the copies of this process, so that two of the same name never share a file.
static COPIES: AtomicU64 = AtomicU64::new(0);

/// One file an object; the folder is made when the first one comes.
#[derive(Clone, Debug)]
pub struct FolderStore {
    folder: PathBuf,
}

impl FolderStore {
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    fn path(&self, name: &str) -> anyhow::Result<PathBuf> {
        check_name(name)?;
        Ok(self.folder.join(name))
    }

    /// Writes an object by way of a file beside it, so that it is there whole or not at all.
    async fn write(
        &self,
        name: &str,
        content: impl FnOnce(&Path) -> io::Result<()> + Send + 'static,
    ) -> anyhow::Result<()> {
        let to = self.path(name)?;
        let number = COPIES.fetch_add(1, Ordering::Relaxed);
        let part = self.folder.join(format!(".{name}.{}-{number}{ENDING}", std::process::id()));
        let folder = self.folder.clone();
        blocking(move || {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&folder)
                .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
            let written = content(&part).and_then(|()| {
                fs::rename(&part, &to)?;
                sync_folder(&folder)
            });
            written.map_err(|error| {
                // What is left of the copy is of no use; the error that matters is the first one.
                fs::remove_file(&part).ok();
                anyhow::Error::from(error).context(format!(
                    "{} cannot be written; is there space, and may this user write there?",
                    to.display()
                ))
            })
        })
        .await
    }
}

#[async_trait::async_trait]
impl ObjectStore for FolderStore {
    fn place(&self) -> String {
        format!("folder {}", self.folder.display())
    }

    async fn put(&self, name: &str, from: &Path) -> anyhow::Result<()> {
        let path = from.to_owned();
        let written = self.write(name, move |part| copy_private(File::open(path)?, part)).await;
        written.with_context(|| format!("{} cannot be copied", from.display()))
    }

    async fn put_bytes(&self, name: &str, bytes: Bytes, _: Served) -> anyhow::Result<()> {
        self.write(name, move |part| copy_private(bytes.as_ref(), part)).await
    }

    async fn get_bytes(&self, name: &str, most: u64) -> anyhow::Result<Option<Bytes>> {
        let path = self.path(name)?;
        blocking(move || {
            let file = match File::open(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                opened => opened.with_context(|| format!("{} cannot be read", path.display()))?,
            };
            let mut bytes = Vec::new();
            let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
            let read = read.with_context(|| format!("{} cannot be read", path.display()))?;
            if read as u64 > most {
                bail!("{} has more than {most} bytes", path.display());
            }
            Ok(Some(bytes.into()))
        })
        .await
    }

    async fn get(&self, name: &str, to: &Path) -> anyhow::Result<()> {
        let (from, to) = (self.path(name)?, to.to_owned());
        blocking(move || {
            File::open(&from)
                .and_then(|file| copy_private(file, &to))
                .with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))
        })
        .await
    }

    async fn list(&self, prefix: &str) -> anyhow::Result<Vec<(String, u64)>> {
        let (folder, prefix) = (self.folder.clone(), prefix.to_owned());
        blocking(move || {
            objects(&folder, &prefix).with_context(|| format!("the folder {} cannot be read", folder.display()))
        })
        .await
    }

    async fn delete(&self, name: &str) -> anyhow::Result<()> {
        let (path, folder) = (self.path(name)?, self.folder.clone());
        blocking(move || {
            match fs::remove_file(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                removed => removed.and_then(|()| sync_folder(&folder)),
            }
            .with_context(|| format!("{} cannot be removed", path.display()))
        })
        .await
    }
}

/// Copies to a file that only this user can read, down to the disk.
fn copy_private(mut from: impl Read, to: &Path) -> io::Result<()> {
    let mut to = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(to)?;
    io::copy(&mut from, &mut to)?;
    to.sync_all()
}

/// A name that was made, changed or removed is on the disk when its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn objects(folder: &Path, prefix: &str) -> io::Result<Vec<(String, u64)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut objects = Vec::new();
    for entry in entries {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if let Ok(name) = entry.file_name().into_string()
            && metadata.is_file()
            && name.starts_with(prefix)
            && check_name(&name).is_ok()
        {
            objects.push((name, metadata.len()));
        }
    }
    objects.sort_unstable();
    Ok(objects)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(work).await.context("the file work was cut off")?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[tokio::test]
    async fn an_object_comes_back_as_it_went_in_and_only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderStore::new(folder.path().join("backups"));
        let source = folder.path().join("source");
        fs::write(&source, b"sealed").unwrap();
        assert_eq!(store.list("").await.unwrap(), []);
        store.put("a-2.age", &source).await.unwrap();
        store.put("a-1.age", &source).await.unwrap();
        store.put("b.age", &source).await.unwrap();
        assert_eq!(store.list("a-").await.unwrap(), [("a-1.age".to_owned(), 6), ("a-2.age".to_owned(), 6)]);
        let mode = fs::metadata(folder.path().join("backups/b.age")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let back = folder.path().join("back");
        store.get("a-1.age", &back).await.unwrap();
        assert_eq!(fs::read(&back).unwrap(), b"sealed");
        store.delete("b.age").await.unwrap();
        store.delete("b.age").await.unwrap();
        assert_eq!(store.list("").await.unwrap().len(), 2);
    }

    #[tokio::test]
    async fn a_copy_that_fails_leaves_the_old_object_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderStore::new(folder.path());
        let source = folder.path().join("source");
        fs::write(&source, b"first").unwrap();
        store.put("a.age", &source).await.unwrap();
        let error = store.put("a.age", &folder.path().join("missing")).await.unwrap_err();
        assert!(error.to_string().contains("cannot be copied"), "{error}");
        assert_eq!(fs::read(folder.path().join("a.age")).unwrap(), b"first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[tokio::test]
    async fn what_stands_in_memory_is_kept_and_given_back_whole() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderStore::new(folder.path().join("pages"));
        assert_eq!(store.get_bytes("a.html", 9).await.unwrap(), None);
        store.put_bytes("a.html", Bytes::from_static(b"<p>first"), Served::NEVER).await.unwrap();
        store.put_bytes("a.html", Bytes::from_static(b"<p>second"), Served::NEVER).await.unwrap();
        assert_eq!(store.get_bytes("a.html", 9).await.unwrap(), Some(Bytes::from_static(b"<p>second")));
        let error = store.get_bytes("a.html", 8).await.unwrap_err();
        assert!(error.to_string().contains("more than 8 bytes"), "{error}");
        assert!(store.put_bytes("../a.html", Bytes::new(), Served::NEVER).await.is_err());
    }

    #[tokio::test]
    async fn no_name_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderStore::new(folder.path());
        for name in ["", "..", "../a", "/etc/passwd", "a/b", ".hidden", "a\0b", "a b"] {
            assert!(store.put(name, folder.path()).await.is_err(), "{name:?}");
            assert!(store.get(name, &folder.path().join("to")).await.is_err(), "{name:?}");
            assert!(store.delete(name).await.is_err(), "{name:?}");
        }
    }
}
