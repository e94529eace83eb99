//! `cargo xtask screenshots`: pictures of every page at three widths and in each of its states, in `target/screenshots`.

use std::process::Command;

use anyhow::Result;

use crate::app;
use crate::paths::Paths;
use crate::peers::WebDriver;
use crate::process;
use crate::setup::{self, browser, wasm};

/// Builds what is shown, makes the scenes and takes the pictures of `pages` (all of them without a name).
pub fn screenshots(paths: &Paths, pages: &[String]) -> Result<()> {
    let mut needs = setup::c_compiler();
    needs.extend(wasm::missing(paths)?);
    needs.extend(browser::missing());
    setup::install(paths, &needs)?;
    app::build(paths)?;

    let logs = paths.output("xtask-logs");
    let driver = WebDriver::start(&logs)?;
    let mut build = Command::new("cargo");
    build.args(["build", "--bins"]).current_dir(&paths.root).env("CARGO_TARGET_DIR", paths.target());
    process::announce("build", &logs, &mut build)?;
    let mut shoot = Command::new(paths.target().join("debug/screenshots"));
    shoot
        .args(pages)
        .envs(driver.variables()?)
        .env("RECALL_TEST_BIN", paths.recall("debug"))
        .env("RECALL_TEST_OUTPUT", paths.output("screenshots"));
    process::announce("screenshots", &logs, &mut shoot)?;
    eprintln!("The pictures are in {}", paths.output("screenshots").display());
    Ok(())
}
