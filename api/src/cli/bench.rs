//! `recall bench`: measurements of one part alone, for `cargo xtask bench` to set beside others.

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, ensure};
use serde_json::json;

use super::{Context, bench_kill, bench_page};
use crate::{
    clients::{
        delivery::{Accepted, Answer},
        email::{Email, EmailSender},
        sms::{Sms, SmsSender},
    },
    config::{Config, DataDir},
    domain::messages::sample,
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
    /// Messages from the queue to a recorded outcome, through clients that do nothing
    Dispatch(Dispatch),
    /// Workers killed at random moments; the outbox and the ledger must agree
    Kill(bench_kill::Args),
    /// GET and POST of the patient's page, against a handler that does nothing
    Page(bench_page::Args),
}

#[derive(clap::Args, Debug)]
struct Dispatch {
    /// Half of them emails, half of them texts
    #[arg(long, default_value_t = 50_000)]
    messages: i64,
    /// An empty database instead of a SQLite file in a temporary folder
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Write the messages to the local outbox instead of doing nothing
    #[arg(long)]
    outbox: bool,
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    match args.what {
        What::Dispatch(args) => dispatch(context, args).await,
        What::Kill(args) => bench_kill::run(context, args).await,
        What::Page(args) => bench_page::run(context, args).await,
    }
}

async fn dispatch(context: &Context, args: Dispatch) -> anyhow::Result<()> {
    ensure!(args.messages > 0, "--messages: at least 1");
    let folder = std::env::temp_dir().join(format!("recall-bench-{}", std::process::id()));
    let result = measure(context, &args, &folder).await;
    // Left behind where it was never made.
    let _ = std::fs::remove_dir_all(&folder);
    let seconds = result?.as_secs_f64();
    let messages = args.messages + args.messages % 2;
    #[allow(clippy::cast_precision_loss, reason = "a rate is an estimate")]
    let per_second = messages as f64 / seconds;
    let result = json!({ "messages": messages, "seconds": seconds, "per_second": per_second });
    context.output.done(&result, || format!("{messages} messages in {seconds:.2} s: {per_second:.0} a second"))
}

async fn measure(context: &Context, args: &Dispatch, folder: &std::path::Path) -> anyhow::Result<Duration> {
    let mut config = Config { worker: context.config.worker.clone(), ..Config::default() };
    config.data_dir = DataDir(folder.to_owned());
    config.database.url.clone_from(&args.database_url);
    let mut app = App::open(config).await?;
    if !args.outbox {
        app = App { sms: Arc::new(NoOp), email: Arc::new(NoOp), ..app };
    }
    app.migrate().await?;
    sample::running_campaign(&app, args.messages / 2 + args.messages % 2)
        .await
        .context("the database must be empty")?;
    // As an import and a launch leave it.
    app.database.settle(&["patient", "contact_point", "recipient", "message"]).await;
    #[allow(clippy::disallowed_methods, reason = "a measurement of this process, not a time of the domain")]
    let start = std::time::Instant::now();
    worker::drain(&app).await?;
    Ok(start.elapsed())
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
