//! All routes, and what surrounds every one of them.

use std::time::Duration;

use axum::{
    Router,
    http::StatusCode,
    middleware::{from_fn_with_state, map_response_with_state},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

use super::{app, downloads, graphql, headers, health, hooks, observe, patient_page, public_form, token, uploads};
use crate::{graphql::RecallSchema, state::App};

const TIME_LIMIT: Duration = Duration::from_secs(30); // launching 150,000 recipients takes under 5

/// The whole server.
pub fn router(app: App, schema: RecallSchema) -> Router {
    let quick = Router::new()
        .merge(graphql::router(schema))
        .fallback(app::serve)
        // Patient pages stay as they are: they are small, and hold nothing that repeats.
        .layer(CompressionLayer::new())
        .merge(patient_page::router())
        .merge(health::router())
        .merge(hooks::router())
        .merge(token::router())
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIME_LIMIT));
    // Files take as long as the line is slow.
    let slow = Router::new().merge(uploads::router()).merge(downloads::router()).merge(public_form::router(&app));
    quick
        .merge(slow)
        .layer(CatchPanicLayer::new())
        .layer(map_response_with_state(app.clone(), headers::add))
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .with_state(app)
}
