//! `recall bench kill`: workers are killed at random moments while they send, and in the end the outbox and the ledger
//! are held against each other line by line.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
    time::Duration,
};

use anyhow::{Context as _, ensure};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use tokio::process::{Child, Command};

use super::{Context, Refused};
use crate::{
    config::{Config, DataDir},
    domain::messages::sample,
    state::App,
    worker,
};

const LEASE_SECONDS: u32 = 10; // the shortest there is: on PostgreSQL what a killed worker held waits for its end
const LOOK: Duration = Duration::from_millis(5);
const PATIENCE: u32 = 60_000; // looks, five minutes: a worker that sends nothing for so long hangs

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Half of them emails, half of them texts
    #[arg(long, default_value_t = 225_000)]
    messages: i64,
    /// How often the worker is killed
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// An empty database instead of a SQLite file in a temporary folder
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

/// What came of it.
#[derive(Debug, Default, Serialize)]
struct Outcome {
    messages: i64,
    kills: u32,
    /// Most that may be in doubt: kills × channels × messages of a group.
    most_in_doubt: i64,
    lines: u64,
    sent: u64,
    in_doubt: u64,
    /// Sent by the ledger and not in the outbox, or not ended at all.
    lost: u64,
    /// More than once in the outbox without a mark.
    silent_duplicates: u64,
    /// In the outbox, and neither sent nor in doubt by the ledger.
    unknown: u64,
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    ensure!(args.messages > 0, "--messages: at least 1");
    let folder = std::env::temp_dir().join(format!("recall-bench-kill-{}", std::process::id()));
    let outcome = measure(&args, &folder).await;
    // Left behind where it was never made.
    let _ = std::fs::remove_dir_all(&folder);
    let outcome = outcome?;
    let holds = outcome.lost == 0
        && outcome.silent_duplicates == 0
        && outcome.unknown == 0
        && i64::try_from(outcome.in_doubt).is_ok_and(|n| n <= outcome.most_in_doubt);
    let text = format!(
        "{} messages, {} kills: {} lost, {} twice without a mark, {} unknown to the ledger, {} in doubt (at most {})",
        outcome.messages,
        outcome.kills,
        outcome.lost,
        outcome.silent_duplicates,
        outcome.unknown,
        outcome.in_doubt,
        outcome.most_in_doubt
    );
    context.output.done(&outcome, || text.clone())?;
    if holds { Ok(()) } else { Err(Refused::new("LEDGER_WRONG", text).into()) }
}

async fn measure(args: &Args, folder: &Path) -> anyhow::Result<Outcome> {
    let mut config = Config { data_dir: DataDir(folder.to_owned()), ..Config::default() };
    config.database.url.clone_from(&args.database_url);
    config.worker.lease_seconds = LEASE_SECONDS;
    let app = App::open(config).await?;
    app.migrate().await?;
    let patients = args.messages / 2 + args.messages % 2;
    sample::running_campaign(&app, patients).await.context("the database must be empty")?;
    app.database.settle(&["patient", "contact_point", "recipient", "message"]).await;
    let messages = patients * 2;
    for kill in 0..args.kills {
        let mut child = worker_beside(args, folder)?;
        // Somewhere in the part of the messages that this worker may send.
        let part = u64::try_from(messages).unwrap_or(0) / u64::from(args.kills + 2);
        let until = u64::from(kill) * part + 1 + random_below(&app, part);
        let sent = wait_for_lines(folder, until, &mut child).await;
        child.kill().await.context("the worker cannot be killed")?;
        sent?;
    }
    worker::drain(&app).await?;
    let group = i64::from(app.config.worker.group);
    let mut outcome =
        Outcome { messages, kills: args.kills, most_in_doubt: i64::from(args.kills) * 2 * group, ..Outcome::default() };
    compare(&app, folder, &mut outcome).await?;
    Ok(outcome)
}

fn worker_beside(args: &Args, folder: &Path) -> anyhow::Result<Child> {
    let mut child = Command::new(std::env::current_exe().context("this program does not know where it is")?);
    child
        .arg("worker")
        .env("RECALL_DATA_DIR", folder)
        .env("RECALL_WORKER__LEASE_SECONDS", LEASE_SECONDS.to_string())
        .current_dir(folder)
        .kill_on_drop(true)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    match &args.database_url {
        Some(url) => child.env("DATABASE_URL", url),
        None => child.env_remove("DATABASE_URL"),
    };
    child.spawn().context("a worker cannot be started")
}

fn random_below(app: &App, most: u64) -> u64 {
    let mut bytes = [0; 8];
    app.random.fill(&mut bytes);
    u64::from_le_bytes(bytes) % most.max(1)
}

async fn wait_for_lines(folder: &Path, until: u64, child: &mut Child) -> anyhow::Result<()> {
    let line = 300; // bytes or so; only roughly when the worker is killed depends on it
    for _ in 0..PATIENCE {
        let size: u64 = files(folder).filter_map(|path| path.metadata().ok()).map(|file| file.len()).sum();
        if size / line >= until {
            return Ok(());
        }
        ensure!(child.try_wait()?.is_none(), "the worker has ended by itself");
        tokio::time::sleep(LOOK).await;
    }
    anyhow::bail!("the worker sends nothing")
}

fn files(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    ["email.jsonl", "sms.jsonl"].map(|file| folder.join("outbox").join(file)).into_iter()
}

async fn compare(app: &App, folder: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let mut lines = lines(folder)?;
    outcome.lines = lines.values().map(|times| u64::from(*times)).sum();
    let sql = "SELECT id, state, possible_duplicate FROM message";
    for row in app.database.reader().query_all_raw(app.database.statement(sql, [])).await? {
        let id: i64 = row.try_get("", "id")?;
        let state: String = row.try_get("", "state")?;
        let marked: bool = row.try_get("", "possible_duplicate")?;
        let times = lines.remove(&id).unwrap_or(0);
        if times > 1 && !marked {
            outcome.silent_duplicates += 1;
        }
        match (state.as_str(), times) {
            ("sent", 0) => outcome.lost += 1,
            ("sent", _) => outcome.sent += 1,
            ("uncertain", _) => outcome.in_doubt += 1,
            (_, 0) => outcome.lost += 1, // every one of them should have been sent
            _ => outcome.unknown += 1,
        }
    }
    outcome.unknown += u64::try_from(lines.len()).unwrap_or(u64::MAX);
    Ok(())
}

/// How often each message stands in the outbox. A line that a kill has cut off is none.
fn lines(folder: &Path) -> anyhow::Result<HashMap<i64, u32>> {
    let mut lines: HashMap<i64, u32> = HashMap::new();
    for path in files(folder) {
        let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
        for line in BufReader::new(file).lines() {
            let Ok(message) = serde_json::from_str::<serde_json::Value>(&line?) else { continue };
            let id = message["id"].as_str().and_then(|id| id.strip_prefix("message-")).and_then(|id| id.parse().ok());
            *lines.entry(id.context("a line without a message")?).or_default() += 1;
        }
    }
    Ok(lines)
}
