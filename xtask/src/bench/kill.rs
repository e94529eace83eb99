//! Workers killed at random moments: what is lost, what arrives twice, what is in doubt.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::process;

use super::Bench;
use super::comparison::Comparison;

/// The reference practice: 112,500 patients, an email and a text each.
const MESSAGES: u64 = 225_000;
const KILLS: u32 = 20;

/// Fails where `recall bench kill` finds a message lost or twice without a mark.
pub fn run(bench: &Bench<'_>) -> Result<Comparison> {
    let mut comparison = Comparison::new("messages");
    for engine in ["PostgreSQL", "SQLite"] {
        let data = bench.fresh_folder("data")?;
        let mut recall = bench.recall(&data, None);
        let (messages, kills) = (bench.size(MESSAGES), KILLS.to_string());
        recall.args(["bench", "kill", "--messages", &messages.to_string(), "--kills", &kills, "--json"]);
        if engine == "PostgreSQL" {
            recall.args(["--database-url", &bench.fresh_database("bench_kill")?]);
        }
        let started = Instant::now();
        println!("{engine}: {}", process::capture(&mut recall)?.trim());
        comparison.add(
            format!("{engine}, {kills} kills"),
            messages,
            &[Duration::from_secs(started.elapsed().as_secs())],
        );
    }
    Ok(comparison)
}
