//! Everything that is done to this repository rather than by it: set-up, checks, measurements.
//!
//! `cargo xtask up` takes a bare machine to a running Recall, `cargo xtask test` runs every check there is,
//! `cargo xtask bench` measures. Each installs what it needs first and says so.
#![allow(clippy::disallowed_methods, reason = "a build tool reports how long things really took")]

mod app;
mod paths;
mod peers;
mod process;
mod setup;
mod test;
mod up;

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
        /// Leave out the release build of the app, the browser and the dependency check
        #[arg(long)]
        quick: bool,
        /// Run only the integration tests whose name contains this
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Run Trunk with the tools and the compiler that `up` uses, for example `cargo xtask trunk -- serve`
    Trunk {
        #[arg(last = true)]
        arguments: Vec<String>,
    },
}

fn main() -> Result<()> {
    let paths = Paths::find()?;
    match Arguments::parse().task {
        Task::Up { demo, arguments } => up::up(&paths, demo, &arguments),
        Task::Test { quick, only } => test::test(&paths, &test::Options { quick, only }),
        Task::Trunk { arguments } => app::trunk(&paths, &arguments),
    }
}
