//! Postfix's test programs, `smtp-sink` and `smtp-source`: taken out of the Debian package, which is not installed, so
//! that no mail server is set up or started on this machine.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::process;

use super::{How, Need, debian};

/// Where an installed package has them.
const INSTALLED: &str = "/usr/sbin";

pub fn missing(paths: &Paths) -> Vec<Need> {
    if program(paths, "smtp-sink").is_ok_and(|program| starts(&program)) {
        return Vec::new();
    }
    vec![Need {
        name: "smtp-sink and smtp-source (out of the package postfix, which is not installed)".to_owned(),
        takes: "some seconds",
        how: How::Step(unpack),
    }]
}

/// One of the programs, and where its libraries are.
pub struct Program {
    pub path: PathBuf,
    libraries: Option<PathBuf>,
}

/// The installed one, else that of the cache.
pub fn program(paths: &Paths, name: &str) -> Result<Program> {
    let installed = Path::new(INSTALLED).join(name);
    if installed.is_file() {
        return Ok(Program { path: installed, libraries: None });
    }
    let folder = folder(paths);
    let path = folder.join("usr/sbin").join(name);
    if !path.is_file() {
        bail!("{name} is not there: install Debian's package postfix, or run `cargo xtask test`");
    }
    Ok(Program { path, libraries: Some(folder.join("usr/lib/postfix")) })
}

impl Program {
    /// `command` finds the libraries of the program it starts.
    pub fn prepare(&self, command: &mut Command) {
        let Some(libraries) = &self.libraries else { return };
        let mut search = OsString::from(libraries);
        if let Some(set) = std::env::var_os("LD_LIBRARY_PATH") {
            search.push(":");
            search.push(set);
        }
        command.env("LD_LIBRARY_PATH", search);
    }
}

fn folder(paths: &Paths) -> PathBuf {
    paths.cache.join("postfix")
}

/// Whether all its libraries are found.
fn starts(program: &Program) -> bool {
    let mut ldd = Command::new("ldd");
    program.prepare(&mut ldd);
    process::capture(ldd.arg(&program.path)).is_ok_and(|said| !said.contains("not found"))
}

fn unpack(paths: &Paths) -> Result<()> {
    let folder = folder(paths);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let package = debian::download(paths, "postfix", &folder)?;
    process::capture(Command::new("dpkg-deb").arg("--extract").arg(&package).arg(&folder))?;
    if !starts(&program(paths, "smtp-sink")?) {
        let needed = process::capture(Command::new("dpkg-deb").arg("--field").arg(&package).arg("Depends"))?;
        debian::install(paths, &libraries(&needed))?;
    }
    fs::remove_file(&package).with_context(|| format!("cannot remove {}", package.display()))
}

/// The libraries in a list of dependencies, as `libc6 (>= 2.34), adduser`.
fn libraries(depends: &str) -> Vec<&str> {
    let names = depends.split(',').filter_map(|one| one.split_whitespace().next());
    names.filter(|name| name.starts_with("lib")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_libraries_of_the_package_are_installed() {
        let depends = "libc6 (>= 2.34), libdb5.3, debconf (>= 0.5) | debconf-2.0, adduser (>= 3.48), ssl-cert";
        assert_eq!(libraries(depends), ["libc6", "libdb5.3"]);
    }
}
