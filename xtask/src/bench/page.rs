//! The patient's page under load, against a handler that does nothing in the same process.

use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

use super::Bench;
use super::comparison::Comparison;

/// What `recall bench page --json` prints; the first measurement is the handler that does nothing.
#[derive(Deserialize)]
struct Printed {
    measurements: Vec<PrintedMeasurement>,
}

#[derive(Deserialize)]
struct PrintedMeasurement {
    name: String,
    requests: u64,
    seconds: f64,
}

pub fn run(bench: &Bench<'_>) -> Result<Comparison> {
    let data = bench.fresh_folder("data")?;
    let url = bench.fresh_database("bench_page")?;
    let mut recall = bench.recall(&data, Some(&url));
    recall.args(["bench", "page", "--json"]);
    if let Some(requests) = bench.options.size {
        recall.args(["--requests", &requests.to_string()]);
    }
    let printed = process::capture(&mut recall)?;
    let printed: Printed =
        serde_json::from_str(&printed).with_context(|| format!("`recall bench page` printed {printed}"))?;
    let mut comparison = Comparison::new("requests");
    for measurement in printed.measurements {
        let took = Duration::from_secs_f64(measurement.seconds);
        comparison.add(measurement.name, measurement.requests, &[took]);
    }
    Ok(comparison)
}
