//! `recall bench page`: the patient's page under load, beside a handler that does nothing.

mod data;
mod load;

use std::net::SocketAddr;

use anyhow::Context as _;
use axum::{Router, serve::ListenerExt};
use serde::Serialize;
use tokio::net::TcpListener;

use self::load::{Load, Method};
use super::Context;
use crate::{graphql, http};

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Requests of each measurement; as many recipients are made
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
}

impl Measurement {
    fn per_second(&self) -> f64 {
        f64::from(self.requests) / self.seconds
    }
}

/// Wants an empty database. The first measurement is the handler that does nothing.
pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    let app = context.app().await?;
    let links = data::fill(&app, args.requests).await?;
    let nothing = serve(Router::new().fallback(|| async { "" })).await?;
    let page = serve(http::router(app.clone(), graphql::build(app.clone()))).await?;
    let connections = args.connections.max(1);
    let mut measurements = Vec::new();
    for (name, server, method) in [
        ("no-op handler", nothing, Method::Get),
        ("GET, opened for the first time", page, Method::Get),
        ("GET, opened again", page, Method::Get),
        ("POST, acknowledged", page, Method::Post),
        ("POST, acknowledged again", page, Method::Post),
    ] {
        let load = Load { server, method, paths: links.clone(), connections };
        let seconds = load.run().await.with_context(|| format!("measuring {name}"))?.as_secs_f64();
        measurements.push(Measurement { name, requests: args.requests, seconds });
    }
    let report = Report { measurements };
    context.output.done(&report, || text(&report))
}

fn text(report: &Report) -> String {
    let first = report.measurements.first().map_or(1.0, Measurement::per_second);
    let line = |measurement: &Measurement| {
        let per_second = measurement.per_second();
        format!("{:<34} {per_second:>9.0} /s   {:>6.3} of the no-op handler", measurement.name, per_second / first)
    };
    report.measurements.iter().map(line).collect::<Vec<_>>().join("\n")
}

async fn serve(router: Router) -> anyhow::Result<SocketAddr> {
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
