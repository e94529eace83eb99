//! Applies receipts that came before their message was recorded.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::runner::pause;
use crate::{domain::feedback, state::App};

const BETWEEN: Duration = Duration::from_secs(5); // nobody looks at the ledger more often

pub(super) async fn run(app: &App, shutdown: &CancellationToken) {
    while !shutdown.is_cancelled() {
        match feedback::sweep(app).await {
            Ok(swept) if swept != feedback::Swept::default() => {
                tracing::info!(applied = swept.applied, forgotten = swept.forgotten, "early receipts were looked at");
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "early receipts could not be applied; trying again"),
        }
        pause(BETWEEN, shutdown).await;
    }
}
