//! Downloads of frozen reports.

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures::TryStreamExt;
use serde_json::json;
use shared::ids::ReportRunId;

use super::{app, session::RequireActor};
use crate::{
    domain::{Error, reports},
    state::App,
};

/// `GET /reports/runs/report-run-7.csv`, with a bearer token. Without the ending it is a page of the app.
pub fn router() -> Router<App> {
    Router::new().route("/reports/runs/{file}", get(download_or_page))
}

async fn download_or_page(
    state: State<App>,
    actor: Result<RequireActor, Response>,
    file: Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if !file.ends_with(".csv") {
        return app::serve(method, uri, headers).await;
    }
    match actor {
        Ok(actor) => download(state, actor, file).await,
        Err(refusal) => refusal,
    }
}

async fn download(State(app): State<App>, RequireActor(actor): RequireActor, Path(file): Path<String>) -> Response {
    let run = file.strip_suffix(".csv").and_then(|id| id.parse::<ReportRunId>().ok());
    let Some(run) = run else { return refusal(&Error::NotFound("report run")) };
    match reports::export::csv(&app, &actor, run).await {
        Ok(export) => {
            let name = format!("attachment; filename=\"{}\"", export.file_name);
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
            if let Ok(name) = HeaderValue::from_str(&name) {
                headers.insert(header::CONTENT_DISPOSITION, name);
            }
            // The status is gone by now: a failure cuts the connection, so that half a file shows as such.
            let chunks = export.chunks.inspect_err(move |error| {
                tracing::error!(%run, error = %format!("{error:#}"), "a report download was cut off");
            });
            (headers, Body::from_stream(chunks)).into_response()
        }
        Err(error) => refusal(&error),
    }
}

fn refusal(error: &Error) -> Response {
    let status = match error {
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Refused { .. } => StatusCode::CONFLICT,
        Error::Invalid { .. } => StatusCode::BAD_REQUEST,
        Error::LockedOut { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Database(_) | Error::Internal(_) => {
            tracing::error!(error = %format!("{error:#}"), "a report download failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    let message = if error.is_internal() {
        "Something went wrong on our side. Try again; if it stays, tell support when it happened.".to_owned()
    } else {
        error.to_string()
    };
    let body = Json(json!({ "error": { "code": error.code(), "message": message } }));
    (status, [(header::CACHE_CONTROL, "no-store")], body).into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;
    use crate::config::Config;

    #[tokio::test]
    async fn nobody_downloads_a_report_without_signing_in() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.data_dir.0 = folder.path().join("data");
        let app = App::open(config).await.unwrap();
        app.migrate().await.unwrap();
        let request = Request::get("/reports/runs/report-run-1.csv").body(Body::empty()).unwrap();
        let response = router().with_state(app).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }

    #[tokio::test]
    async fn the_address_of_a_run_without_an_ending_is_a_page_of_the_app() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.data_dir.0 = folder.path().join("data");
        let app = App::open(config).await.unwrap();
        let request = Request::get("/reports/runs/report-run-1").header("accept", "text/html");
        let response = router().with_state(app).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
        assert!(kind.starts_with("text/html"), "{kind}");
    }

    #[test]
    fn refusals_have_the_status_of_their_kind_and_tell_no_internals() {
        assert_eq!(refusal(&Error::NotFound("report run")).status(), StatusCode::NOT_FOUND);
        assert_eq!(refusal(&Error::refused("REPORT_NOT_READY", "")).status(), StatusCode::CONFLICT);
        let internal = Error::Internal(anyhow::anyhow!("secret"));
        assert_eq!(refusal(&internal).status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
