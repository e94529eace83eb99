//! The ledger alone, with a provider that does nothing, beside jobs of graphile-worker that do nothing.

use std::time::Duration;

use anyhow::Result;

use super::super::Bench;
use super::super::comparison::Comparison;
use super::recall::{Printed, Sending, script};

/// Enough for the rate to settle, few enough for a minute.
pub const MESSAGES: u64 = 20_000;
const DEFAULT: &str = "graphile-worker, as it comes, no-op jobs";
const BATCHED: &str = "graphile-worker, local queue, batched, no-op";

/// Returns the most memory that Recall took on PostgreSQL, in bytes.
pub fn compare(bench: &Bench<'_>, comparison: &mut Comparison) -> Result<Option<u64>> {
    let messages = bench.size(MESSAGES);
    let (mut default, mut batched, mut postgres, mut sqlite) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // One after the other in each run, so that a machine that is slow for a while is so for all.
    for _ in 0..bench.options.runs.max(1) {
        default.push(graphile(bench, messages, "default")?);
        batched.push(graphile(bench, messages, "batched")?);
        postgres.push(Sending { messages, on_postgres: true, channel: None, provider: &[] }.run(bench)?);
        sqlite.push(Sending { messages, on_postgres: false, channel: None, provider: &[] }.run(bench)?);
    }
    comparison.add_peer(DEFAULT, messages, &took(&default));
    comparison.add_peer(BATCHED, messages, &took(&batched));
    let done = postgres.first().map_or(messages, |printed| printed.messages);
    let name = "PostgreSQL, one worker, no-op provider";
    comparison.add_beside(DEFAULT, name, done, &took(&postgres));
    comparison.wanted(1.0);
    comparison.add_beside(BATCHED, name, done, &took(&postgres));
    comparison.add_beside(DEFAULT, "SQLite, one worker, no-op provider", done, &took(&sqlite));
    Ok(postgres.iter().filter_map(|printed| printed.peak_memory_bytes).max())
}

pub fn took(runs: &[Printed]) -> Vec<Duration> {
    runs.iter().map(Printed::took).collect()
}

fn graphile(bench: &Bench<'_>, jobs: u64, way: &str) -> Result<Printed> {
    let url = bench.fresh_database("bench_jobs")?;
    script(bench, "graphile-worker.cjs", &[&url, &jobs.to_string(), way])
}
