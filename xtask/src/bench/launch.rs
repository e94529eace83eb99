//! A launch, beside the bare insert of the rows that it makes, in the same tables.

use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

use super::Bench;
use super::comparison::Comparison;

/// Of the reference practice with a long-term lung condition.
const RECIPIENTS: u64 = 112_500;
/// Half the rate: at most twice as long.
const WANTED: f64 = 0.5;

/// What `recall bench launch --json` prints.
#[derive(Deserialize)]
struct Printed {
    bare_seconds: f64,
    launch_seconds: f64,
}

pub fn run(bench: &Bench<'_>) -> Result<Comparison> {
    let mut comparison = Comparison::new("recipients");
    for engine in ["PostgreSQL", "SQLite"] {
        let (mut bare, mut launch) = (Vec::new(), Vec::new());
        for _ in 0..bench.options.runs.max(1) {
            let printed = measure(bench, engine)?;
            bare.push(Duration::from_secs_f64(printed.bare_seconds));
            launch.push(Duration::from_secs_f64(printed.launch_seconds));
        }
        let name = format!("{engine}: bare insert of the same rows");
        let recipients = bench.size(RECIPIENTS);
        comparison.add_peer(&name, recipients, &bare);
        comparison.add_beside(&name, format!("{engine}: launch"), recipients, &launch);
        comparison.wanted(WANTED);
    }
    Ok(comparison)
}

fn measure(bench: &Bench<'_>, engine: &str) -> Result<Printed> {
    let folder = bench.fresh_folder("launch")?;
    let mut recall = bench.recall(&folder, None);
    recall.args(["bench", "launch", "--json", "--recipients", &bench.size(RECIPIENTS).to_string()]);
    if engine == "PostgreSQL" {
        recall.args(["--database-url", &bench.fresh_database("bench_launch")?]);
    }
    let printed = process::capture(&mut recall)?;
    serde_json::from_str(&printed).with_context(|| format!("`recall bench launch` printed {printed}"))
}
