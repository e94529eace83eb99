//! Writing the answer: body, status, headers.

use async_graphql::{ErrorExtensionValues, Response as GraphqlResponse, ServerError, Value};
use axum::{
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::accept::Accept;

/// What GraphQL answered. Where the document was not executed there is no `data`, and the status is
/// 400 for clients that understand it.
pub(super) fn executed(accept: Accept, mut answer: GraphqlResponse) -> Response {
    let executed = answer.data != Value::Null || answer.errors.iter().any(|error| !error.path.is_empty());
    for error in &mut answer.errors {
        complete(error, executed);
    }
    let refused = !executed && !answer.errors.is_empty();
    let body =
        if refused { serde_json::to_vec(&json!({ "errors": answer.errors })) } else { serde_json::to_vec(&answer) };
    let Ok(body) = body else {
        return self::refused(accept, StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side.");
    };
    let status = if refused && accept == Accept::GraphqlResponse { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let mut response = write(accept, status, body);
    // A resolver may set a cookie.
    response.headers_mut().extend(answer.http_headers);
    response
}

/// The request was not well-formed, or came in a way it may not.
pub(super) fn refused(accept: Accept, status: StatusCode, message: &str) -> Response {
    let code = if status.is_server_error() { "INTERNAL" } else { "INVALID_REQUEST" };
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    write(accept, status, body.to_string().into_bytes())
}

/// Every error has a code; those the library makes have none yet.
fn complete(error: &mut ServerError, executed: bool) {
    let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    if extensions.get("code").is_none() {
        extensions.set("code", if executed { "INVALID_INPUT" } else { "INVALID_REQUEST" });
    }
}

fn write(accept: Accept, status: StatusCode, body: Vec<u8>) -> Response {
    (status, [(CONTENT_TYPE, accept.media_type()), (CACHE_CONTROL, "no-store")], body).into_response()
}
