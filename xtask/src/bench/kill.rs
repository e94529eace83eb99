//! Workers killed at random moments: what is lost, what arrives twice, what is in doubt. What they send goes to an SNS in
//! this process and to Postfix's `smtp-sink`, whose logs are held against the ledger.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::paths::Paths;
use crate::peers::SmtpSink;
use crate::process;
use crate::setup::{Need, postfix};

use super::Bench;
use super::comparison::Comparison;
use super::sns_sink::SnsSink;

/// The reference practice: 112,500 patients, an email and a text each.
const MESSAGES: u64 = 225_000;
const KILLS: u32 = 20;

/// What `recall bench kill --json` prints.
#[derive(Deserialize)]
struct Printed {
    most_in_doubt: f64,
    after_the_kills: Standing,
    after_the_grace_period: Standing,
}

#[derive(Deserialize)]
struct Standing {
    lines: u64,
    in_doubt: f64,
    lost: f64,
    silent_duplicates: f64,
    unknown: f64,
    marked: u64,
    twice: u64,
}

/// What the sink is taken out of.
pub fn missing(paths: &Paths) -> Vec<Need> {
    postfix::missing(paths)
}

pub fn run(bench: &Bench<'_>) -> Result<Comparison> {
    let mut comparison = Comparison::new("messages");
    for engine in ["PostgreSQL", "SQLite"] {
        let messages = bench.size(MESSAGES);
        let (printed, took) = killed(bench, engine, messages)?;
        // Not to the thousandth: most of it is waiting for leases.
        let name = format!("{engine}, {KILLS} kills");
        comparison.add_peer(&name, messages, &[Duration::from_secs(took.as_secs())]);
        for (when, standing) in [("kills", &printed.after_the_kills), ("grace period", &printed.after_the_grace_period)]
        {
            let mut none = |what: &str, n: f64| {
                comparison.limit(format!("{engine}, after the {when}: {what}"), n, 0.0, "messages");
            };
            none("lost", standing.lost);
            none("taken twice without a mark", standing.silent_duplicates);
            none("taken and unknown to the ledger", standing.unknown);
        }
        let (before, after) = (&printed.after_the_kills, &printed.after_the_grace_period);
        comparison.limit(
            format!("{engine}: in doubt after the kills"),
            before.in_doubt,
            printed.most_in_doubt,
            "messages",
        );
        comparison.note(format!(
            "{engine}: {} taken; sent once more: {}, of which {} had been taken before",
            before.lines, after.marked, after.twice
        ));
    }
    Ok(comparison)
}

fn killed(bench: &Bench<'_>, engine: &str, messages: u64) -> Result<(Printed, Duration)> {
    let data = bench.fresh_folder("data")?;
    let logs = bench.fresh_folder("logs")?;
    fs::set_permissions(&logs, Permissions::from_mode(0o777))?; // the sink may run as another user
    let (texts, mails) = (logs.join("texts"), logs.join("mails"));
    let sns = SnsSink::keeping(&texts)?;
    let smtp = SmtpSink::keeping(bench.paths, &mails)?;
    let mut recall = bench.recall(&data, None);
    recall
        .args(["bench", "kill", "--json", "--messages", &messages.to_string(), "--kills", &KILLS.to_string()])
        .arg("--texts")
        .arg(&texts)
        .arg("--mails")
        .arg(&mails)
        .env("RECALL_EMAIL__TRANSPORT", "smtp")
        .env("RECALL_EMAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", smtp.port()))
        .envs(sns.settings());
    if engine == "PostgreSQL" {
        recall.args(["--database-url", &bench.fresh_database("bench_kill")?]);
    }
    let started = Instant::now();
    let printed = process::capture(&mut recall)?;
    let printed = serde_json::from_str(&printed).with_context(|| format!("`recall bench kill` printed {printed}"))?;
    Ok((printed, started.elapsed()))
}
