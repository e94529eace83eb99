//! `recall bench kill`: workers are killed at random moments while they send, and in the end what was taken and the ledger
//! are held against each other line by line; then what was in doubt is sent once more, and they are again.

mod logs;

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::{Context as _, ensure};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use shared::channel::Channel;
use tokio::process::{Child, Command};

use self::logs::Logs;
use super::{Context, Refused};
use crate::{
    config::{Config, DataDir},
    domain::messages::{sample, settle_doubts},
    state::App,
    worker,
};

const LEASE_SECONDS: u32 = 10; // the shortest there is: on PostgreSQL what a killed worker held waits for its end
const LOOK: Duration = Duration::from_millis(5);
const PATIENCE: u32 = 60_000; // looks, five minutes: a worker that sends nothing for so long hangs
const A_DAY_AND_AN_HOUR_MS: i64 = 25 * 3_600_000; // longer than a campaign waits for evidence

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
    /// Send by the providers that are configured instead of into the outbox; the log of the one for texts, with an id and
    /// the token of the link on a line
    #[arg(long, value_name = "FILE", requires = "mails")]
    texts: Option<PathBuf>,
    /// The mails that the other one has taken, one after the other
    #[arg(long, value_name = "FILE", requires = "texts")]
    mails: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug, Default, Serialize)]
struct Outcome {
    messages: i64,
    kills: u32,
    /// Most that may be in doubt: kills × channels × messages of a group.
    most_in_doubt: i64,
    after_the_kills: Standing,
    /// When what was in doubt has been sent once more: all of it is marked.
    after_the_grace_period: Standing,
}

/// What the log and the ledger say together.
#[derive(Debug, Default, Serialize)]
struct Standing {
    lines: u64,
    sent: u64,
    in_doubt: u64,
    /// Sent by the ledger and not taken by anybody, or not ended at all.
    lost: u64,
    /// Taken more than once without a mark, or more than twice with one.
    silent_duplicates: u64,
    /// Taken, and neither sent nor in doubt by the ledger, or sent under another id.
    unknown: u64,
    /// As possible duplicates.
    marked: u64,
    /// Taken twice, with a mark.
    twice: u64,
}

impl Standing {
    fn is_clean(&self) -> bool {
        self.lost == 0 && self.silent_duplicates == 0 && self.unknown == 0
    }
}

impl Outcome {
    fn holds(&self) -> bool {
        let (before, after) = (&self.after_the_kills, &self.after_the_grace_period);
        before.is_clean()
            && after.is_clean()
            && i64::try_from(before.in_doubt).is_ok_and(|n| n <= self.most_in_doubt)
            && before.marked == 0
            && after.in_doubt == 0
            && after.marked == before.in_doubt
    }
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    ensure!(args.messages > 0, "--messages: at least 1");
    let folder = std::env::temp_dir().join(format!("recall-bench-kill-{}", std::process::id()));
    let outcome = measure(context, &args, &folder).await;
    // Left behind where it was never made.
    let _ = std::fs::remove_dir_all(&folder);
    let outcome = outcome?;
    let (before, after) = (&outcome.after_the_kills, &outcome.after_the_grace_period);
    let text = format!(
        "{} messages, {} kills: {} lost, {} twice without a mark, {} unknown to the ledger, {} in doubt (at most {}); \
         sent once more: {} marked, {} of them taken twice, {} lost, {} twice without a mark",
        outcome.messages,
        outcome.kills,
        before.lost,
        before.silent_duplicates,
        before.unknown,
        before.in_doubt,
        outcome.most_in_doubt,
        after.marked,
        after.twice,
        after.lost,
        after.silent_duplicates,
    );
    context.output.done(&outcome, || text.clone())?;
    if outcome.holds() { Ok(()) } else { Err(Refused::new("LEDGER_WRONG", text).into()) }
}

async fn measure(context: &Context, args: &Args, folder: &Path) -> anyhow::Result<Outcome> {
    let mut config = Config { data_dir: DataDir(folder.to_owned()), ..Config::default() };
    config.database.url.clone_from(&args.database_url);
    config.worker.lease_seconds = LEASE_SECONDS;
    let logs = match (&args.texts, &args.mails) {
        (Some(texts), Some(mails)) => {
            config.sms.clone_from(&context.config.sms);
            config.email.clone_from(&context.config.email);
            Logs::Outside { texts: texts.clone(), mails: mails.clone() }
        }
        _ => Logs::Outbox(config.outbox_dir()),
    };
    let app = App::open(config).await?;
    app.migrate().await?;
    let patients = args.messages / 2 + args.messages % 2;
    sample::running_campaign(&app, patients).await.context("the database must be empty")?;
    app.database.settle(&["patient", "contact_point", "recipient", "message"]).await;
    let messages = patients * 2;
    for kill in 0..args.kills {
        let mut child = worker_beside(args, folder)?;
        // Somewhere in the part of the messages that this worker may send.
        let part = messages / i64::from(args.kills + 2);
        let until = i64::from(kill) * part + 1 + random_below(&app, part);
        let sent = wait_for_sent(&app, until, &mut child).await;
        child.kill().await.context("the worker cannot be killed")?;
        sent?;
    }
    worker::drain(&app).await?;
    let after_the_kills = compare(&app, &logs).await?;
    let older =
        format!("UPDATE message SET updated_at = updated_at - {A_DAY_AND_AN_HOUR_MS} WHERE state = 'uncertain'");
    app.database.writer().execute_unprepared(&older).await?;
    settle_doubts(&app).await?;
    worker::drain(&app).await?;
    Ok(Outcome {
        messages,
        kills: args.kills,
        most_in_doubt: i64::from(args.kills) * 2 * i64::from(app.config.worker.group),
        after_the_kills,
        after_the_grace_period: compare(&app, &logs).await?,
    })
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

fn random_below(app: &App, most: i64) -> i64 {
    let mut bytes = [0; 4];
    app.random.fill(&mut bytes);
    i64::from(u32::from_le_bytes(bytes)) % most.max(1)
}

/// By the ledger, which is a group behind.
async fn wait_for_sent(app: &App, until: i64, child: &mut Child) -> anyhow::Result<()> {
    let sql = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM message_count WHERE state = 'sent'";
    for _ in 0..PATIENCE {
        let row = app.database.reader().query_one_raw(app.database.statement(sql, [])).await?;
        let sent: i64 = row.context("no count")?.try_get("", "n")?;
        if sent >= until {
            return Ok(());
        }
        ensure!(child.try_wait()?.is_none(), "the worker has ended by itself");
        tokio::time::sleep(LOOK).await;
    }
    anyhow::bail!("the worker sends nothing")
}

async fn compare(app: &App, logs: &Logs) -> anyhow::Result<Standing> {
    let mut taken = logs.read(&app.keys)?;
    let lines: usize = taken.values().map(Vec::len).sum();
    let mut standing = Standing { lines: u64::try_from(lines)?, ..Standing::default() };
    let sql = "SELECT id, recipient_id, channel, state, provider_id, possible_duplicate FROM message";
    for row in app.database.reader().query_all_raw(app.database.statement(sql, [])).await? {
        let (id, recipient): (i64, i64) = (row.try_get("", "id")?, row.try_get("", "recipient_id")?);
        let state: String = row.try_get("", "state")?;
        let given: Option<String> = row.try_get("", "provider_id")?;
        let is_marked: bool = row.try_get("", "possible_duplicate")?;
        let channel: Channel = row.try_get("", "channel")?;
        let lines = taken.remove(&logs.about(channel, id, recipient)).unwrap_or_default();
        standing.marked += u64::from(is_marked);
        match (lines.len(), is_marked) {
            (0 | 1, _) => {}
            (2, true) => standing.twice += 1,
            _ => standing.silent_duplicates += 1,
        }
        match (state.as_str(), lines.len()) {
            ("sent", 0) => standing.lost += 1,
            ("sent", _) if given.as_ref().is_some_and(|given| !lines.contains(given)) => standing.unknown += 1,
            ("sent", _) => standing.sent += 1,
            ("uncertain", _) => standing.in_doubt += 1,
            (_, 0) => standing.lost += 1, // every one of them should have been sent
            _ => standing.unknown += 1,
        }
    }
    standing.unknown += u64::try_from(taken.len())?;
    Ok(standing)
}
