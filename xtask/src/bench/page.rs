//! The patient's page under load: opening it against a handler that does nothing in the same process, its button
//! against the barest durable write there is on the same disk.

use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

use super::Bench;
use super::comparison::Comparison;

const REQUESTS: u64 = 20_000;
const CONNECTIONS: u64 = 64; // as `recall bench page` opens
const SYNCS: u32 = 2_000; // some seconds on a slow disk
const PAGE: usize = 4096; // bytes; a page of SQLite

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
    p99_ms_at_half_load: Option<f64>,
}

/// Of the handler that does nothing.
const WANTED_GET: f64 = 0.4;
const WANTED_P99_MS: f64 = 20.0; // a person does not notice

pub fn run(bench: &Bench<'_>) -> Result<Comparison> {
    let mut comparison = Comparison::new("requests");
    let updates = Peer { name: "PostgreSQL: durable update of one row (pgbench)", measure: pgbench, wanted: 0.8 };
    of_engine(bench, &mut comparison, "PostgreSQL", &updates)?;
    let syncs = Peer { name: "SQLite: 4 KiB appended and synced", measure: syncs, wanted: 1.5 };
    of_engine(bench, &mut comparison, "SQLite", &syncs)?;
    Ok(comparison)
}

/// What a button that is pressed is compared with.
struct Peer {
    name: &'static str,
    /// How many were done, and how long they took.
    measure: fn(&Bench<'_>) -> Result<(u64, Duration)>,
    /// Buttons pressed for each of them.
    wanted: f64,
}

fn of_engine(bench: &Bench<'_>, comparison: &mut Comparison, engine: &str, peer: &Peer) -> Result<()> {
    let (amount, took) = (peer.measure)(bench).context(peer.name)?;
    comparison.add_peer(peer.name, amount, &[took]);
    let data = bench.fresh_folder("data")?;
    let url = if engine == "PostgreSQL" { Some(bench.fresh_database("bench_page")?) } else { None };
    let mut recall = bench.recall(&data, url.as_deref());
    let requests = bench.size(REQUESTS).to_string();
    recall.args(["bench", "page", "--requests", &requests, "--connections", &CONNECTIONS.to_string(), "--json"]);
    let printed = process::capture(&mut recall)?;
    let printed: Printed =
        serde_json::from_str(&printed).with_context(|| format!("`recall bench page` printed {printed}"))?;
    let mut nothing = None;
    for measurement in printed.measurements {
        let took = [Duration::from_secs_f64(measurement.seconds)];
        let name = format!("{engine}: {}", measurement.name);
        match &nothing {
            None => {
                comparison.add_peer(&name, measurement.requests, &took);
                nothing = Some(name.clone());
            }
            Some(_) if measurement.name.starts_with("POST") => {
                comparison.add_beside(peer.name, &name, measurement.requests, &took);
                comparison.wanted(peer.wanted);
            }
            Some(nothing) => {
                comparison.add_beside(nothing, &name, measurement.requests, &took);
                comparison.wanted(WANTED_GET);
            }
        }
        if let Some(p99) = measurement.p99_ms_at_half_load {
            comparison.limit(format!("{name}: 99 of 100 answered at half that load"), p99, WANTED_P99_MS, "ms");
        }
    }
    Ok(())
}

/// As many connections as the page is given, each updating one row at a time and waiting for the disk.
fn pgbench(bench: &Bench<'_>) -> Result<(u64, Duration)> {
    let url = bench.fresh_database("bench_update")?;
    let rows = bench.size(REQUESTS);
    let table = format!(
        "CREATE TABLE bench_row AS SELECT i AS id, 0::bigint AS at FROM generate_series(1, {rows}) i; \
         ALTER TABLE bench_row ADD PRIMARY KEY (id); VACUUM ANALYZE bench_row"
    );
    for statement in table.split("; ") {
        bench.cluster.query("bench_update", statement)?;
    }
    let script = bench.scratch.join("update.sql");
    std::fs::write(&script, format!("\\set id random(1, {rows})\nUPDATE bench_row SET at = :id WHERE id = :id;\n"))?;
    let each = (rows / CONNECTIONS).max(1);
    let mut pgbench = Command::new(bench.cluster.program("pgbench"));
    pgbench.args(["--no-vacuum", "--protocol=prepared", "--jobs=2", "--client", &CONNECTIONS.to_string()]);
    pgbench.args(["--transactions", &each.to_string(), "--file"]).arg(&script).arg(&url);
    let printed = process::capture(&mut pgbench)?;
    let rate = printed.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse::<f64>().ok());
    let rate = rate.with_context(|| format!("pgbench printed no rate: {printed}"))?;
    let done = each * CONNECTIONS;
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    Ok((done, Duration::from_secs_f64(done as f64 / rate)))
}

/// What the disk takes when each write waits for it.
fn syncs(bench: &Bench<'_>) -> Result<(u64, Duration)> {
    let mut file = File::create(bench.fresh_folder("sync")?.join("file"))?;
    let started = Instant::now();
    for _ in 0..SYNCS {
        file.write_all(&[1; PAGE])?;
        file.sync_data()?;
    }
    Ok((SYNCS.into(), started.elapsed()))
}
