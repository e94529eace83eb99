//! The response around a page: status and headers.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Extension, RequestPartsExt,
    extract::FromRequestParts,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use maud::Markup;

use super::{
    Outcome,
    view::{self, Page},
    words::words,
    wrong::WrongLinks,
};
use crate::{
    config::PracticeConfig,
    domain::{
        acknowledgements::{Closed, Refused},
        settings,
    },
    http::client::ClientAddress,
    state::App,
};

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// Makes responses for one request.
pub(super) struct Reply {
    practice: Arc<PracticeConfig>,
    client: ClientAddress,
    wrong: Option<Arc<WrongLinks>>,
}

impl FromRequestParts<App> for Reply {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let client = ClientAddress::from_request_parts(parts, app).await?;
        let wrong = parts.extract::<Extension<Arc<WrongLinks>>>().await.ok();
        Ok(Self { practice: settings::practice(app).await, client, wrong: wrong.map(|Extension(wrong)| wrong) })
    }
}

impl Reply {
    /// `token` is the path's; `view` makes the page of what it leads to, in the patient's language.
    pub fn page<T>(&self, token: &str, outcome: Outcome<T>, view: impl FnOnce(Spoken<'_>, T) -> Markup) -> Response {
        match outcome {
            Ok(Ok(shown)) => respond(StatusCode::OK, view(Spoken { practice: &self.practice, token }, shown)),
            Ok(Err(refused)) => self.closed(token, &refused),
            Err(error) => {
                tracing::error!(%error, "a patient page failed");
                let page = Spoken { practice: &self.practice, token }.to(None);
                respond(StatusCode::INTERNAL_SERVER_ERROR, page.failed())
            }
        }
    }

    fn closed(&self, token: &str, refused: &Refused) -> Response {
        let page = Spoken { practice: &self.practice, token }.to(refused.language.as_deref());
        let status = match refused.closed {
            Closed::Wrong if self.wrong.as_ref().is_some_and(|wrong| wrong.too_many(self.client.0)) => {
                let mut response = respond(StatusCode::TOO_MANY_REQUESTS, page.too_many());
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
                return response;
            }
            Closed::Wrong => StatusCode::NOT_FOUND,
            Closed::Revoked | Closed::Expired | Closed::Astray | Closed::Withdrawn => StatusCode::GONE,
        };
        respond(status, page.closed(refused.closed))
    }
}

/// A page to come, once it is known whom it speaks to.
#[derive(Clone, Copy)]
pub(super) struct Spoken<'a> {
    practice: &'a PracticeConfig,
    token: &'a str,
}

impl<'a> Spoken<'a> {
    /// In the words of a language that Recall knows; in English else.
    pub fn to(self, language: Option<&str>) -> Page<'a> {
        Page { practice: self.practice, words: words(language), token: self.token }
    }
}

fn respond(status: StatusCode, page: Markup) -> Response {
    let mut response = (status, page.into_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(ROBOTS, HeaderValue::from_static("noindex, nofollow"));
    if let Ok(policy) = HeaderValue::from_str(view::policy()) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
