//! `recall bench`: measurements of one part alone, for `cargo xtask bench` to set beside others.

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, ensure};
use serde_json::json;
use shared::channel::{Channel, MessageState};

use super::{Context, bench_forms, bench_kill, bench_launch, bench_page, memory};
use crate::{
    clients::{
        delivery::{Accepted, Answer},
        email::{Email, EmailSender},
        sms::{Sms, SmsSender},
    },
    config::{Config, DataDir},
    domain::{campaigns::counts, messages::sample},
    state::App,
    worker,
};

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// Messages from the queue to a recorded outcome
    Dispatch(Dispatch),
    /// A launch, against the bare insert of its rows
    Launch(bench_launch::Args),
    /// Workers killed at random moments; the outbox and the ledger must agree
    Kill(bench_kill::Args),
    /// GET and POST of the patient's page, against a handler that does nothing
    Page(bench_page::Args),
    /// Answers to a form over HTTP, against the bare insert of their rows; its page, list and charts
    Forms(bench_forms::Args),
}

#[derive(clap::Args, Debug)]
struct Dispatch {
    /// Half of them emails, half of them texts
    #[arg(long, default_value_t = 50_000)]
    messages: i64,
    /// All of them `email` or `sms`
    #[arg(long)]
    channel: Option<Channel>,
    /// An empty database instead of a SQLite file in a temporary folder
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Write the messages to the local outbox instead of doing nothing
    #[arg(long)]
    outbox: bool,
    /// Hand the messages to the providers that are configured instead of doing nothing, all to one number and one
    /// address that are nobody's
    #[arg(long, conflicts_with = "outbox")]
    configured: bool,
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    match args.what {
        What::Dispatch(args) => dispatch(context, args).await,
        What::Launch(args) => bench_launch::run(context, args).await,
        What::Kill(args) => bench_kill::run(context, args).await,
        What::Page(args) => bench_page::run(context, args).await,
        What::Forms(args) => bench_forms::run(context, args).await,
    }
}

async fn dispatch(context: &Context, args: Dispatch) -> anyhow::Result<()> {
    ensure!(args.messages > 0, "--messages: at least 1");
    let folder = std::env::temp_dir().join(format!("recall-bench-{}", std::process::id()));
    let result = measure(context, &args, &folder).await;
    // Left behind where it was never made.
    let _ = std::fs::remove_dir_all(&folder);
    let (messages, took) = result?;
    let (seconds, peak) = (took.as_secs_f64(), memory::peak_bytes());
    #[allow(clippy::cast_precision_loss, reason = "a rate is an estimate")]
    let per_second = messages as f64 / seconds;
    let result = json!({
        "messages": messages, "seconds": seconds, "per_second": per_second, "peak_memory_bytes": peak,
    });
    context.output.done(&result, || format!("{messages} messages in {seconds:.2} s: {per_second:.0} a second"))
}

/// How many messages were sent, and how long that took.
async fn measure(context: &Context, args: &Dispatch, folder: &std::path::Path) -> anyhow::Result<(i64, Duration)> {
    let mut config = Config { worker: context.config.worker.clone(), ..Config::default() };
    config.data_dir = DataDir(folder.to_owned());
    config.database.url.clone_from(&args.database_url);
    if args.configured {
        config.sms.clone_from(&context.config.sms);
        config.email.clone_from(&context.config.email);
    }
    let mut app = App::open(config).await?;
    if !args.outbox && !args.configured {
        app = App { sms: Arc::new(NoOp), email: Arc::new(NoOp), ..app };
    }
    app.migrate().await?;
    let channels = args.channel.as_ref().map_or(Channel::ALL, std::slice::from_ref);
    let each = i64::try_from(channels.len())?;
    let patients = (args.messages + each - 1) / each;
    let campaign = sample::running_campaign_by(&app, patients, channels).await.context("the database must be empty")?;
    // As an import and a launch leave it.
    app.database.settle(&["patient", "contact_point", "recipient", "message"]).await;
    #[allow(clippy::disallowed_methods, reason = "a measurement of this process, not a time of the domain")]
    let start = std::time::Instant::now();
    worker::drain(&app).await?;
    let took = start.elapsed();
    let ledger = counts::ledger(app.database.reader(), campaign).await?;
    let sent: i64 = ledger.values().filter_map(|states| states.get(&MessageState::Sent)).sum();
    ensure!(sent == patients * each, "{sent} of {} messages were sent: {ledger:?}", patients * each);
    Ok((sent, took))
}

/// Takes everything and sends nothing.
#[derive(Debug)]
struct NoOp;

#[async_trait::async_trait]
impl SmsSender for NoOp {
    async fn send(&self, _: &Sms) -> Answer {
        Ok(Accepted { provider_id: None })
    }
}

#[async_trait::async_trait]
impl EmailSender for NoOp {
    async fn send(&self, _: &Email) -> Answer {
        Ok(Accepted { provider_id: None })
    }
}
