//! PostgreSQL's server programs, for throw-away clusters.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::paths::on_path;

use super::{How, Need};

/// Where Debian keeps one folder for each major version.
const DEBIAN: &str = "/usr/lib/postgresql";

pub fn missing() -> Vec<Need> {
    if programs().is_ok() {
        return Vec::new();
    }
    vec![Need {
        name: "PostgreSQL server (package postgresql)".to_owned(),
        takes: "about a minute",
        how: How::Packages(&["postgresql"]),
    }]
}

/// The folder with `initdb` and `postgres`: the newest of Debian's, else the one on `PATH`.
pub fn programs() -> Result<PathBuf> {
    newest_of_debian()
        .or_else(|| {
            let initdb = fs::canonicalize(on_path("initdb")?).ok()?;
            initdb.parent().map(Path::to_path_buf)
        })
        .context("PostgreSQL's server is not installed: install it so that `initdb` is on PATH")
}

fn newest_of_debian() -> Option<PathBuf> {
    fs::read_dir(DEBIAN)
        .ok()?
        .filter_map(|entry| {
            let version = entry.ok()?.file_name().to_str()?.parse::<u32>().ok()?;
            let programs = Path::new(DEBIAN).join(version.to_string()).join("bin");
            programs.join("initdb").exists().then_some((version, programs))
        })
        .max()
        .map(|(_, programs)| programs)
}
