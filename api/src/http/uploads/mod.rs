//! Resumable uploads: tus 1.0.0 (https://tus.io/protocols/resumable-upload) with creation, termination,
//! expiration and checksum.

#[cfg(test)]
mod tests;

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256};
use axum::{
    Json, Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{options, post},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use entity::upload;
use futures::StreamExt;
use serde_json::json;

use super::session::RequireActor;
use crate::{
    domain::{
        Error, Result,
        imports::uploads::{self, Expected, LARGEST, NewUpload},
    },
    state::App,
};

const VERSION: &str = "1.0.0";
const PART: &str = "application/offset+octet-stream";
const EXTENSIONS: &str = "creation,termination,expiration,checksum";
const ALGORITHMS: &str = "sha1,sha256";
// Not among the statuses that IANA knows; the protocol's own.
const CHECKSUM_MISMATCH: u16 = 460;

static RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
static OFFSET: HeaderName = HeaderName::from_static("upload-offset");
static LENGTH: HeaderName = HeaderName::from_static("upload-length");
static EXPIRES: HeaderName = HeaderName::from_static("upload-expires");

/// `/uploads` and what is below.
pub fn router() -> Router<App> {
    Router::new()
        .route("/uploads", post(create).merge(options(describe)))
        .route("/uploads/{id}", axum::routing::head(stand).patch(receive).delete(remove).merge(options(describe)))
        .layer(middleware::from_fn(versioned))
}

/// Every answer names the version; every request but OPTIONS must.
async fn versioned(request: Request, next: Next) -> Response {
    let asked = request.headers().get(&RESUMABLE).map(HeaderValue::as_bytes);
    let mut response = if request.method() == axum::http::Method::OPTIONS || asked == Some(VERSION.as_bytes()) {
        next.run(request).await
    } else {
        let mut response = StatusCode::PRECONDITION_FAILED.into_response();
        response.headers_mut().insert("tus-version", HeaderValue::from_static(VERSION));
        response
    };
    let headers = response.headers_mut();
    headers.insert(&RESUMABLE, HeaderValue::from_static(VERSION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn describe() -> Response {
    let headers = [
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", EXTENSIONS.to_owned()),
        ("tus-max-size", LARGEST.to_string()),
        ("tus-checksum-algorithm", ALGORITHMS.to_owned()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

async fn create(State(app): State<App>, RequireActor(actor): RequireActor, headers: HeaderMap) -> Answer {
    let size_bytes = number(&headers, &LENGTH).ok_or_else(|| {
        Error::invalid("Upload-Length", "Say how long the file is: Upload-Length in bytes. It cannot be told later.")
    })?;
    let file_name = file_name(&headers).unwrap_or_else(|| "upload.csv".to_owned());
    uploads::remove_expired(&app).await?;
    let upload = uploads::create(&app, &actor, NewUpload { file_name, size_bytes }).await?;
    let location = format!("/uploads/{}", upload.id);
    let headers = [(header::LOCATION, location), (EXPIRES.clone(), expires(&upload))];
    Ok((StatusCode::CREATED, headers).into_response())
}

async fn stand(State(app): State<App>, RequireActor(actor): RequireActor, Path(id): Path<String>) -> Answer {
    let upload = uploads::find(&app, &actor, &id).await?;
    let headers = [
        (OFFSET.clone(), upload.offset_bytes.to_string()),
        (LENGTH.clone(), upload.size_bytes.to_string()),
        (EXPIRES.clone(), expires(&upload)),
    ];
    Ok((StatusCode::OK, headers).into_response())
}

async fn receive(
    State(app): State<App>,
    RequireActor(actor): RequireActor,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    if headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes) != Some(PART.as_bytes()) {
        return Ok(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    }
    let offset = number(&headers, &OFFSET)
        .ok_or_else(|| Error::invalid("Upload-Offset", "Say at which byte the part begins: Upload-Offset."))?;
    let expected = Expected { offset, checksum: checksum(&headers)? };
    let upload = uploads::find(&app, &actor, &id).await?;
    let mut part = uploads::receive(&app, &upload, expected)?;
    let mut stream = body.into_data_stream();
    let mut complete = true;
    while let Some(bytes) = stream.next().await {
        // A line that breaks is what this protocol is for: what came is kept.
        let Ok(bytes) = bytes else {
            complete = false;
            break;
        };
        part = tokio::task::spawn_blocking(move || uploads::append(&mut part, &bytes).map(|()| part))
            .await
            .map_err(anyhow::Error::from)??;
    }
    let offset = part.end(&app, &upload, complete).await?;
    let headers = [(OFFSET.clone(), offset.to_string()), (EXPIRES.clone(), expires(&upload))];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

async fn remove(State(app): State<App>, RequireActor(actor): RequireActor, Path(id): Path<String>) -> Answer {
    uploads::remove(&app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// `Upload-Metadata: filename d29ybGQ=,filetype dGV4dA==`; the first name that is there.
fn file_name(headers: &HeaderMap) -> Option<String> {
    let pairs = headers.get("upload-metadata")?.to_str().ok()?;
    let value = |key: &str| {
        let encoded = pairs.split(',').find_map(|pair| pair.trim().strip_prefix(key)?.strip_prefix(' '))?;
        String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()
    };
    value("filename").or_else(|| value("name")).filter(|name| !name.trim().is_empty())
}

/// `Upload-Checksum: sha256 BASE64`.
fn checksum(headers: &HeaderMap) -> Result<Option<(&'static Algorithm, Vec<u8>)>> {
    let Some(value) = headers.get("upload-checksum") else { return Ok(None) };
    let unknown =
        || Error::invalid("Upload-Checksum", format!("Give a checksum as `ALGORITHM BASE64` of {ALGORITHMS}."));
    let (name, digest) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(unknown)?;
    let algorithm = match name {
        "sha1" => &SHA1_FOR_LEGACY_USE_ONLY,
        "sha256" => &SHA256,
        _ => return Err(unknown()),
    };
    Ok(Some((algorithm, STANDARD.decode(digest.trim()).map_err(|_| unknown())?)))
}

/// RFC 9110, section 5.6.7.
fn expires(upload: &upload::Model) -> String {
    upload.expires_at.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

type Answer = std::result::Result<Response, Failure>;

/// A domain error with the status that the protocol has for it.
struct Failure(Error);

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match self.0.code() {
            "UNAUTHENTICATED" => StatusCode::UNAUTHORIZED,
            "FORBIDDEN" => StatusCode::FORBIDDEN,
            "NOT_FOUND" => StatusCode::NOT_FOUND,
            "INVALID_INPUT" => StatusCode::BAD_REQUEST,
            "UPLOAD_OFFSET" => StatusCode::CONFLICT,
            "UPLOAD_LOCKED" => StatusCode::LOCKED,
            "UPLOAD_TOO_LARGE" => StatusCode::PAYLOAD_TOO_LARGE,
            "UPLOAD_GONE" => StatusCode::GONE,
            "UPLOAD_CHECKSUM" => StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST),
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(error = %format!("{:#}", self.0), "an upload failed");
            return status.into_response();
        }
        (status, Json(json!({ "error": { "code": self.0.code(), "message": self.0.to_string() } }))).into_response()
    }
}
