//! Who asks: the bearer token of a request or of a WebSocket's first message.

use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;

use super::ClientAddress;
use crate::{
    domain::{Actor, Error, Result},
    graphql::context::RequestInfo,
    state::App,
};

const REFRESH_COOKIE: &str = "recall_refresh";

/// The actor of the bearer token. An expired or wrong token is nobody's: the fields that want somebody
/// say so, and a session can still be refreshed.
pub(super) async fn who(app: &App, headers: &HeaderMap) -> Result<Option<Actor>> {
    match headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) {
        Some(authorization) => of_authorization(app, authorization).await,
        None => Ok(None),
    }
}

/// The same for the text of an `Authorization` header.
pub(super) async fn of_authorization(app: &App, authorization: &str) -> Result<Option<Actor>> {
    let Some((scheme, token)) = authorization.split_once(' ') else { return Ok(None) };
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Ok(None);
    }
    match /*WIRE crate::domain::identity::access::authenticate(app, token.trim()).await*/ Err(Error::Unauthenticated) as Result<Actor> {
        Ok(actor) => Ok(Some(actor)),
        Err(Error::Unauthenticated) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn request_info(headers: &HeaderMap, client: ClientAddress) -> RequestInfo {
    RequestInfo {
        refresh_cookie: CookieJar::from_headers(headers).get(REFRESH_COOKIE).map(|cookie| cookie.value().to_owned()),
        user_agent: headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned),
        address: client.0,
    }
}
