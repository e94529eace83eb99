//! Who asks, outside GraphQL: the bearer token of a request (RFC 6750).

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    domain::{Actor, Error, Result, identity::access},
    state::App,
};

/// The actor of the `Authorization` header. A token that is wrong or has run out is nobody's.
pub async fn of_headers(app: &App, headers: &HeaderMap) -> Result<Option<Actor>> {
    match headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) {
        Some(authorization) => of_authorization(app, authorization).await,
        None => Ok(None),
    }
}

/// The same for the text of the header.
pub async fn of_authorization(app: &App, authorization: &str) -> Result<Option<Actor>> {
    let Some((scheme, token)) = authorization.split_once(' ') else { return Ok(None) };
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Ok(None);
    }
    match access::authenticate(app, token.trim()).await {
        Ok(actor) => Ok(Some(actor)),
        Err(Error::Unauthenticated) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A request must come from somebody; others are answered 401.
#[derive(Clone, Debug)]
pub struct RequireActor(pub Actor);

impl FromRequestParts<App> for RequireActor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Response> {
        match of_headers(app, &parts.headers).await {
            Ok(Some(actor)) => Ok(Self(actor)),
            Ok(None) => Err(unauthenticated()),
            Err(error) => {
                tracing::error!(%error, "it could not be told who asks");
                Err(StatusCode::INTERNAL_SERVER_ERROR.into_response())
            }
        }
    }
}

/// Whoever asks, if they say.
#[derive(Clone, Debug)]
pub struct MaybeActor(pub Option<Actor>);

impl FromRequestParts<App> for MaybeActor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Response> {
        of_headers(app, &parts.headers).await.map(Self).map_err(|error| {
            tracing::error!(%error, "it could not be told who asks");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        })
    }
}

fn unauthenticated() -> Response {
    let error = Error::Unauthenticated;
    let body = json!({ "error": { "code": error.code(), "message": error.to_string() } });
    let mut response = (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"Recall\""));
    response
}
