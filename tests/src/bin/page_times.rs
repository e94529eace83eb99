//! How long each page takes until all its data is there, and whether typing and a live page stay smooth: what
//! `cargo xtask bench app` runs.
//!
//! The argument is how many patients the demonstration is to have. Each page is gone to three times from another one,
//! as a link of the app goes there; the middle one counts. Then somebody types into the search of patients, and the
//! page of a campaign is watched while its messages are sent as fast as the server can.

#![allow(clippy::disallowed_methods, reason = "it measures real time")]

use std::time::{Duration, Instant};

use anyhow::Context;
use recall_tests::browser::Page;
use recall_tests::frames::Frames;
use recall_tests::{App, Client, Result, scene, tour};
use serde_json::Value;

const RUNS: usize = 3;
/// Between two keys, of somebody who types fast.
const KEY: Duration = Duration::from_millis(120);
/// Begins of names that many patients have, and one that nobody has.
const NAMES: &[&str] = &["smith", "jon", "williams", "zzyzx"];
/// How often the messages that are left are looked at while they are sent.
const LOOK: Duration = Duration::from_millis(500);
/// A dispatch that takes longer is not waited for.
const LONGEST: Duration = Duration::from_mins(3);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let patients = std::env::args().nth(1).context("usage: page_times PATIENTS")?.parse()?;
    let app = tour::scene(patients).await?;
    let mut client = app.signed_in("administrator").await?;
    let page = Page::open().await?;
    let timed = time(&app, &mut client, &page).await;
    page.close().await?;
    timed
}

async fn time(app: &App, client: &mut Client, page: &Page) -> Result {
    let user = app.user("times@practice.example", "administrator").await?;
    let stops = tour::stops(app, client).await?;
    page.sign_in(app, &user).await?;
    page.goto(&app.url("/nowhere")).await?;
    page.settled().await?;
    for stop in stops.into_iter().filter(|stop| stop.acts.is_empty()) {
        let mut times = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            page.time_to("/nowhere").await?;
            times.push(page.time_to(&stop.path).await?);
        }
        times.sort_by(f64::total_cmp);
        println!("{:<24} {:>8.0} ms", stop.name, times[RUNS / 2]);
    }
    print("typing in the search", "8 keys/s", type_names(page).await?);
    let (speed, frames) = watch_dispatch(app, client, page).await?;
    print("campaign, live", &format!("{speed:.0} messages/s"), frames);
    Ok(())
}

fn print(what: &str, speed: &str, frames: Frames) {
    let Frames { seconds, usual, rare, longest, .. } = frames;
    println!(
        "{what:<24} {speed:>16} for {seconds:.0} s: a frame every {usual:.0} ms, 99 of 100 within {rare:.0} ms, \
         the longest {longest:.0} ms"
    );
}

async fn type_names(page: &Page) -> Result<Frames> {
    page.route("/patients").await?;
    page.settled().await?;
    let field = page.element("main input[type=search]").await?;
    page.watch_frames().await?;
    for name in NAMES {
        for key in name.chars() {
            field.send_keys(&key.to_string()).await?;
            tokio::time::sleep(KEY).await;
        }
        page.settled().await?;
        field.clear().await?;
    }
    page.frames().await
}

/// Launches a second campaign over the same patients and looks at its page: messages a second, and its frames.
async fn watch_dispatch(app: &App, client: &mut Client, page: &Page) -> Result<(f64, Frames)> {
    let campaign = scene::draft(client).await?;
    let id = campaign.as_str().context("the draft has no id")?;
    scene::launch(client, &campaign).await?;
    page.goto(&app.url(&format!("/campaigns/{id}"))).await?;
    page.settled().await?;
    page.watch_frames().await?;
    let started = Instant::now();
    let before = waiting(client, &campaign).await?;
    let mut left = before;
    while left > 0 && started.elapsed() < LONGEST {
        tokio::time::sleep(LOOK).await;
        left = waiting(client, &campaign).await?;
    }
    let speed = f64::from(i32::try_from(before - left)?) / started.elapsed().as_secs_f64();
    Ok((speed, page.frames().await?))
}

async fn waiting(client: &Client, campaign: &Value) -> Result<i64> {
    let campaign = scene::campaign(client, campaign).await?;
    Ok(scene::channels(&campaign).map(|channel| scene::number(channel, "queued")).sum())
}
