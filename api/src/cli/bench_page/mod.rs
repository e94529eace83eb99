//! `recall bench page`: the patient's page under load, beside a handler that does nothing.

pub(super) mod data;

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use axum::{Router, serve::ListenerExt};
use serde::Serialize;
use tokio::net::TcpListener;

use super::{
    Context,
    load::{Load, Method},
};
use crate::{graphql, http};

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Requests of each measurement; twice as many recipients are made
    #[arg(long, default_value_t = 20_000)]
    requests: u32,
    /// Connections at the same time
    #[arg(long, default_value_t = 64)]
    connections: u32,
}

#[derive(Serialize)]
struct Report {
    measurements: Vec<Measurement>,
}

#[derive(Serialize)]
struct Measurement {
    name: &'static str,
    requests: u32,
    seconds: f64,
    /// At half that rate, of another as many; none where that was not measured.
    p99_ms_at_half_load: Option<f64>,
}

impl Measurement {
    fn per_second(&self) -> f64 {
        f64::from(self.requests) / self.seconds
    }
}

/// Wants an empty database. The first measurement is the handler that does nothing.
pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    let app = context.app().await?;
    let mut links = data::fill(&app, args.requests.saturating_mul(2)).await?;
    let others = Arc::new(links.split_off(usize::try_from(args.requests)?));
    let links = Arc::new(links);
    let nothing = serve(Router::new().fallback(|| async { "" })).await?;
    let page = serve(http::router(app.clone(), graphql::build(app.clone()))).await?;
    let connections = args.connections.max(1);
    let mut measurements = Vec::new();
    for (name, server, method, halved) in [
        ("no-op handler", nothing, Method::Get, false),
        ("GET, opened for the first time", page, Method::Get, true),
        ("GET, opened again", page, Method::Get, false),
        ("POST, acknowledged", page, Method::Post, true),
        ("POST, acknowledged again", page, Method::Post, false),
    ] {
        let load = Load { server, method, paths: links.clone(), connections, every: None };
        let met = load.clone().run().await.with_context(|| format!("measuring {name}"))?;
        let p99 = if halved {
            let every = Some(met.took * 2 / args.requests.max(1));
            let half = Load { paths: others.clone(), every, ..load };
            let met = half.run().await.with_context(|| format!("measuring {name} at half load"))?;
            Some(met.percentile(99).as_secs_f64() * 1_000.0)
        } else {
            None
        };
        let seconds = met.took.as_secs_f64();
        measurements.push(Measurement { name, requests: args.requests, seconds, p99_ms_at_half_load: p99 });
    }
    let report = Report { measurements };
    context.output.done(&report, || text(&report))
}

fn text(report: &Report) -> String {
    let first = report.measurements.first().map_or(1.0, Measurement::per_second);
    let line = |measurement: &Measurement| {
        let per_second = measurement.per_second();
        let p99 =
            measurement.p99_ms_at_half_load.map(|ms| format!(", p99 at half load {ms:.1} ms")).unwrap_or_default();
        let ratio = per_second / first;
        format!("{:<34} {per_second:>9.0} /s   {ratio:>6.3} of the no-op handler{p99}", measurement.name)
    };
    report.measurements.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) async fn serve(router: Router) -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let listener = listener.tap_io(|connection| {
        // Without it the measurement would be of the line's patience.
        let _ = connection.set_nodelay(true);
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    // Ends with the process.
    tokio::spawn(async move { axum::serve(listener, service).await });
    Ok(address)
}
