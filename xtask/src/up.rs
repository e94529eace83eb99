//! `cargo xtask up`: from a bare machine to a running Recall.

use std::process::Command;

use anyhow::{Context, Result};

use crate::app;
use crate::paths::Paths;
use crate::process;
use crate::setup::{self, wasm};

/// Installs what is missing, builds the app and the server, and becomes `recall serve` (or the demonstration).
pub fn up(paths: &Paths, demo: bool, arguments: &[String]) -> Result<()> {
    let mut needs = setup::c_compiler();
    needs.extend(wasm::missing(paths)?);
    setup::install(paths, &needs)?;
    app::build(paths)?;
    build_server(paths)?;

    let mut recall = Command::new(paths.recall("release"));
    recall.args(if demo { &["demo", "--serve"][..] } else { &["serve"] }).args(arguments);
    eprintln!("• {} (Ctrl-C ends it)", process::described(&recall));
    become_process(recall)
}

/// The server as it is shipped, with the app of `web/dist` inside.
pub fn build_server(paths: &Paths) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--release", "--package", "api", "--bin", "recall"])
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", paths.target())
        .env("RECALL_APP_STAMP", app::built(paths));
    if !paths.recall("release").exists() {
        eprintln!("  (about ten minutes the first time)");
    }
    process::announce("server, release build", &paths.output("xtask-logs"), &mut cargo)
}

/// Replaces this process, so that signals reach `recall` alone and its exit code is the task's.
#[cfg(unix)]
fn become_process(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let failure = command.exec();
    Err(failure).with_context(|| format!("cannot start {}", command.get_program().display()))
}

#[cfg(not(unix))]
fn become_process(mut command: Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", command.get_program().display()))?;
    std::process::exit(status.code().unwrap_or(1))
}
