//! Everything that is done to this repository rather than by it: set-up, checks, measurements.
//!
//! `cargo xtask up` takes a bare machine to a running Recall, `cargo xtask test` runs every check there is,
//! `cargo xtask bench` measures. Each installs what it needs first and says so.
#![allow(clippy::disallowed_methods, reason = "a build tool reports how long things really took")]

mod app;
mod bench;
mod checkout;
mod paths;
mod peers;
mod process;
mod screenshots;
mod setup;
mod split;
mod test;
mod up;
mod weight;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::paths::Paths;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set up, run, check and measure Recall")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build the app and the server, and run `recall serve` in the foreground
    Up {
        /// Run the demonstration on generated patients and leave it serving
        #[arg(long)]
        demo: bool,
        /// Passed on to `recall`
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Install what is missing and run every check
    Test {
        /// Leave out the release build of the app, the browser, the fuzzers and the dependency check
        #[arg(long)]
        quick: bool,
        /// Run only the integration tests whose name contains this
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Try bytes that nobody thought of on what reads forms, answers and Questionnaires
    Fuzz {
        /// Seconds for each of the three; a night finds more than a minute
        #[arg(long)]
        seconds: Option<u64>,
    },
    /// Measure, side by side, and write the numbers to target/bench
    Bench {
        /// Only this one
        name: Option<String>,
        /// Rows or messages instead of the bench's own number
        #[arg(long)]
        size: Option<u64>,
        /// How often each measurement is repeated; the median counts
        #[arg(long, default_value_t = 3)]
        runs: usize,
        /// End well even where a wanted ratio or limit was missed
        #[arg(long)]
        no_fail: bool,
    },
    /// Take pictures of every page at three widths and in each of its states, in target/screenshots
    Screenshots {
        /// States (filled, dialogs, empty, loading, error, long, trouble, forms), names of pages, paths of the app
        pages: Vec<String>,
    },
    /// Run Trunk with the tools and the compiler that `up` uses, for example `cargo xtask trunk -- serve`
    Trunk {
        #[arg(last = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Without the backtrace that `Debug` would add: the message says what to do.
            eprintln!("error: {failure:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let task = Arguments::parse().task;
    let paths = Paths::find()?;
    checkout::claim(&paths)?;
    match task {
        Task::Up { demo, arguments } => up::up(&paths, demo, &arguments),
        Task::Test { quick, only } => test::test(&paths, &test::Options { quick, only }),
        Task::Fuzz { seconds } => test::fuzz(&paths, seconds),
        Task::Bench { name, size, runs, no_fail } => {
            bench::bench(&paths, &bench::Options { name, size, runs, no_fail })
        }
        Task::Screenshots { pages } => screenshots::screenshots(&paths, &pages),
        Task::Trunk { arguments } => app::trunk(&paths, &arguments),
    }
}
