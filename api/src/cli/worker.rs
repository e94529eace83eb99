//! `recall worker`: worker and scheduler only. Any number may run on one PostgreSQL.

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{Context, serve::stop_on_signal};
use crate::{state::hint_at_files, telemetry, worker};

#[derive(clap::Args, Debug)]
pub struct Args {}

pub async fn run(context: &Context, _: Args) -> anyhow::Result<()> {
    let app = context.app().await?;
    telemetry::metrics();
    if let Some(hint) = hint_at_files(&app.config, app.database.engine()) {
        tracing::warn!("{hint}");
    }
    let shutdown = CancellationToken::new();
    tokio::spawn(stop_on_signal(shutdown.clone()));
    worker::run(&app, shutdown).await?;
    context
        .output
        .done(&json!({ "stopped": true }), || "The worker has stopped; nothing was left on its way.".to_owned())
}
