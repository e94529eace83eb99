//! Messages through the whole ledger, claim to outcome, with a provider that does nothing.

use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

use super::Bench;
use super::comparison::Comparison;

/// Enough for the rate to settle, few enough for a minute.
const MESSAGES: u64 = 20_000;

/// What `recall bench dispatch --json` prints.
#[derive(Deserialize)]
struct Printed {
    messages: u64,
    seconds: f64,
}

pub fn run(bench: &Bench<'_>) -> Result<Comparison> {
    let mut comparison = Comparison::new("messages");
    for engine in ["PostgreSQL", "SQLite"] {
        let (mut runs, mut done) = (Vec::new(), 0);
        for _ in 0..bench.options.runs.max(1) {
            let printed = dispatch(bench, engine == "PostgreSQL")?;
            runs.push(Duration::from_secs_f64(printed.seconds));
            done = printed.messages;
        }
        comparison.add(format!("{engine}, one worker, no-op provider"), done, &runs);
    }
    Ok(comparison)
}

fn dispatch(bench: &Bench<'_>, on_postgres: bool) -> Result<Printed> {
    let data = bench.fresh_folder("data")?;
    let url = on_postgres.then(|| bench.fresh_database("bench_dispatch")).transpose()?;
    let messages = bench.size(MESSAGES).to_string();
    let mut recall = bench.recall(&data, None);
    recall.args(["bench", "dispatch", "--messages", &messages, "--json"]);
    if let Some(url) = url {
        recall.args(["--database-url", &url]);
    }
    let printed = process::capture(&mut recall)?;
    serde_json::from_str(&printed).with_context(|| format!("`recall bench dispatch` printed {printed}"))
}
