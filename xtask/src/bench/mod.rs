//! `cargo xtask bench`: measurements side by side, in one run on one machine, with their ratios.

mod app;
mod comparison;
mod dispatch;
mod forms;
mod import;
mod kill;
mod launch;
mod page;
mod sns_sink;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::peers::{Cluster, Durability};
use crate::setup::{self, Need, databases};
use crate::up;

use comparison::Comparison;

/// What the person at the terminal asked for.
pub struct Options {
    /// One bench; all of them without a name.
    pub name: Option<String>,
    /// Rows or messages; each bench has its own default.
    pub size: Option<u64>,
    /// How often each measurement is repeated; the median counts.
    pub runs: usize,
    /// End well even where something that is wanted was missed.
    pub no_fail: bool,
}

/// What a bench works with.
struct Bench<'a> {
    paths: &'a Paths,
    options: &'a Options,
    recall: PathBuf,
    cluster: Cluster,
    /// For data folders and input files; gone afterwards.
    scratch: PathBuf,
}

/// What a bench is called, what it needs besides PostgreSQL, and how it runs.
type Entry = (&'static str, fn(&Paths) -> Vec<Need>, fn(&Bench<'_>) -> Result<Comparison>);

const BENCHES: &[Entry] = &[
    ("import", nothing, import::run),
    ("launch", nothing, launch::run),
    ("dispatch", dispatch::missing, dispatch::run),
    ("page", nothing, page::run),
    ("forms", nothing, forms::run),
];

/// Takes minutes and measures no rate; only by its name.
const KILL: Entry = ("kill", kill::missing, kill::run);

/// The one that measures pages, not a rate, and needs a browser; only by its name.
const APP: &str = "app";

/// Builds the release, runs the benches, prints a table for each and writes `target/bench/<name>.json`.
pub fn bench(paths: &Paths, options: &Options) -> Result<()> {
    if options.name.as_deref() == Some(APP) {
        return app::run(paths, options);
    }
    let chosen: Vec<&Entry> =
        BENCHES.iter().filter(|(name, _, _)| options.name.as_deref().is_none_or(|wanted| wanted == *name)).collect();
    let chosen = if options.name.as_deref() == Some(KILL.0) { vec![&KILL] } else { chosen };
    if chosen.is_empty() {
        let names: Vec<&str> = BENCHES.iter().map(|(name, _, _)| *name).chain([KILL.0, APP]).collect();
        bail!("there is no bench of that name: there are {}", names.join(", "));
    }
    let mut needs = setup::c_compiler();
    needs.extend(databases::missing());
    needs.extend(chosen.iter().flat_map(|(_, missing, _)| missing(paths)));
    setup::install(paths, &needs)?;
    up::build_server(paths)?;

    let scratch = env::temp_dir().join(format!("recall-bench-{}", std::process::id()));
    fs::create_dir_all(&scratch).with_context(|| format!("cannot create {}", scratch.display()))?;
    let cluster = Cluster::start(&paths.output("xtask-logs"), Durability::On)?;
    let bench = Bench { paths, options, recall: paths.recall("release"), cluster, scratch };
    let output = paths.output("bench");
    let (mut missed, mut failed) = (Vec::new(), Vec::new());
    for (name, _, run) in chosen {
        eprintln!("▶ {name}");
        match run(&bench).with_context(|| format!("bench {name}")) {
            Ok(comparison) => {
                comparison.print();
                comparison.write(&output.join(format!("{name}.json")))?;
                missed.extend(comparison.missed().into_iter().map(|line| format!("{name}: {line}")));
            }
            // The others are measured all the same.
            Err(failure) => {
                eprintln!("✗ {failure:#}");
                failed.push(format!("{failure:#}"));
            }
        }
    }
    if !failed.is_empty() {
        bail!("{}", failed.join("\n"));
    }
    if missed.is_empty() {
        return Ok(());
    }
    let missed = format!("missed what is wanted:\n  {}", missed.join("\n  "));
    if options.no_fail {
        eprintln!("{missed}");
        return Ok(());
    }
    bail!("{missed}")
}

fn nothing(_: &Paths) -> Vec<Need> {
    Vec::new()
}

impl Bench<'_> {
    fn size(&self, default: u64) -> u64 {
        self.options.size.unwrap_or(default)
    }

    /// A folder that is empty each time.
    fn fresh_folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.scratch.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// A database that is empty each time; returns its URL.
    fn fresh_database(&self, name: &str) -> Result<String> {
        self.cluster.query("postgres", &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        self.cluster.query("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(self.cluster.url(name))
    }

    /// `recall` on a data folder of its own, and on PostgreSQL where a URL is given.
    fn recall(&self, data: &PathBuf, database: Option<&str>) -> Command {
        let mut recall = Command::new(&self.recall);
        recall.current_dir(data).env("RECALL_DATA_DIR", data).env_remove("DATABASE_URL");
        if let Some(url) = database {
            recall.env("DATABASE_URL", url);
        }
        recall
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.scratch);
    }
}
