//! The checks of `cargo xtask test`, one function each.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::app;
use crate::paths::{Paths, on_path};
use crate::peers::Peers;
use crate::process;

use super::{Step, Verdict, fuzzing, generated, sources};

const TRUNK: &str = "cargo xtask trunk -- build --release";

/// Every check; `quick` leaves out the app, the browser and the dependencies.
pub fn all(paths: &Paths, quick: bool) -> Vec<Step<'_>> {
    let mut steps = vec![
        step("formatting", "cargo fmt --all --check", || run(paths, "formatting", &["fmt", "--all", "--check"])),
        step("file lengths", "cargo xtask test --quick", || sources::lengths(paths)),
        step("no secrets, no machine's paths", "cargo xtask test --quick", || sources::secrets(paths)),
        step("lints", "cargo clippy --all-targets -- -D warnings", || lints(paths)),
    ];
    if !quick {
        steps.push(step("lints of the app", "cargo clippy -p web --all-targets -- -D warnings", || app_lints(paths)));
        steps.push(step("unit tests of the app", "cargo test -p web", || {
            tests(paths, "unit-tests-app", &["-p", "web"], &[])
        }));
        steps.push(step("browser app", TRUNK, || browser_app(paths)));
    }
    steps.push(step("build", "cargo build --bins --tests", || build(paths)));
    for artefact in generated::ARTEFACTS {
        steps.push(step(artefact.file, artefact.rerun, || generated::check(paths, artefact, &paths.recall("debug"))));
    }
    steps.push(step("unit tests", "cargo test --lib --bins", || tests(paths, "unit-tests", &["--lib", "--bins"], &[])));
    if !quick {
        steps.push(step("fuzzing", "cargo xtask fuzz", || fuzzing::fuzz(paths, fuzzing::SECONDS)));
    }
    steps.push(step("integration tests", "cargo xtask test --only NAME", move || integration(paths, None, !quick)));
    if !quick {
        steps.push(step("dependencies", "cargo deny check", || dependencies(paths)));
    }
    steps
}

/// The integration tests whose name contains `filter`, and what they need.
pub fn only<'a>(paths: &'a Paths, filter: &'a str, quick: bool) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    if !quick {
        steps.push(step("browser app", TRUNK, || browser_app(paths)));
    }
    steps.push(step("build", "cargo build --bins --tests", || build(paths)));
    let rerun = format!("cargo xtask test --only {filter}");
    steps.push(step("integration tests", &rerun, move || integration(paths, Some(filter), !quick)));
    steps
}

fn step<'a>(name: &'static str, rerun: &str, run: impl FnOnce() -> Result<Verdict> + 'a) -> Step<'a> {
    Step { name, rerun: rerun.to_owned(), run: Box::new(run) }
}

fn cargo(paths: &Paths) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&paths.root).env("CARGO_TARGET_DIR", paths.target());
    cargo
}

fn run(paths: &Paths, label: &str, arguments: &[&str]) -> Result<Verdict> {
    process::run(label, &paths.output("xtask-logs"), cargo(paths).args(arguments))?;
    Ok(Verdict::Passed(String::new()))
}

fn lints(paths: &Paths) -> Result<Verdict> {
    run(paths, "lints", &["clippy", "--locked", "--all-targets", "--", "-D", "warnings"])
}

/// On this machine's own target: the app is no default member, because only a browser can run it. What of it needs no
/// browser is tested here all the same.
fn app_lints(paths: &Paths) -> Result<Verdict> {
    run(paths, "lints-app", &["clippy", "--locked", "-p", "web", "--all-targets", "--", "-D", "warnings"])
}

fn browser_app(paths: &Paths) -> Result<Verdict> {
    app::build(paths)?;
    Ok(Verdict::Passed(String::new()))
}

fn build(paths: &Paths) -> Result<Verdict> {
    run(paths, "build", &["build", "--locked", "--bins", "--tests"])
}

/// Runs tests with nextest where it is installed, else with cargo's own runner.
fn tests(paths: &Paths, label: &str, targets: &[&str], variables: &[(&str, String)]) -> Result<Verdict> {
    let mut runner = cargo(paths);
    if on_path("cargo-nextest").is_some() {
        runner.args(["nextest", "run", "--locked", "--no-fail-fast"]);
    } else {
        runner.args(["test", "--locked", "--no-fail-fast"]);
    }
    // A failed test says what is wrong; the way to where its error was made only hides that.
    runner.env("RUST_LIB_BACKTRACE", "0");
    runner.args(targets).envs(variables.iter().map(|(name, value)| (name, value)));
    let logs = paths.output("xtask-logs");
    process::run(label, &logs, &mut runner)?;
    let output = fs::read_to_string(process::log_file(&logs, label)).unwrap_or_default();
    let summaries: Vec<&str> = output
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("Summary [") || line.starts_with("test result:"))
        .collect();
    Ok(Verdict::Passed(summaries.join(" · ")))
}

fn integration(paths: &Paths, filter: Option<&str>, with_browser: bool) -> Result<Verdict> {
    let recall = own_copy(paths)?;
    let peers = Peers::start(paths, &recall, with_browser)?;
    let mut variables = peers.variables()?;
    variables.push(("RECALL_TEST_BIN", recall.display().to_string()));
    variables.push(("RECALL_TEST_OUTPUT", paths.output("test-output").display().to_string()));
    let mut targets = vec!["--test", "it"];
    targets.extend(filter);
    tests(paths, "integration-tests", &targets, &variables)
}

/// A link to the compiled server that a build in another checkout with the same build folder leaves alone.
fn own_copy(paths: &Paths) -> Result<PathBuf> {
    let built = paths.recall("debug");
    let folder = paths.output("test-bin");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let copy = folder.join(built.file_name().context("the server has no file name")?);
    if copy.exists() {
        fs::remove_file(&copy).with_context(|| format!("cannot replace {}", copy.display()))?;
    }
    if fs::hard_link(&built, &copy).is_err() {
        fs::copy(&built, &copy).with_context(|| format!("cannot copy {}", built.display()))?;
    }
    Ok(copy)
}

/// Licences, bans and sources always; advisories only where their database can be reached.
fn dependencies(paths: &Paths) -> Result<Verdict> {
    if on_path("cargo-deny").is_none() {
        return Ok(Verdict::Skipped("cargo-deny is not installed (`cargo install cargo-deny --locked`)".to_owned()));
    }
    run(paths, "dependencies", &["deny", "check", "bans", "licenses", "sources"])?;
    let advisories = run(paths, "advisories", &["deny", "check", "advisories"]);
    let output = fs::read_to_string(process::log_file(&paths.output("xtask-logs"), "advisories")).unwrap_or_default();
    if advisories.is_err() && output.contains("failed to fetch advisory database") {
        return Ok(Verdict::Passed("without advisories: their database cannot be reached".to_owned()));
    }
    advisories
}
