//! GraphQL over HTTP (the GraphQL-over-HTTP draft) and over WebSocket (`graphql-transport-ws`).

mod accept;
mod info;
mod request;
mod respond;
mod socket;
#[cfg(test)]
mod tests;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequestParts, RawQuery, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use self::{accept::Accept, request::Params};
use super::{client::ClientAddress, session};
use crate::{graphql::RecallSchema, state::App};

const LARGEST: usize = 8 * 1024 * 1024; // bytes: a code set of 5 MB as JSON; other files go to /uploads
const LARGEST_FRAME: usize = 1024 * 1024; // bytes; nothing large comes by WebSocket

pub fn router(schema: RecallSchema) -> Router<App> {
    Router::new()
        .route("/graphql", get(by_get).post(by_post))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(Extension(schema))
}

/// A query in the address, or the beginning of a WebSocket.
async fn by_get(
    State(app): State<App>,
    Extension(schema): Extension<RecallSchema>,
    client: ClientAddress,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let (mut parts, _) = request.into_parts();
    if parts.headers.contains_key(header::UPGRADE) {
        return socket::upgrade(app, schema, client, &mut parts).await;
    }
    let params = Params::from_query(query.as_deref().unwrap_or_default());
    answer(&app, &schema, client, &parts.headers, &parts.method, params).await
}

async fn by_post(
    State(app): State<App>,
    Extension(schema): Extension<RecallSchema>,
    client: ClientAddress,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    // Also what keeps forms of other sites out: a browser asks first before it sends this type across.
    if !request::is_json(&headers) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send application/json in UTF-8.").into_response();
    }
    answer(&app, &schema, client, &headers, &Method::POST, Params::from_json(&body)).await
}

async fn answer(
    app: &App,
    schema: &RecallSchema,
    client: ClientAddress,
    headers: &HeaderMap,
    method: &Method,
    params: Result<Params, String>,
) -> Response {
    let Some(accept) = Accept::of(headers) else {
        let text = "Accept application/graphql-response+json or application/json.";
        return (StatusCode::NOT_ACCEPTABLE, text).into_response();
    };
    let mut request = match params {
        Ok(params) => params.into_request(),
        Err(message) => return respond::refused(accept, StatusCode::BAD_REQUEST, &message),
    };
    match request::check(&mut request, method) {
        Ok(()) => {}
        Err(request::Wrong::Method) => {
            let message = "Send mutations by POST; GET is for queries.";
            let mut response = respond::refused(accept, StatusCode::METHOD_NOT_ALLOWED, message);
            response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("POST"));
            return response;
        }
        Err(request::Wrong::Document(errors)) => {
            return respond::executed(accept, async_graphql::Response::from_errors(errors));
        }
    }
    match session::of_headers(app, headers).await {
        Ok(Some(actor)) => request = request.data(actor),
        Ok(None) => {}
        Err(error) => {
            tracing::error!(%error, "it could not be told who asks");
            return respond::refused(accept, StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side.");
        }
    }
    let request = request.data(info::request_info(headers, client));
    respond::executed(accept, schema.execute(request).await)
}

/// Reads an extractor by hand.
async fn extract<T: FromRequestParts<App>>(
    parts: &mut axum::http::request::Parts,
    app: &App,
) -> Result<T, T::Rejection> {
    T::from_request_parts(parts, app).await
}
