//! Files for people at work: reports, rejected rows, whom no channel reaches. With a bearer token, as all they see.

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use futures::{TryStreamExt, stream::BoxStream};
use serde_json::json;

use super::{app, session::RequireActor};
use crate::{
    domain::{Actor, Error, Result, campaigns, csv_file::CsvFile, forms, imports, reports},
    state::App,
};

const CSV: &str = "text/csv; charset=utf-8";
const FHIR: &str = "application/fhir+ndjson";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /campaigns/campaign-7/unreachable.csv`, `/imports/import-7/rejected.csv`, `/reports/runs/report-run-7.csv`,
/// `/forms/form-7/answers.csv`, `answers.xlsx` and `answers.ndjson`, `/form-responses/form-response-7/files/letter`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/campaigns/{id}/unreachable.csv", get(unreachable))
        .route("/imports/{id}/rejected.csv", get(rejected))
        .route("/forms/{id}/answers.csv", get(form_answers))
        .route("/forms/{id}/answers.xlsx", get(form_workbook))
        .route("/forms/{id}/answers.ndjson", get(form_resources))
        .route("/form-responses/{id}/files/{field}", get(form_file))
        .route("/reports/runs/{file}", get(run_or_page))
}

async fn unreachable(State(app): State<App>, RequireActor(actor): RequireActor, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return refusal(&Error::NotFound("campaign")) };
    answer(campaigns::unreachable_csv(&app, &actor, id).await)
}

async fn rejected(State(app): State<App>, RequireActor(actor): RequireActor, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return refusal(&Error::NotFound("import")) };
    answer(imports::rejected_csv(&app, &actor, id).await)
}

async fn form_answers(State(app): State<App>, RequireActor(actor): RequireActor, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return refusal(&Error::NotFound("form")) };
    answer(forms::responses_csv(&app, &actor, id).await)
}

async fn form_workbook(State(app): State<App>, RequireActor(actor): RequireActor, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return refusal(&Error::NotFound("form")) };
    answers(XLSX, forms::responses_xlsx(&app, &actor, id).await)
}

async fn form_resources(State(app): State<App>, RequireActor(actor): RequireActor, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return refusal(&Error::NotFound("form")) };
    answers(FHIR, forms::responses_fhir(&app, &actor, id).await)
}

fn answers(kind: &'static str, file: Result<forms::AnswersFile>) -> Response {
    match file {
        Ok(forms::AnswersFile { file_name, chunks }) => download(kind, file_name, chunks),
        Err(error) => refusal(&error),
    }
}

/// A file that came with answers, to be saved and never shown: its sender is not known.
async fn form_file(
    State(app): State<App>,
    RequireActor(actor): RequireActor,
    Path((id, field)): Path<(String, String)>,
) -> Response {
    let Ok(id) = id.parse() else { return refusal(&Error::NotFound("answer to a form")) };
    match forms::content_of(&app, &actor, id, &field).await {
        Ok(file) => saved_as(&file),
        Err(error) => refusal(&error),
    }
}

fn saved_as(file: &forms::KeptFile) -> Response {
    let mut headers = HeaderMap::new();
    // By its content it is a letter or a picture; whatever else it is, no browser opens it.
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let plain: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    (headers, Body::from(file.content.clone())).into_response()
}

/// Without its ending, the address of a run is a page of the app.
async fn run_or_page(
    State(app): State<App>,
    actor: Result<RequireActor, Response>,
    Path(file): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match (file.strip_suffix(".csv"), actor) {
        (None, _) => app::serve(method, uri, headers).await,
        (Some(id), Ok(RequireActor(actor))) => run(&app, &actor, id).await,
        (Some(_), Err(refusal)) => refusal,
    }
}

async fn run(app: &App, actor: &Actor, id: &str) -> Response {
    let Ok(id) = id.parse() else { return refusal(&Error::NotFound("report run")) };
    answer(reports::export::csv(app, actor, id).await)
}

fn answer(file: Result<CsvFile>) -> Response {
    match file {
        Ok(CsvFile { file_name, chunks }) => download(CSV, file_name, chunks),
        Err(error) => refusal(&error),
    }
}

fn download(kind: &'static str, file_name: String, chunks: BoxStream<'static, Result<Bytes>>) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{file_name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    // The status is gone by now: a failure cuts the connection, so that half a file shows as such.
    let chunks = chunks.inspect_err(move |error| {
        tracing::error!(file = file_name, error = %format!("{error:#}"), "a download was cut off");
    });
    (headers, Body::from_stream(chunks)).into_response()
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
            tracing::error!(error = %format!("{error:#}"), "a download failed");
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
    use crate::testing::TestApp;

    async fn get(path: &str) -> Response {
        let test = TestApp::start().await;
        let request = Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap();
        router().with_state(test.app.clone()).oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn nobody_downloads_anything_without_signing_in() {
        let files = [
            "/campaigns/campaign-1/unreachable.csv",
            "/imports/import-1/rejected.csv",
            "/forms/form-1/answers.csv",
            "/forms/form-1/answers.xlsx",
            "/forms/form-1/answers.ndjson",
            "/form-responses/form-response-1/files/letter",
            "/reports/runs/report-run-1.csv",
        ];
        for file in files {
            assert_eq!(get(file).await.status(), StatusCode::UNAUTHORIZED, "{file}");
        }
    }

    #[tokio::test]
    async fn the_address_of_a_run_without_an_ending_is_a_page_of_the_app() {
        let response = get("/reports/runs/report-run-1").await;
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
