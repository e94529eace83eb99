//! What the built app weighs on the wire.

pub mod crates;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Kinds of file that a page load fetches for the app's own sake.
const KINDS: &[&str] = &["html", "js", "css", "wasm", "woff2"];

pub struct File {
    pub name: String,
    pub raw: u64,
    pub packed: u64,
}

pub struct Weight {
    /// What the page names: all of it is fetched before anyone can sign in.
    pub first: Vec<File>,
    /// What is fetched with the room that needs it.
    pub rooms: Vec<File>,
}

/// Weighs what is in `dist`, the heaviest first. A file that was not worth packing goes over the wire as it is.
pub fn weigh(dist: &Path) -> Result<Weight> {
    let page = dist.join("index.html");
    let page = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let mut files = Vec::new();
    for entry in fs::read_dir(dist).with_context(|| format!("cannot read {}", dist.display()))? {
        let path = entry?.path();
        if !path.extension().is_some_and(|kind| KINDS.iter().any(|known| kind == *known)) {
            continue;
        }
        let raw = fs::metadata(&path)?.len();
        let mut packed = path.clone().into_os_string();
        packed.push(".br");
        let packed = fs::metadata(PathBuf::from(packed)).map_or(raw, |packed| packed.len());
        files.push(File { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), raw, packed });
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.packed));
    let (first, rooms) = files.into_iter().partition(|file| file.name == "index.html" || page.contains(&file.name));
    Ok(Weight { first, rooms })
}

/// Raw and packed bytes of all of them.
pub fn sum(files: &[File]) -> (u64, u64) {
    files.iter().fold((0, 0), |(raw, packed), file| (raw + file.raw, packed + file.packed))
}
