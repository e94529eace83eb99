//! What resolvers are told of the request.

use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;

use super::ClientAddress;
use crate::graphql::context::RequestInfo;

const REFRESH_COOKIE: &str = "recall_refresh";

pub(super) fn request_info(headers: &HeaderMap, client: ClientAddress) -> RequestInfo {
    RequestInfo {
        refresh_cookie: CookieJar::from_headers(headers).get(REFRESH_COOKIE).map(|cookie| cookie.value().to_owned()),
        user_agent: headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned),
        address: client.0,
    }
}
