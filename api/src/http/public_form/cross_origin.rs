//! Posts by the script of a page that a bucket shows: allowed from the one origin that is configured.

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
        },
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::state::App;

/// What a browser asks before a script posts.
pub(super) async fn preflight(State(app): State<App>, headers: HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if allow(&app, headers.get(ORIGIN), &mut response) {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    }
    response
}

/// Whatever a post is answered with, refusals before it is read among them.
pub(super) async fn answers(State(app): State<App>, request: Request, next: Next) -> Response {
    let origin = (request.method() == Method::POST).then(|| request.headers().get(ORIGIN).cloned());
    let mut response = next.run(request).await;
    if let Some(origin) = origin {
        allow(&app, origin.as_ref(), &mut response);
    }
    response
}

/// Lets the configured origin read the answer; whether it is the one that asks. No credentials: there are no cookies.
fn allow(app: &App, origin: Option<&HeaderValue>, response: &mut Response) -> bool {
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("origin"));
    let allowed = app.config.forms.page_origin.as_deref();
    let Some(origin) = origin.filter(|origin| allowed.is_some_and(|allowed| *origin == allowed)) else {
        return false;
    };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    true
}
