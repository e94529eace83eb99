//! Builds the app that is shipped: a main part for the first load, and a part for each group of rooms, fetched when one
//! is first entered. `web/src/routes/rooms.rs` says which; `xtask/split/wasm-bindgen` takes the app apart in the middle of
//! Trunk's work; what Trunk knows nothing of is put beside its files here.

use std::ffi::OsStr;
use std::fs;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::process;
use crate::setup::wasm;

/// Where the folder of parts is told to the stand-in for wasm-bindgen.
const PARTS: &str = "RECALL_PARTS";
/// The part that Trunk knows, as the tool names it.
pub const MAIN: &str = "web.wasm";
/// The name that the tool gives to the script which loads the parts.
const LOADER: &str = "__wasm_split.js";
/// What the compiler may use, as the main part says of itself; a part that was cut out no longer does.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Runs Trunk and completes what it leaves in `dist`.
pub fn build(paths: &Paths, dist: &Path) -> Result<()> {
    let parts = parts(paths);
    let logs = paths.output("xtask-logs");
    let mut trunk = wasm::trunk(paths, &[paths.root.join("xtask/split")])?;
    trunk
        .args(["build", "--release", "--features", "split"])
        .env(PARTS, &parts)
        .env("RECALL_WASM_BINDGEN", paths.tools().join("bin/wasm-bindgen"))
        .env("RECALL_WASM_SPLIT", paths.tools().join("bin/wasm-split-cli"));
    process::announce("browser app", &logs, &mut trunk)?;
    complete(paths, &parts, dist)
}

/// Where the parts are before wasm-opt, with the names of their functions.
pub fn parts(paths: &Paths) -> PathBuf {
    paths.web_target().join("parts")
}

/// Puts the parts and their loader into `dist`. All parts of a build carry the name that Trunk gave to its main part:
/// one of another build would not fit.
fn complete(paths: &Paths, parts: &Path, dist: &Path) -> Result<()> {
    let script = main_script(dist)?;
    let script_name = file_name(&script);
    let build = script_name.trim_start_matches("web-").trim_end_matches(".js").to_owned();
    let loader_name = format!("rooms-{build}.js");

    let mut loader = read(&parts.join(LOADER))?;
    let mut rooms = Vec::new();
    for part in list(parts, "wasm")? {
        let name = file_name(&part);
        if name == MAIN {
            continue;
        }
        let stem = name.trim_end_matches(".wasm");
        let named = format!("{}-{build}.wasm", stem.trim_start_matches("split_"));
        loader = loader.replace(&format!("\"./{name}\""), &format!("\"./{named}\""));
        rooms.push((part, dist.join(named)));
    }
    shrink(paths, &rooms)?;
    loader = loader.replace("\"./web.js\"", &format!("\"./{script_name}\""));
    write(&dist.join(&loader_name), &loader)?;

    // Only where it is fetched from: by its first name it is known to the main part.
    let main = read(&script)?.replace(&format!("from \"./{LOADER}\""), &format!("from \"./{loader_name}\""));
    write(&script, &main)?;

    let page = dist.join("index.html");
    let preload = "<link rel=\"modulepreload\" ";
    let hint = format!("{preload}href=\"/{loader_name}\" crossorigin=\"anonymous\">{preload}");
    write(&page, &read(&page)?.replacen(preload, &hint, 1))
}

/// Trunk's own name for wasm-bindgen's script.
fn main_script(dist: &Path) -> Result<PathBuf> {
    list(dist, "js")?
        .into_iter()
        .find(|file| file_name(file).starts_with("web-"))
        .with_context(|| format!("{} has no web-….js: did Trunk change its names?", dist.display()))
}

/// Lets wasm-opt write each part to its place, as many at once as there are cores.
fn shrink(paths: &Paths, rooms: &[(PathBuf, PathBuf)]) -> Result<()> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some((part, to)) = rooms.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut wasm_opt = Command::new(wasm::wasm_opt(paths));
            wasm_opt.arg("-Oz").args(FEATURES).arg(part).arg("-o").arg(to);
            process::capture(&mut wasm_opt)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

fn list(folder: &Path, kind: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new(kind)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
