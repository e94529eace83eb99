//! Downloads of frozen reports.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use shared::ids::ReportRunId;

use super::{
    download::{csv, refusal},
    session::RequireActor,
};
use crate::{
    domain::{Error, reports},
    state::App,
};

/// `GET /reports/runs/report-run-7.csv`, with a bearer token.
pub fn router() -> Router<App> {
    Router::new().route("/reports/runs/{file}", get(download))
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
        http::{Request, StatusCode},
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
}
