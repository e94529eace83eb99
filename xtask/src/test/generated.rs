//! Committed files that the program itself can print: they must say the same.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::process;

use super::Verdict;

/// A committed file and what prints it.
pub struct Artefact {
    /// From the root of the checkout; also the name of the check.
    pub file: &'static str,
    arguments: &'static [&'static str],
    /// Writes the file anew.
    pub rerun: &'static str,
}

pub const ARTEFACTS: &[Artefact] = &[
    Artefact {
        file: "api/schema.graphql",
        arguments: &["schema"],
        rerun: "cargo run -p api -- schema > api/schema.graphql",
    },
    Artefact {
        file: "docs/permissions.md",
        arguments: &["docs", "permissions"],
        rerun: "cargo run -p api -- docs permissions > docs/permissions.md",
    },
    Artefact {
        file: "docs/configuration.md",
        arguments: &["docs", "configuration"],
        rerun: "cargo run -p api -- docs configuration > docs/configuration.md",
    },
];

/// Compares `artefact` with what `recall` prints.
pub fn check(paths: &Paths, artefact: &Artefact, recall: &Path) -> Result<Verdict> {
    let printed = process::capture(Command::new(recall).args(artefact.arguments).current_dir(&paths.root))?;
    let file = paths.root.join(artefact.file);
    let committed = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    if committed.trim_end() == printed {
        return Ok(Verdict::Passed(String::new()));
    }
    let line = committed.lines().zip(printed.lines()).take_while(|(committed, printed)| committed == printed).count();
    bail!(
        "{} is out of date from line {} on:\n  committed: {}\n  printed:   {}\nWrite it anew with: {}",
        artefact.file,
        line + 1,
        committed.lines().nth(line).unwrap_or("(end)"),
        printed.lines().nth(line).unwrap_or("(end)"),
        artefact.rerun
    )
}
