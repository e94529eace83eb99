//! What is known of each request: an id, a log line, a count and a duration. Never its query or its body.

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use crate::{clients::random, state::App, telemetry};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const ID_LENGTH: usize = 12; // letters of base62: a collision in a day's log is out of reach

/// Asked for many times a minute by machines; their lines would hide the rest.
const QUIET: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

pub(super) async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = random::token(app.random.as_ref(), ID_LENGTH);
    let method = request.method().clone();
    let path = telemetry::redacted(request.uri().path()).to_owned();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "app".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", %id, %method, path);
    let started = tokio::time::Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let duration = started.elapsed();
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| {
        if QUIET.contains(&route.as_str()) {
            tracing::debug!(status, duration_ms, "answered");
        } else {
            tracing::info!(status, duration_ms, "answered");
        }
    });
    let method = if method.as_str().len() > 7 { "OTHER".to_owned() } else { method.to_string() };
    let labels = [("method", method), ("route", route)];
    metrics::histogram!("recall_http_request_duration_seconds", &labels).record(duration.as_secs_f64());
    metrics::counter!("recall_http_responses_total", "status" => status.to_string()).increment(1);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
