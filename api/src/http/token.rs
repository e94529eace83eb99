//! `/oauth/token`: an access token for the credentials of an external system (RFC 6749 §4.4).

use axum::{
    Form, Json, Router,
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::json;

use crate::{
    domain::identity::clients::{self, Grant, GrantError},
    state::App,
};

pub fn router() -> Router<App> {
    Router::new().route("/oauth/token", post(token))
}

#[derive(Deserialize)]
struct TokenRequest {
    grant_type: Option<String>,
    scope: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

async fn token(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<TokenRequest>, FormRejection>,
) -> Response {
    let mut response = match answer(&app, &headers, form).await {
        Ok(grant) => granted(&grant),
        Err(refusal) => refusal.into_response(),
    };
    // RFC 6749 §5.1
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

async fn answer(
    app: &App,
    headers: &HeaderMap,
    form: Result<Form<TokenRequest>, FormRejection>,
) -> Result<Grant, Refusal> {
    let Form(form) = form.map_err(|rejection| Refusal::request(rejection.body_text()))?;
    match form.grant_type.as_deref() {
        Some("client_credentials") => {}
        Some(_) => return Err(Refusal::new("unsupported_grant_type", "The only grant type is client_credentials.")),
        None => return Err(Refusal::request("grant_type is missing; send grant_type=client_credentials.".to_owned())),
    }
    let basic = basic(headers)?;
    if basic.is_some() && form.client_secret.is_some() {
        return Err(Refusal::request("Send the credentials in the header or in the body, not in both.".to_owned()));
    }
    let Some((id, secret)) = basic.or_else(|| form.client_id.zip(form.client_secret)) else {
        return Err(Refusal::client("Send client_id and client_secret, as HTTP Basic authentication or in the body."));
    };
    clients::grant(app, &id, &secret, form.scope.as_deref()).await.map_err(|error| match error {
        GrantError::InvalidClient => Refusal::client("The client id or its secret is wrong, or was revoked."),
        GrantError::InvalidScope(_) => Refusal::new("invalid_scope", "The client was not given this scope."),
        GrantError::Failed(error) => {
            tracing::error!(%error, "a token could not be given");
            Refusal {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                error: "server_error",
                description: "Something went wrong on our side. Try again.".to_owned(),
            }
        }
    })
}

/// Id and secret of the `Authorization: Basic` header. Ours are letters, digits and hyphens, which the
/// form encoding of RFC 6749 §2.3.1 leaves as they are.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let read = || {
        let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
        let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (id, secret) = decoded.split_once(':')?;
        scheme.eq_ignore_ascii_case("basic").then(|| (id.to_owned(), secret.to_owned()))
    };
    match read() {
        Some(credentials) => Ok(Some(credentials)),
        None => Err(Refusal::client("The Authorization header is not HTTP Basic authentication.")),
    }
}

fn granted(grant: &Grant) -> Response {
    let scope: Vec<&str> = grant.scopes.iter().map(|scope| scope.as_str()).collect();
    Json(json!({
        "access_token": grant.access_token,
        "token_type": "Bearer",
        "expires_in": grant.lifetime.as_secs(),
        "scope": scope.join(" "),
    }))
    .into_response()
}

/// An error as RFC 6749 §5.2 writes it.
struct Refusal {
    status: StatusCode,
    error: &'static str,
    description: String,
}

impl Refusal {
    fn new(error: &'static str, description: &str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, description: description.to_owned() }
    }

    fn request(description: String) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error: "invalid_request", description }
    }

    fn client(description: &str) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, error: "invalid_client", description: description.to_owned() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "error_description": self.description });
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let basic = HeaderValue::from_static("Basic realm=\"Recall\", charset=\"UTF-8\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::{body::Body, body::to_bytes, http::Request};
    use serde_json::Value;
    use shared::permission::Permission;
    use tower::ServiceExt;

    use super::*;
    use crate::{
        domain::{Actor, identity::access::authenticate},
        testing::TestApp,
    };

    const FORM: &str = "application/x-www-form-urlencoded";

    async fn post(app: &App, basic: Option<&str>, body: &str) -> (StatusCode, HeaderMap, Value) {
        let mut request = Request::post("/oauth/token").header(header::CONTENT_TYPE, FORM);
        if let Some(basic) = basic {
            request = request.header(header::AUTHORIZATION, format!("Basic {}", STANDARD.encode(basic)));
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = router().with_state(app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = serde_json::from_slice(&to_bytes(body, 10_000).await.unwrap()).unwrap();
        assert_eq!(parts.headers[header::CACHE_CONTROL], "no-store");
        (parts.status, parts.headers, body)
    }

    async fn credentials(app: &App) -> (String, String) {
        let scopes = vec![Permission::ImportPatients, Permission::ViewReports];
        let issued = clients::create(app, &Actor::command("test"), "Upload agent", scopes).await.unwrap();
        (issued.client_id, issued.client_secret.0)
    }

    #[tokio::test]
    async fn credentials_in_the_header_or_in_the_body_give_a_token() {
        let test = TestApp::start().await;
        let (id, secret) = credentials(&test.app).await;
        let basic = format!("{id}:{secret}");
        let (status, _, body) =
            post(&test.app, Some(&basic), "grant_type=client_credentials&scope=patients%3Aimport").await;
        assert_eq!((status, body["token_type"].as_str()), (StatusCode::OK, Some("Bearer")));
        assert_eq!((body["scope"].as_str(), body["expires_in"].as_u64()), (Some("patients:import"), Some(900)));
        let actor = authenticate(&test.app, body["access_token"].as_str().unwrap()).await.unwrap();
        assert_eq!(actor.permissions(), [Permission::ImportPatients]);

        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let (status, _, body) = post(&test.app, None, &form).await;
        assert_eq!((status, body["scope"].as_str()), (StatusCode::OK, Some("patients:import reports:view")));
    }

    #[tokio::test]
    async fn what_is_wrong_is_said_as_the_standard_has_it() {
        let test = TestApp::start().await;
        let (id, secret) = credentials(&test.app).await;
        let right = format!("{id}:{secret}");
        let wrong = format!("{id}:wrong");
        for (basic, form, status, error) in [
            (Some(&wrong), "grant_type=client_credentials", 401, "invalid_client"),
            (None, "grant_type=client_credentials", 401, "invalid_client"),
            (Some(&right), "grant_type=password", 400, "unsupported_grant_type"),
            (Some(&right), "", 400, "invalid_request"),
            (Some(&right), "grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request"),
            (Some(&right), "grant_type=client_credentials&client_secret=x", 400, "invalid_request"),
            (Some(&right), "grant_type=client_credentials&scope=users:manage", 400, "invalid_scope"),
        ] {
            let (found, headers, body) = post(&test.app, basic.map(String::as_str), form).await;
            assert_eq!((found.as_u16(), body["error"].as_str()), (status, Some(error)), "{form}");
            assert_eq!(headers.contains_key(header::WWW_AUTHENTICATE), status == 401);
        }
    }
}
