//! Builds the browser app into `web/dist`, once for each state of its sources, and packs it for the wire.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::setup::{self, wasm};
use crate::split;
use crate::weight;

/// Everything an app build depends on, from the root of the checkout.
const SOURCES: &[&str] = &[
    "web",
    "shared",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "api/schema.graphql",
    "xtask/split",
    "xtask/src/app.rs",
    "xtask/src/split.rs",
];
/// What a build writes among its sources: not there in a fresh checkout, and no reason to build again.
const WRITTEN: &[&str] = &["web/dist", "web/styles/app.css"];
/// App builds kept in the cache folder; each is a few megabytes.
const KEPT_BUILDS: usize = 6;
/// Kinds of file that brotli makes much smaller; fonts and images are packed already.
const PACKED: &[&str] = &["css", "html", "js", "json", "svg", "txt", "wasm"];
/// Below this a packed file saves less than its response headers weigh.
const SMALLEST_PACKED: u64 = 512;
/// The best of brotli: the time is spent once, the bytes on every first visit.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// Puts the release build of the app into `web/dist`, with a `.br` file beside each file worth packing.
///
/// A build of the same sources by the same tools is taken from the cache folder.
pub fn build(paths: &Paths) -> Result<()> {
    let dist = paths.root.join("web/dist");
    let stamp_file = stamp_file(paths);
    let stamp = stamp(paths)?;
    if built(paths) == stamp && dist.join("index.html").exists() {
        eprintln!("• browser app: up to date");
        return Ok(());
    }
    let kept = paths.cache.join("app").join(&stamp);
    if kept.join("index.html").exists() {
        eprintln!("• browser app: built before from the same sources");
        replace(&kept, &dist)?;
    } else {
        eprintln!("  (about four minutes the first time; eight where the standard library is built along)");
        split::build(paths, &dist)?;
        pack(&dist)?;
        replace(&dist, &kept)?;
        prune(&paths.cache.join("app"))?;
    }
    fs::create_dir_all(paths.output("xtask-logs")).context("cannot create target/")?;
    fs::write(&stamp_file, &stamp).with_context(|| format!("cannot write {}", stamp_file.display()))
}

/// Runs Trunk as a developer would, after its set-up: the app in one piece, built faster than in its parts.
pub fn trunk(paths: &Paths, arguments: &[String]) -> Result<()> {
    setup::install(paths, &wasm::missing(paths)?)?;
    let status = wasm::trunk(paths, &[])?.args(arguments).status().context("cannot start trunk")?;
    if !status.success() {
        bail!("trunk ended with {status}");
    }
    Ok(())
}

/// The state of the app in `web/dist`: what a server that embeds it is built from.
pub fn built(paths: &Paths) -> String {
    fs::read_to_string(stamp_file(paths)).unwrap_or_default()
}

fn stamp_file(paths: &Paths) -> PathBuf {
    paths.output("xtask-logs").join("app.stamp")
}

/// A name for the state of the sources and the tools.
fn stamp(paths: &Paths) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    wasm::versions(paths)?.hash(&mut hasher);
    for source in SOURCES {
        let path = paths.root.join(source);
        if path.is_dir() {
            for file in files(&path)? {
                if !WRITTEN.iter().any(|written| file.starts_with(paths.root.join(written))) {
                    hash_file(&file, &paths.root, &mut hasher)?;
                }
            }
        } else if path.exists() {
            hash_file(&path, &paths.root, &mut hasher)?;
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_file(file: &Path, root: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    file.strip_prefix(root).unwrap_or(file).hash(hasher);
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))?.hash(hasher);
    Ok(())
}

/// All files below `folder`, sorted by path.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a `.br` file beside each file worth packing.
fn pack(dist: &Path) -> Result<()> {
    for file in files(dist)? {
        let kind = file.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        if !PACKED.contains(&kind) || file.metadata()?.len() < SMALLEST_PACKED {
            continue;
        }
        let bytes = fs::read(&file)?;
        let mut small = Vec::new();
        brotli::CompressorWriter::new(&mut small, 64 * 1024, BROTLI_QUALITY, BROTLI_WINDOW)
            .write_all(&bytes)
            .with_context(|| format!("cannot pack {}", file.display()))?;
        let mut name = file.clone().into_os_string();
        name.push(".br");
        fs::write(&name, small).with_context(|| format!("cannot write {}", Path::new(&name).display()))?;
    }
    let weight = weight::weigh(dist)?;
    let ((_, first), (_, rooms)) = (weight::sum(&weight.first), weight::sum(&weight.rooms));
    eprintln!("  {} kB for the first load, {} kB for all rooms", first / 1000, rooms / 1000);
    Ok(())
}

/// Makes `to` a copy of `from`.
fn replace(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to).with_context(|| format!("cannot clear {}", to.display()))?;
    }
    for file in files(from)? {
        let copy = to.join(file.strip_prefix(from)?);
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::copy(&file, &copy).with_context(|| format!("cannot write {}", copy.display()))?;
    }
    Ok(())
}

/// Drops the oldest builds.
fn prune(builds: &Path) -> Result<()> {
    let mut found = Vec::new();
    for entry in fs::read_dir(builds)? {
        let entry = entry?;
        found.push((entry.metadata()?.modified()?, entry.path()));
    }
    found.sort();
    found.reverse();
    for (_, build) in found.into_iter().skip(KEPT_BUILDS) {
        fs::remove_dir_all(&build).with_context(|| format!("cannot drop {}", build.display()))?;
    }
    Ok(())
}
