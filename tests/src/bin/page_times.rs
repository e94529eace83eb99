//! How long each page takes until all its data is there: what `cargo xtask bench app` runs.
//!
//! The argument is how many patients the demonstration is to have. Each page is gone to three times from another one,
//! as a link of the app goes there; the middle one counts.

use anyhow::Context;
use recall_tests::browser::Page;
use recall_tests::{App, Client, Result, tour};

const RUNS: usize = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let patients = std::env::args().nth(1).context("usage: page_times PATIENTS")?.parse()?;
    let app = tour::scene(patients).await?;
    let client = app.signed_in("administrator").await?;
    let page = Page::open().await?;
    let timed = time(&app, &client, &page).await;
    page.close().await?;
    timed
}

async fn time(app: &App, client: &Client, page: &Page) -> Result {
    let user = app.user("times@practice.example", "administrator").await?;
    let stops = tour::stops(client).await?;
    page.sign_in(app, &user).await?;
    page.goto(&app.url("/nowhere")).await?;
    page.settled().await?;
    for stop in stops {
        let mut times = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            page.time_to("/nowhere").await?;
            times.push(page.time_to(&stop.path).await?);
        }
        times.sort_by(f64::total_cmp);
        println!("{:<24} {:>8.0} ms", stop.name, times[RUNS / 2]);
    }
    Ok(())
}
