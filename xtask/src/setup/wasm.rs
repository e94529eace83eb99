//! The tools that build the browser app: a compiler for WebAssembly, Trunk, wasm-bindgen, wasm-split, wasm-opt.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::paths::{Paths, on_path};
use crate::process;

use super::{How, Need};

const TARGET: &str = "wasm32-unknown-unknown";
/// The last release of Trunk that builds with the compiler in `rust-version`.
const TRUNK: &str = "0.21.14";
/// The release that knows the marks which `wasm_split_helpers` of `Cargo.lock` leaves in the app.
const SPLITTER: &str = "0.2.4";
/// Release of the npm package `binaryen`, which brings `wasm-opt`.
const BINARYEN: &str = "132";
/// rustup either reaches its server and fetches 30 MB, or is refused at once; beyond this it hangs.
const RUSTUP_PATIENCE: Duration = Duration::from_mins(2);
/// What the workspace is written for.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");
/// Debian's compiler with the sources of its library, and the linker for WebAssembly that goes with it.
const DEBIAN_PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-19";
const DEBIAN_LIBRARY: &str = "/usr/lib/rustlib/src/rust/library/std/src/lib.rs";

/// Which compiler makes WebAssembly on this machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Compiler {
    /// The toolchain in use has the target.
    Rustup,
    /// Debian's own compiler, which builds the standard library along with the app.
    Debian,
}

impl Compiler {
    /// The compiler that is there. `RECALL_WASM_COMPILER=rustup|debian` picks one where both are.
    fn present() -> Option<Self> {
        let chosen = env::var("RECALL_WASM_COMPILER").ok();
        let allowed = |name: &str| chosen.as_deref().is_none_or(|chosen| chosen == name);
        if allowed("rustup") && rustup_has_target() {
            return Some(Self::Rustup);
        }
        let debian = Path::new(DEBIAN_LINKER).exists() && Path::new(DEBIAN_LIBRARY).exists();
        (allowed("debian") && debian && debian_is_new_enough()).then_some(Self::Debian)
    }

    /// The compiler that [`missing`] left on the machine.
    pub fn find() -> Result<Self> {
        Self::present().with_context(|| {
            format!(
                "no compiler of Rust {RUST_VERSION} or later for WebAssembly: run `rustup target add {TARGET}` or, on \
                 Debian with its security updates, `apt-get update` and `apt-get install {}`",
                DEBIAN_PACKAGES.join(" ")
            )
        })
    }
}

/// What is missing for building the app.
///
/// A target that rustup can fetch is added on the way: whether it can is what decides the rest.
pub fn missing(paths: &Paths) -> Result<Vec<Need>> {
    let mut needs = Vec::new();
    if Compiler::present().is_none() && !rustup_adds_target() {
        needs.push(Need {
            name: format!("Debian's Rust compiler for WebAssembly ({})", DEBIAN_PACKAGES.join(" ")),
            takes: "about two minutes",
            how: How::Packages(DEBIAN_PACKAGES),
        });
    }
    if !reports(&paths.tools().join("bin/trunk"), &format!("trunk {TRUNK}")) {
        needs.push(Need {
            name: format!("trunk {TRUNK}, from source"),
            takes: "about six minutes",
            how: How::Step(install_trunk),
        });
    }
    let bindgen = bindgen_version(paths)?;
    if !reports(&paths.tools().join("bin/wasm-bindgen"), &format!("wasm-bindgen {bindgen}")) {
        needs.push(Need {
            name: format!("wasm-bindgen-cli {bindgen}, from source"),
            takes: "about two minutes",
            how: How::Step(install_bindgen),
        });
    }
    if !splitter_is_there(paths) {
        needs.push(Need {
            name: format!("wasm-split-cli {SPLITTER}, from source"),
            takes: "about two minutes",
            how: How::Step(install_splitter),
        });
    }
    if !reports(&wasm_opt(paths), &format!("wasm-opt version {BINARYEN}")) {
        if on_path("npm").is_none() {
            needs.push(Need {
                name: "Node.js with npm".to_owned(),
                takes: "about a minute",
                how: How::Packages(&["nodejs", "npm"]),
            });
        }
        needs.push(Need {
            name: format!("wasm-opt (npm binaryen@{BINARYEN})"),
            takes: "about half a minute",
            how: How::Step(install_wasm_opt),
        });
    }
    Ok(needs)
}

/// Trunk, with the environment that makes it use our tools and the right compiler. What is in `first` is found before
/// any other program of its name.
pub fn trunk(paths: &Paths, first: &[PathBuf]) -> Result<Command> {
    let compiler = Compiler::find()?;
    let mut folders = first.to_vec();
    if compiler == Compiler::Debian {
        // Trunk runs plain `cargo`; rustup's proxy of that name would have no library source.
        folders.push("/usr/bin".into());
    }
    folders.push(paths.tools().join("bin"));
    folders.push(npm_tools(paths));
    let inherited = env::var_os("PATH").unwrap_or_default();
    folders.extend(env::split_paths(&inherited));
    let path: OsString = env::join_paths(folders).context("a folder of PATH has a `:` in its name")?;

    let mut trunk = Command::new(paths.tools().join("bin/trunk"));
    trunk
        .current_dir(&paths.root)
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", paths.web_target())
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Left behind by the `cargo run` that started this program; they name the wrong toolchain for Debian's.
        .env_remove("CARGO")
        .env_remove("LD_LIBRARY_PATH");
    if compiler == Compiler::Debian {
        trunk
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
            .env_remove("RUSTUP_TOOLCHAIN");
    }
    Ok(trunk)
}

/// Versions of all tools in one line: part of what an app build is recognised by.
pub fn versions(paths: &Paths) -> Result<String> {
    let rustc = match Compiler::find()? {
        Compiler::Rustup => process::capture(Command::new("rustc").arg("--version")),
        Compiler::Debian => process::capture(Command::new("/usr/bin/rustc").arg("--version")),
    }?;
    let bindgen = bindgen_version(paths)?;
    Ok(format!("{rustc} trunk {TRUNK} wasm-bindgen {bindgen} wasm-split {SPLITTER} binaryen {BINARYEN}"))
}

/// Debian brings newer compilers with its security updates: the first one of a release is too old.
fn debian_is_new_enough() -> bool {
    let said = process::capture(Command::new("/usr/bin/rustc").arg("--version")).unwrap_or_default();
    let version = said.split_whitespace().nth(1).unwrap_or_default();
    release(version) >= release(RUST_VERSION)
}

/// Major and minor number of `1.95` or `1.95.0`; nothing is older than any.
fn release(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

fn rustup_has_target() -> bool {
    process::capture(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_ok_and(|folder| Path::new(&folder).is_dir())
}

fn rustup_adds_target() -> bool {
    if env::var("RECALL_WASM_COMPILER").is_ok_and(|chosen| chosen == "debian") || on_path("rustup").is_none() {
        return false;
    }
    eprintln!("• rustup target add {TARGET}");
    let added = process::succeeds_within(RUSTUP_PATIENCE, Command::new("rustup").args(["target", "add", TARGET]))
        && rustup_has_target();
    eprintln!("  {}", if added { "done" } else { "not to be had here: Debian's compiler will be used" });
    added
}

fn reports(tool: &Path, version: &str) -> bool {
    process::capture(Command::new(tool).arg("--version")).is_ok_and(|said| said.starts_with(version))
}

/// Asked of cargo's own list: the program does not say its version.
fn splitter_is_there(paths: &Paths) -> bool {
    fs::read_to_string(paths.tools().join(".crates.toml"))
        .is_ok_and(|installed| installed.contains(&format!("\"wasm_split_cli_support {SPLITTER} ")))
}

pub fn wasm_opt(paths: &Paths) -> PathBuf {
    npm_tools(paths).join("wasm-opt")
}

fn npm_tools(paths: &Paths) -> PathBuf {
    paths.tools().join("npm/node_modules/.bin")
}

fn install_trunk(paths: &Paths) -> Result<()> {
    cargo_install(paths, &format!("trunk@{TRUNK}"), &["--locked"])
}

/// Without `--locked`: the lock that the crate ships names a release of a dependency that was withdrawn.
fn install_bindgen(paths: &Paths) -> Result<()> {
    cargo_install(paths, &format!("wasm-bindgen-cli@{}", bindgen_version(paths)?), &[])
}

fn install_splitter(paths: &Paths) -> Result<()> {
    let package = format!("wasm_split_cli_support@{SPLITTER}");
    cargo_install(paths, &package, &["--locked", "--features", "build-binary"])
}

/// Installs in the debug profile: half the time to build, and these tools only move files about.
fn cargo_install(paths: &Paths, package: &str, options: &[&str]) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["install", package, "--debug", "--root"])
        .arg(paths.tools())
        .args(options)
        .current_dir(env::temp_dir()) // outside the checkout, so that its configuration has no say
        .env("CARGO_TARGET_DIR", paths.cache.join("target-tools"));
    process::run(package, &paths.output("xtask-logs"), &mut cargo).map(drop)
}

fn install_wasm_opt(paths: &Paths) -> Result<()> {
    let prefix = paths.tools().join("npm");
    fs::create_dir_all(&prefix).with_context(|| format!("cannot create {}", prefix.display()))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&prefix).arg(format!("binaryen@{BINARYEN}"));
    process::run("npm binaryen", &paths.output("xtask-logs"), &mut npm).map(drop)
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: String,
    version: String,
}

/// The command-line tool must be of exactly the version that the app links.
fn bindgen_version(paths: &Paths) -> Result<String> {
    let file = paths.root.join("Cargo.lock");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let lock: Lock = toml::from_str(&text).with_context(|| format!("{} is not a lock file", file.display()))?;
    lock.package
        .into_iter()
        .find(|package| package.name == "wasm-bindgen")
        .map(|package| package.version)
        .context("Cargo.lock has no wasm-bindgen")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_compared_by_its_numbers() {
        assert!(release("1.85.0") < release("1.95"));
        assert!(release("1.100.0") > release("1.95"));
        assert!(release("1.95.1") >= release("1.95"));
        assert!(release("") < release("1.95"));
    }
}
