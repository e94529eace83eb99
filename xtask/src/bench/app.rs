//! What the browser app weighs on the wire, and what Lighthouse says of its first pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::app;
use crate::paths::Paths;
use crate::peers::WebDriver;
use crate::process;
use crate::setup::{self, browser, node, wasm};
use crate::split;
use crate::weight;

use super::Options;

/// The reference practice.
const PATIENTS: u64 = 150_000;
/// Crates worth a line of their own.
const HEAVIEST: usize = 16;
const LIGHTHOUSE: &str = "lighthouse@12.8.2";

/// Builds the app, measures it, prints both tables and writes `target/bench/app.json`.
pub fn run(paths: &Paths, options: &Options) -> Result<()> {
    let mut needs = setup::c_compiler();
    needs.extend(wasm::missing(paths)?);
    needs.extend(browser::missing());
    needs.extend(node::missing(paths, &[LIGHTHOUSE], install));
    setup::install(paths, &needs)?;
    app::build(paths)?;
    print_weight(&paths.root.join("web/dist"))?;
    print_crates(&split::parts(paths).join(split::MAIN))?;

    let logs = paths.output("xtask-logs");
    let driver = WebDriver::start(&logs)?;
    let mut build = Command::new("cargo");
    build
        .args([
            "build",
            "--release",
            "-p",
            "api",
            "-p",
            "recall-tests",
            "--bin",
            "recall",
            "--bin",
            "lighthouse",
            "--bin",
            "page_times",
        ])
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", paths.target())
        .env("RECALL_APP_STAMP", app::built(paths));
    process::announce("build", &logs, &mut build)?;
    let variables = driver.variables()?;
    let measure = |name: &str| {
        let mut program = Command::new(paths.target().join("release").join(name));
        program
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .env("RECALL_TEST_BIN", paths.recall("release"))
            .env("RECALL_TEST_OUTPUT", paths.output("bench"));
        program
    };
    let mut times = measure("page_times");
    println!("\n{}", process::capture(times.arg(options.size.unwrap_or(PATIENTS).to_string()))?);
    let folder = paths.output("bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let report = folder.join("app.json");
    process::announce("lighthouse", &logs, measure("lighthouse").arg(program(paths)).arg(&report))?;
    let text = fs::read_to_string(&report).with_context(|| format!("cannot read {}", report.display()))?;
    print(&serde_json::from_str(&text)?);
    Ok(())
}

fn print_weight(dist: &Path) -> Result<()> {
    let weight = weight::weigh(dist)?;
    for (files, all) in [(&weight.first, "first load"), (&weight.rooms, "all rooms")] {
        for file in files {
            println!("{:<44} {:>9} bytes {:>9} brotli", file.name, file.raw, file.packed);
        }
        let (raw, packed) = weight::sum(files);
        println!("{all:<44} {raw:>9} bytes {packed:>9} brotli\n");
    }
    Ok(())
}

/// What the first load is made of. A build that came out of the cache has left no part to look at.
fn print_crates(main: &Path) -> Result<()> {
    let Ok(wasm) = fs::read(main) else {
        println!("by crate: only after a build of the app (remove it from the cache folder to have one)\n");
        return Ok(());
    };
    let crates = weight::crates::weigh(&wasm)?;
    let all: u64 = crates.iter().map(|(_, size)| size).sum();
    println!("{:<44} {:>9} bytes before wasm-opt", "code of the first load, by crate", all);
    let (heavy, light) = crates.split_at(HEAVIEST.min(crates.len()));
    let rest = ("all others".to_owned(), light.iter().map(|(_, size)| size).sum());
    for (name, size) in heavy.iter().chain([&rest]) {
        println!("  {name:<42} {size:>9} bytes {:>8} %", size * 100 / all.max(1));
    }
    println!();
    Ok(())
}

fn program(paths: &Paths) -> PathBuf {
    node::modules(paths).join("lighthouse/cli/index.js")
}

fn install(paths: &Paths) -> Result<()> {
    node::install(paths, &[LIGHTHOUSE])
}

fn print(report: &Value) {
    println!(
        "\n{:<24} {:>12} {:>14} {:>14} {:>16}",
        "", "performance", "accessibility", "best practice", "interactive, s"
    );
    for page in report.as_array().into_iter().flatten() {
        let score = |name: &str| page[name].as_f64().map_or(f64::NAN, |score| score * 100.0);
        println!(
            "{:<24} {:>12.0} {:>14.0} {:>14.0} {:>16.2}",
            page["name"].as_str().unwrap_or_default(),
            score("performance"),
            score("accessibility"),
            score("best-practices"),
            page["interactive"].as_f64().unwrap_or(f64::NAN) / 1000.0
        );
    }
}
