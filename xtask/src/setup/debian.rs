//! Packages of Debian and its relatives, through `apt-get`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::paths::{Paths, on_path};
use crate::process;

/// Installs `packages`. The package lists are refreshed first: those of a fresh machine lack the security updates.
///
/// Needs root, or `sudo` that asks for no password; otherwise the error names the command to run.
pub fn install(paths: &Paths, packages: &[&str]) -> Result<()> {
    let by_hand = format!("sudo apt-get install {}", packages.join(" "));
    if on_path("apt-get").is_none() {
        bail!(
            "this system has no apt-get: install what Debian calls {} by its own means, then run this again",
            packages.join(", ")
        );
    }
    let apt = || apt_get().with_context(|| format!("not allowed to install packages: run `{by_hand}`"));
    let logs = paths.output("xtask-logs");
    let label = format!("packages {}", packages.join(" "));
    refresh(&logs, apt()?);
    process::announce(&label, &logs, apt()?.arg("install").args(packages))
        .with_context(|| format!("try `sudo apt-get update` and `{by_hand}`"))
}

/// Downloads `package` into `folder`, where nothing else is, without installing it; returns the file.
///
/// Needs no rights. Without root the package lists are used as they are.
pub fn download(paths: &Paths, package: &str, folder: &Path) -> Result<PathBuf> {
    if on_path("apt-get").is_none() {
        bail!("this system has no apt-get: install what Debian calls {package} by its own means, then run this again");
    }
    let logs = paths.output("xtask-logs");
    if let Ok(apt) = apt_get() {
        refresh(&logs, apt);
    }
    let mut apt = Command::new("apt-get");
    process::run(&format!("download {package}"), &logs, apt.args(["download", package]).current_dir(folder))?;
    let files = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let downloaded =
        files.flatten().map(|entry| entry.path()).find(|path| path.extension().is_some_and(|e| e == "deb"));
    downloaded.with_context(|| format!("apt-get left no package of {package} in {}", folder.display()))
}

fn refresh(logs: &Path, mut apt: Command) {
    if let Err(failure) = process::announce("package lists", logs, apt.arg("update")) {
        eprintln!("  going on with the lists there are: {failure:#}");
    }
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn apt_get() -> Result<Command> {
    let mut command = if is_root() {
        Command::new("env")
    } else if process::succeeds_within(Duration::from_secs(5), Command::new("sudo").args(["-n", "true"])) {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "env"]);
        sudo
    } else {
        bail!("not root, and sudo is absent or wants a password");
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "--no-install-recommends"]);
    Ok(command)
}
