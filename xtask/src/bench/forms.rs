//! Forms: answers over HTTP against the bare insert of their rows in the same process, on both engines, and how long
//! people wait for a long page, for lists and for charts.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::time::Duration;

use crate::process;

use super::Bench;
use super::comparison::Comparison;

const REQUESTS: u64 = 20_000;

/// What `recall bench forms --json` prints; the first rate is the bare insert.
#[derive(Deserialize)]
struct Printed {
    rates: Vec<Rate>,
    reads: Vec<Read>,
}

#[derive(Deserialize)]
struct Rate {
    name: String,
    amount: u64,
    seconds: f64,
}

#[derive(Deserialize)]
struct Read {
    name: String,
    median_ms: f64,
    slowest_ms: f64,
    wanted_ms: f64,
}

/// Answers for each row of the bare insert.
const WANTED: f64 = 0.7;

pub fn run(bench: &Bench<'_>) -> Result<Comparison> {
    let mut comparison = Comparison::new("answers");
    for engine in ["PostgreSQL", "SQLite"] {
        let data = bench.fresh_folder("data")?;
        let url = if engine == "PostgreSQL" { Some(bench.fresh_database("bench_forms")?) } else { None };
        let mut recall = bench.recall(&data, url.as_deref());
        recall.args(["bench", "forms", "--requests", &bench.size(REQUESTS).to_string(), "--json"]);
        let printed = process::capture(&mut recall)?;
        let printed: Printed =
            serde_json::from_str(&printed).with_context(|| format!("`recall bench forms` printed {printed}"))?;
        let mut bare: Option<String> = None;
        for rate in printed.rates {
            let (name, took) = (format!("{engine}: {}", rate.name), [Duration::from_secs_f64(rate.seconds)]);
            match &bare {
                None => {
                    comparison.add_peer(&name, rate.amount, &took);
                    bare = Some(name);
                }
                Some(bare) => {
                    comparison.add_beside(bare, &name, rate.amount, &took);
                    comparison.wanted(WANTED);
                }
            }
        }
        for Read { name, median_ms, slowest_ms, wanted_ms } in printed.reads {
            comparison.limit(format!("{engine}: {name}, the slowest of 20"), slowest_ms, wanted_ms, "ms");
            comparison.note(format!("{engine}: {name}: {median_ms:.1} ms the median of 20"));
        }
    }
    Ok(comparison)
}
