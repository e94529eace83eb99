//! Packages of Node.js in pinned versions, in a folder of the cache: tools and peers of measurements, nothing of the
//! product.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::paths::{Paths, on_path};
use crate::process;

use super::{How, Need};

/// What is missing of `packages`, each `name@version`; `step` installs them.
pub fn missing(paths: &Paths, packages: &[&str], step: fn(&Paths) -> Result<()>) -> Vec<Need> {
    let mut needs = Vec::new();
    if on_path("node").is_none() || on_path("npm").is_none() {
        needs.push(Need {
            name: "Node.js (packages nodejs, npm)".to_owned(),
            takes: "about a minute",
            how: How::Packages(&["nodejs", "npm"]),
        });
    }
    if !packages.iter().all(|package| is_there(paths, package)) {
        needs.push(Need { name: packages.join(", "), takes: "about half a minute", how: How::Step(step) });
    }
    needs
}

/// Installs `packages`, each `name@version`.
pub fn install(paths: &Paths, packages: &[&str]) -> Result<()> {
    let folder = folder(paths);
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut npm = Command::new("npm");
    npm.current_dir(&folder).args(["install", "--no-audit", "--no-fund", "--prefix", "."]).args(packages);
    process::run(&packages.join(" "), &paths.output("xtask-logs"), &mut npm).map(drop)
}

/// Where installed packages are, as `NODE_PATH` takes it.
pub fn modules(paths: &Paths) -> PathBuf {
    folder(paths).join("node_modules")
}

fn folder(paths: &Paths) -> PathBuf {
    paths.cache.join("node")
}

fn is_there(paths: &Paths, package: &str) -> bool {
    let Some((name, version)) = package.rsplit_once('@') else { return false };
    let about = fs::read_to_string(modules(paths).join(name).join("package.json")).unwrap_or_default();
    serde_json::from_str::<Value>(&about).is_ok_and(|about| about["version"] == version)
}
