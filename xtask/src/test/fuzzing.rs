//! Fuzzing: bytes that nobody thought of, for the reader of forms, the validator of answers and the import of
//! Questionnaires, for a minute together.
//!
//! The compiler's own coverage counters guide LLVM's libFuzzer to bytes that reach new code; both are there on the
//! stable toolchain. What is found is written to `fuzz/findings`, where a unit test runs it from then on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::process;

use super::Verdict;

/// Seconds for each target: a minute for the three.
pub const SECONDS: u64 = 20;
/// Bytes of one input; the longest shipped form has less.
const LONGEST: usize = 40_000;
/// Seconds one input may take on a busy machine: what takes longer would be a way to stop the server.
const SLOWEST: usize = 10;

/// Every function counts its edges; comparisons tell what they compared.
const COUNTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// What is fuzzed, and the folder or file its first inputs come from.
const TARGETS: [(&str, &str); 3] = [
    ("schema", "shared/src/form/starters"),
    ("answers", "fuzz/seeds/answers"),
    ("questionnaire", "shared/src/form/fhir/asthma_review.json"),
];

/// Fuzzes each target for so many seconds.
pub fn fuzz(paths: &Paths, seconds: u64) -> Result<Verdict> {
    let host = host()?;
    let built = paths.target().join("fuzz");
    let logs = paths.output("xtask-logs");
    let mut build = Command::new("cargo");
    // A target of its own: what runs while building is not counted.
    build.args(["build", "--locked", "-p", "fuzz", "--profile", "fuzz", "--target", &host]);
    build.current_dir(&paths.root).env("CARGO_TARGET_DIR", &built).env("RUSTFLAGS", COUNTED);
    process::run("fuzzing: build", &logs, &mut build)?;
    let mut notes = Vec::new();
    for (name, seeds) in TARGETS {
        let label = format!("fuzzing: {name}");
        let corpus = corpus(paths, name, &paths.root.join(seeds))?;
        let binary = built.join(&host).join("fuzz").join(format!("fuzz_{name}"));
        let findings = paths.root.join("fuzz").join("findings").join(name);
        let mut fuzzer = Command::new(binary);
        fuzzer
            .arg(&corpus)
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-max_len={LONGEST}"))
            .arg(format!("-timeout={SLOWEST}"))
            .arg(format!("-dict={}", paths.root.join("fuzz").join("words.dict").display()))
            .arg(format!("-artifact_prefix={}/", findings.display()))
            .current_dir(&paths.root);
        let ran = process::run(&label, &logs, &mut fuzzer);
        let printed = fs::read_to_string(process::log_file(&logs, &label)).unwrap_or_default();
        let seed = after(&printed, "INFO: Seed: ").unwrap_or("unknown");
        ran.with_context(|| {
            format!(
                "the fuzzer of {name} found something with the seed {seed}: the bytes are in {}. Commit them with the \
                 mending; `cargo test -p shared what_was_found_once` tries them alone",
                findings.display()
            )
        })?;
        let inputs = after(&printed, "Done ").unwrap_or("?");
        let edges = printed.lines().rev().find_map(|line| after(line, " cov: ")).unwrap_or("?");
        notes.push(format!("{name}: {inputs} inputs, {edges} edges, seed {seed}"));
    }
    Ok(Verdict::Passed(notes.join(" · ")))
}

/// The word after a text.
fn after<'a>(printed: &'a str, text: &str) -> Option<&'a str> {
    printed.split_once(text)?.1.split_whitespace().next()
}

/// The inputs to begin with: those of earlier runs, and what is committed.
fn corpus(paths: &Paths, name: &str, seeds: &Path) -> Result<PathBuf> {
    let corpus = paths.output("fuzz-corpus").join(name);
    fs::create_dir_all(&corpus).with_context(|| format!("cannot create {}", corpus.display()))?;
    let files = if seeds.is_dir() {
        let listed = fs::read_dir(seeds).with_context(|| format!("cannot read {}", seeds.display()))?;
        listed.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?
    } else {
        vec![seeds.to_owned()]
    };
    for file in files.iter().filter(|file| file.extension().is_none_or(|kind| kind != "rs")) {
        let to = corpus.join(file.file_name().context("a seed without a name")?);
        fs::copy(file, &to).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    Ok(corpus)
}

/// The triple of this machine, as the compiler calls it.
fn host() -> Result<String> {
    let printed = process::capture(Command::new("rustc").arg("-vV"))?;
    let host = printed.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not tell its host")?.to_owned())
}
