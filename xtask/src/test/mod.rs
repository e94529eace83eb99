//! `cargo xtask test`: every check there is, in the order in which they are cheapest to fail.

mod fuzzing;
mod generated;
mod sources;
mod steps;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::paths::{Paths, on_path};
use crate::process::duration;
use crate::setup::{self, browser, databases, faketime, postfix, python, wasm};

/// The fuzzers alone, for so many seconds each.
pub fn fuzz(paths: &Paths, seconds: Option<u64>) -> Result<()> {
    setup::install(paths, &setup::c_compiler())?;
    match fuzzing::fuzz(paths, seconds.unwrap_or(fuzzing::SECONDS))? {
        Verdict::Passed(note) | Verdict::Skipped(note) => println!("{note}"),
    }
    Ok(())
}

/// What the person at the terminal asked for.
pub struct Options {
    /// Leave out what takes long: the release build of the app, the browser, the fuzzers, the dependency check.
    pub quick: bool,
    /// Run only the integration tests whose name contains this.
    pub only: Option<String>,
}

/// One check.
struct Step<'a> {
    name: &'static str,
    /// The command that runs this check alone.
    rerun: String,
    run: Box<dyn FnOnce() -> Result<Verdict> + 'a>,
}

/// How a check ended that did not fail.
enum Verdict {
    Passed(String),
    /// With the reason.
    Skipped(String),
}

/// Installs what the checks need and runs them, stopping at the first that fails.
pub fn test(paths: &Paths, options: &Options) -> Result<()> {
    setup::install(paths, &needs(paths, options)?)?;
    let steps = match &options.only {
        Some(filter) => steps::only(paths, filter, options.quick),
        None => steps::all(paths, options.quick),
    };
    let started = Instant::now();
    let (mut passed, mut skipped) = (0, 0);
    for step in steps {
        let begun = Instant::now();
        eprintln!("▶ {}", step.name);
        match (step.run)() {
            Ok(Verdict::Passed(note)) => {
                passed += 1;
                eprintln!("✓ {} ({}) {note}", step.name, duration(begun.elapsed()));
            }
            Ok(Verdict::Skipped(reason)) => {
                skipped += 1;
                eprintln!("- {} skipped: {reason}", step.name);
            }
            Err(failure) => {
                eprintln!("✗ {} ({})\n{failure:#}\n", step.name, duration(begun.elapsed()));
                eprintln!("Run this check alone with: {}", step.rerun);
                println!("{passed} passed, 1 failed, {skipped} skipped");
                bail!("{} failed", step.name);
            }
        }
    }
    eprintln!("All checks in {}", duration(started.elapsed()));
    println!("{passed} passed, 0 failed, {skipped} skipped");
    Ok(())
}

fn needs(paths: &Paths, options: &Options) -> Result<Vec<setup::Need>> {
    let mut needs = setup::c_compiler();
    needs.extend(databases::missing());
    needs.extend(python::missing(paths));
    // Out of packages of Debian: elsewhere the tests that need them say so and pass.
    if on_path("apt-get").is_some() {
        needs.extend(postfix::missing(paths));
        needs.extend(faketime::missing(paths));
    }
    if !options.quick {
        needs.extend(wasm::missing(paths)?);
        needs.extend(browser::missing());
    }
    Ok(needs)
}
