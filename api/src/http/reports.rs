//! Downloads of frozen reports.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, Method, Uri},
    response::Response,
    routing::get,
};
use shared::ids::ReportRunId;

use super::{
    app,
    download::{csv, refusal},
    session::RequireActor,
};
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
        Ok(export) => csv(&export.file_name, export.chunks),
        Err(error) => refusal(&error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::{
        body::Body,
        http::{Request, StatusCode, header},
    };
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
}
