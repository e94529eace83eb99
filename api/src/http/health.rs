//! `/healthz` (the process runs), `/readyz` (it can serve) and `/metrics` (Prometheus).

use std::time::Duration;

use axum::{
    Router,
    extract::State,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use sea_orm::ConnectionTrait;

use crate::{state::App, telemetry};

const PATIENCE: Duration = Duration::from_secs(2); // load balancers commonly wait five

pub fn router() -> Router<App> {
    Router::new().route("/healthz", get(|| plain(StatusCode::OK, "alive"))).route("/readyz", get(ready)).route(
        "/metrics",
        get(async || match telemetry::metrics() {
            Some(metrics) => ([(CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.render()).into_response(),
            None => plain(StatusCode::SERVICE_UNAVAILABLE, "no metrics are kept").await,
        }),
    )
}

async fn ready(State(app): State<App>) -> Response {
    let look = app.database.reader().query_one_raw(app.database.statement("SELECT 1", []));
    match tokio::time::timeout(PATIENCE, look).await {
        Ok(Ok(_)) => plain(StatusCode::OK, "ready").await,
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            plain(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").await
        }
        Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "the database is too slow").await,
    }
}

async fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(CACHE_CONTROL, "no-store")], text).into_response()
}
