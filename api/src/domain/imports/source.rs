//! Where a file comes from: a path on this machine, or an upload that is kept sealed.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::uploads::SealedReader;
use crate::{
    crypto::KeyRing,
    domain::{Error, Result},
};

/// A file that can be read from its beginning more than once.
#[derive(Clone, Debug)]
pub enum Source {
    File(PathBuf),
    Upload { id: String, folder: PathBuf, file_name: String, keys: Arc<KeyRing> },
}

impl Source {
    /// What people call the file, without its folder.
    pub fn file_name(&self) -> String {
        match self {
            Self::File(path) => name_of(path),
            Self::Upload { file_name, .. } => file_name.clone(),
        }
    }

    pub fn open(&self) -> Result<Box<dyn Read + Send>> {
        match self {
            Self::File(path) => match File::open(path) {
                Ok(file) if file.metadata().is_ok_and(|data| data.is_dir()) => {
                    Err(unreadable(format!("{} is a folder; name the file in it.", path.display())))
                }
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(unreadable(format!("The file {} cannot be read: {error}.", path.display()))),
            },
            Self::Upload { id, folder, keys, .. } => Ok(Box::new(SealedReader::open(folder, id, keys.clone())?)),
        }
    }

    /// A file in the same folder, as the second file of a mapping; uploads have no neighbours.
    pub fn beside(&self, name: &str) -> Option<Self> {
        match self {
            Self::File(path) => Some(Self::File(path.with_file_name(name))),
            Self::Upload { .. } => None,
        }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// An error about a file as a whole, which nothing can be read from.
pub fn unreadable(message: impl Into<String>) -> Error {
    Error::refused("UNREADABLE_FILE", message)
}
