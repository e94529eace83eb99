//! Packages of Debian and its relatives, through `apt-get`.

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
    if let Err(failure) = process::announce("package lists", &logs, apt()?.arg("update")) {
        eprintln!("  going on with the lists there are: {failure:#}");
    }
    process::announce(&label, &logs, apt()?.arg("install").args(packages))
        .with_context(|| format!("try `sudo apt-get update` and `{by_hand}`"))
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
