//! `recall bench launch`: a launch to everybody, against the bare insert of the rows that it makes.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::json;

use super::Context;
use crate::{
    config::{Config, DataDir},
    domain::{
        Actor,
        campaigns::{counts, launch_unattended},
        messages::sample,
    },
    state::App,
};

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Each gets an email and a text
    #[arg(long, default_value_t = 112_500)]
    recipients: i64,
    /// An empty database instead of a SQLite file in a temporary folder
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    ensure!(args.recipients > 0, "--recipients: at least 1");
    let folder = std::env::temp_dir().join(format!("recall-bench-launch-{}", std::process::id()));
    let measured = measure(&args, &folder).await;
    // Left behind where it was never made.
    let _ = std::fs::remove_dir_all(&folder);
    let (bare, launch) = measured?;
    let (bare, launch) = (bare.as_secs_f64(), launch.as_secs_f64());
    let result = json!({ "recipients": args.recipients, "bare_seconds": bare, "launch_seconds": launch });
    context.output.done(&result, || {
        let times = launch / bare;
        format!("{} recipients: bare {bare:.2} s, launch {launch:.2} s, {times:.2} times as long", args.recipients)
    })
}

/// How long the bare insert took, and the launch.
async fn measure(args: &Args, folder: &std::path::Path) -> anyhow::Result<(Duration, Duration)> {
    let mut config = Config { data_dir: DataDir(folder.to_owned()), ..Config::default() };
    config.database.url.clone_from(&args.database_url);
    let app = App::open(config).await?;
    app.migrate().await?;
    let campaign = sample::draft(&app, args.recipients).await.context("the database must be empty")?;
    let started = now();
    let bare = sample::bare_rows(&app, campaign, || started.elapsed()).await?;
    let started = now();
    launch_unattended(&app, &Actor::command("bench"), campaign).await?;
    let launch = started.elapsed();
    let ledger = counts::ledger(app.database.reader(), campaign).await?;
    let messages: i64 = ledger.values().flat_map(|states| states.values()).sum();
    ensure!(messages == 2 * args.recipients, "{messages} messages of {} were made", 2 * args.recipients);
    Ok((bare, launch))
}

#[allow(clippy::disallowed_methods, reason = "a measurement of this process, not a time of the domain")]
fn now() -> Instant {
    Instant::now()
}
