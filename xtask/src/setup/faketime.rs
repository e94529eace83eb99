//! libfaketime, which makes one program believe that its clock was set: taken out of the Debian package, which is not
//! installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::process;

use super::{How, Need, debian};

/// The build for programs with more than one thread.
const LIBRARY: &str = "faketime/libfaketimeMT.so.1";

pub fn missing(paths: &Paths) -> Vec<Need> {
    if library(paths).is_some() {
        return Vec::new();
    }
    vec![Need {
        name: "libfaketime (out of its package, which is not installed)".to_owned(),
        takes: "some seconds",
        how: How::Step(unpack),
    }]
}

/// The installed one, else that of the cache.
pub fn library(paths: &Paths) -> Option<PathBuf> {
    [Path::new("/usr/lib"), folder(paths).join("usr/lib").as_path()].into_iter().find_map(below)
}

/// Debian keeps libraries in a folder for each kind of machine.
fn below(libraries: &Path) -> Option<PathBuf> {
    let machines = fs::read_dir(libraries).ok()?.flatten().map(|entry| entry.path());
    [libraries.to_owned()].into_iter().chain(machines).map(|folder| folder.join(LIBRARY)).find(|file| file.is_file())
}

fn folder(paths: &Paths) -> PathBuf {
    paths.cache.join("faketime")
}

fn unpack(paths: &Paths) -> Result<()> {
    let folder = folder(paths);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let package = debian::download(paths, "libfaketime", &folder)?;
    process::capture(Command::new("dpkg-deb").arg("--extract").arg(&package).arg(&folder))?;
    fs::remove_file(&package).with_context(|| format!("cannot remove {}", package.display()))?;
    library(paths).map(drop).context("the package libfaketime holds no libfaketimeMT.so.1")
}
