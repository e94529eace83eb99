//! What a task needs on the machine, found or installed. A plan is printed before anything is touched.

pub mod browser;
pub mod databases;
pub mod debian;
pub mod faketime;
pub mod node;
pub mod postfix;
pub mod python;
pub mod wasm;

use std::time::Instant;

use anyhow::Result;

use crate::paths::{Paths, on_path};
use crate::process;

/// Something that is missing.
pub struct Need {
    /// As it is shown to the person at the terminal.
    pub name: String,
    /// Roughly how long it takes on two cores.
    pub takes: &'static str,
    pub how: How,
}

/// How a need is met.
pub enum How {
    /// Packages of the operating system.
    Packages(&'static [&'static str]),
    /// A step of our own, run after all packages are in.
    Step(fn(&Paths) -> Result<()>),
}

/// Installs what is missing: the packages of all needs at once, then the steps in order.
pub fn install(paths: &Paths, needs: &[Need]) -> Result<()> {
    if needs.is_empty() {
        return Ok(());
    }
    eprintln!("To be installed (tools go to {}):", paths.cache.display());
    for need in needs {
        eprintln!("  - {}, {}", need.name, need.takes);
    }
    let packages: Vec<&str> = needs
        .iter()
        .filter_map(|need| match need.how {
            How::Packages(names) => Some(names),
            How::Step(_) => None,
        })
        .flatten()
        .copied()
        .collect();
    if !packages.is_empty() {
        debian::install(paths, &packages)?;
    }
    for need in needs {
        if let How::Step(step) = need.how {
            let started = Instant::now();
            eprintln!("• {}", need.name);
            step(paths)?;
            eprintln!("  done in {}", process::duration(started.elapsed()));
        }
    }
    Ok(())
}

/// The C compiler that the cryptography, compression and SQLite crates are built with.
pub fn c_compiler() -> Vec<Need> {
    if on_path("cc").is_some() {
        return Vec::new();
    }
    vec![Need {
        name: "a C compiler (package build-essential)".to_owned(),
        takes: "about half a minute",
        how: How::Packages(&["build-essential"]),
    }]
}
