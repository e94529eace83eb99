//! Answers with a file, and refusals where there is a page to read them.

use axum::{
    Json,
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures::{TryStreamExt, stream::BoxStream};
use serde_json::json;

use crate::domain::{Error, Result};

/// A CSV file as it is written; `file_name` holds no patient data.
pub fn csv(file_name: &str, chunks: BoxStream<'static, Result<Bytes>>) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{file_name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    let file = file_name.to_owned();
    // The status is gone by now: a failure cuts the connection, so that half a file shows as such.
    let chunks = chunks.inspect_err(move |error| {
        tracing::error!(file, error = %format!("{error:#}"), "a download was cut off");
    });
    (headers, Body::from_stream(chunks)).into_response()
}

pub fn refusal(error: &Error) -> Response {
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
    use super::*;

    #[test]
    fn refusals_have_the_status_of_their_kind_and_tell_no_internals() {
        assert_eq!(refusal(&Error::NotFound("report run")).status(), StatusCode::NOT_FOUND);
        assert_eq!(refusal(&Error::refused("REPORT_NOT_READY", "")).status(), StatusCode::CONFLICT);
        let internal = Error::Internal(anyhow::anyhow!("secret"));
        assert_eq!(refusal(&internal).status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
