//! Where things are: the checkout, the cache folder outside it, and the build folders.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// The folders every task works with.
pub struct Paths {
    /// The root of the checkout.
    pub root: PathBuf,
    /// Tools and build results that outlive a checkout: `$RECALL_CACHE_DIR`, else the user's cache folder.
    pub cache: PathBuf,
}

impl Paths {
    pub fn find() -> Result<Self> {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root =
            manifest.parent().context("the xtask package has no parent folder: run it as `cargo xtask`")?.to_path_buf();
        Ok(Self { root, cache: cache_folder()? })
    }

    /// Build folder of the host's crates. A `CARGO_TARGET_DIR` that is already set wins.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.cache.join("target"), |set| self.root.join(PathBuf::from(set)))
    }

    /// Build folder of the browser app: apart from the host's, or the two would undo each other's work.
    pub fn web_target(&self) -> PathBuf {
        self.target().join("web")
    }

    /// Tools that xtask installs, in the layout of `cargo install --root`.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// What tasks leave behind for a person to read: logs, screenshots, measurements.
    pub fn output(&self, folder: &str) -> PathBuf {
        self.root.join("target").join(folder)
    }

    /// The compiled `recall` of a profile folder (`debug` or `release`).
    pub fn recall(&self, profile: &str) -> PathBuf {
        self.target().join(profile).join(format!("recall{}", env::consts::EXE_SUFFIX))
    }
}

fn cache_folder() -> Result<PathBuf> {
    if let Some(set) = env::var_os("RECALL_CACHE_DIR") {
        return std::path::absolute(PathBuf::from(set)).context("RECALL_CACHE_DIR is not a path");
    }
    if let Some(set) = env::var_os("XDG_CACHE_HOME") {
        return Ok(PathBuf::from(set).join("recall"));
    }
    let home = env::home_dir().context("no home folder: set RECALL_CACHE_DIR")?;
    Ok(home.join(".cache").join("recall"))
}

/// The first `name` on `PATH` that is a file.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}
