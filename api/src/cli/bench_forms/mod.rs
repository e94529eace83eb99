//! `recall bench forms`: answers over HTTP against the bare insert of their rows, the page of a long form, and lists and
//! charts of many answers.

mod bare;
mod data;
mod reads;

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, ensure};
use entity::form_response;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::{
    Context,
    bench_page::{data as recipients, serve},
    load::{Load, Method},
};
use crate::{graphql, http, state::App};

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Answers of each measurement of submitting
    #[arg(long, default_value_t = 20_000)]
    requests: u32,
    /// Connections at the same time
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// Answers that there are when lists and charts are read
    #[arg(long, default_value_t = 112_500)]
    answers: u64,
}

#[derive(Serialize)]
struct Report {
    rates: Vec<Rate>,
    reads: Vec<Read>,
}

/// So many rows or answers, and how long they took. The first is the bare insert.
#[derive(Serialize)]
struct Rate {
    name: &'static str,
    amount: u32,
    seconds: f64,
}

/// Something that is looked at, twenty times over.
#[derive(Serialize)]
struct Read {
    name: &'static str,
    median_ms: f64,
    slowest_ms: f64,
    /// What none of them is meant to pass.
    wanted_ms: f64,
}

/// Wants an empty database.
pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    let mut config = context.config.clone();
    // One address sends everything here, and no page waits for a person.
    (config.forms.fewest_seconds, config.forms.answers_a_minute) = (0, u32::MAX);
    let app = App::open(config).await?;
    app.migrate().await?;
    let links = recipients::fill(&app, args.requests).await?;
    let form = data::publish(&app).await?;
    data::ask(&app, &form).await?;
    let server = serve(http::router(app.clone(), graphql::build(app.clone()))).await?;
    let bare = bare::insert(&app, &form, args.requests, args.connections).await.context("the bare insert")?;
    let mut rates =
        vec![Rate { name: "bare durable insert of a row", amount: args.requests, seconds: bare.as_secs_f64() }];
    let open = (0..args.requests).map(|_| form.path()).collect();
    let bodies = (0..args.requests).map(|n| form.body(&app, n, true)).collect();
    rates.push(send(&app, server, &args, "POST, by anybody", open, bodies).await?);
    let personal = links.iter().map(|link| format!("{link}/form")).collect();
    let bodies = (0..args.requests).map(|n| form.body(&app, n, false)).collect();
    rates.push(send(&app, server, &args, "POST, by a personal link, acknowledged too", personal, bodies).await?);
    data::fill(&app, &form, args.answers).await.context("filling up")?;
    app.database.settle(&["form_response", "form_tally"]).await;
    let mut reads = vec![reads::render(&app).await?];
    reads.extend(reads::of_answers(&app, &form, args.answers).await?);
    let report = Report { rates, reads };
    context.output.done(&report, || text(&report))
}

/// Sends each body to its path, and looks whether all of them were stored.
async fn send(
    app: &App,
    server: std::net::SocketAddr,
    args: &Args,
    name: &'static str,
    paths: Vec<String>,
    bodies: Vec<String>,
) -> anyhow::Result<Rate> {
    let before = stored(app).await?;
    let load = Load {
        server,
        method: Method::Send(Arc::new(bodies)),
        paths: Arc::new(paths),
        connections: args.connections.max(1),
        every: None,
    };
    let met = load.run().await.with_context(|| format!("measuring {name}"))?;
    let new = stored(app).await? - before;
    ensure!(new == u64::from(args.requests), "{name}: {new} of {} answers were stored", args.requests);
    Ok(Rate { name, amount: args.requests, seconds: met.took.as_secs_f64() })
}

async fn stored(app: &App) -> anyhow::Result<u64> {
    let counted = form_response::Entity::find().filter(form_response::Column::Counted.is_not_null());
    Ok(counted.count(app.database.reader()).await?)
}

fn text(report: &Report) -> String {
    let bare = report.rates.first().map_or(1.0, Rate::per_second);
    let rates = report.rates.iter().map(|rate| {
        let per_second = rate.per_second();
        format!("{:<44} {per_second:>9.0} /s   {:>6.2} of the bare insert", rate.name, per_second / bare)
    });
    let reads = report.reads.iter().map(|read| {
        let Read { name, median_ms, slowest_ms, wanted_ms } = read;
        format!("{name:<44} {median_ms:>9.2} ms  {slowest_ms:>6.1} ms the slowest (wanted: {wanted_ms:.0})")
    });
    rates.chain(reads).collect::<Vec<_>>().join("\n")
}

impl Rate {
    fn per_second(&self) -> f64 {
        f64::from(self.amount) / self.seconds
    }
}

/// Milliseconds.
fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
