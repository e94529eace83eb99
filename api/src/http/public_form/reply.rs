//! The responses around pages: status and headers, and the pages of those who get no form.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER},
        request::Parts,
    },
    response::{IntoResponse, Response},
};

use super::posted::NotRead;
use crate::{
    config::PracticeConfig,
    domain::{
        Error,
        acknowledgements::Closed,
        forms::page::{self as pages, Site},
        settings,
    },
    state::App,
};

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// Makes responses for one request.
pub(super) struct Reply {
    pub practice: Arc<PracticeConfig>,
    app: App,
}

impl FromRequestParts<App> for Reply {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self { practice: settings::practice(app).await, app: app.clone() })
    }
}

impl Reply {
    /// Where there is none, it was retired, or it is not for everybody: all the same to whoever asks.
    pub fn no_form(&self) -> Response {
        let what = "There is no form at this address, or it takes no answers any more.";
        self.sorry(StatusCode::NOT_FOUND, "This form is not here", what, "Please call us and we will help.")
    }

    pub fn answered_before(&self) -> Response {
        let what = "You have answered this form already. Nothing more needs to be done.";
        self.sorry(StatusCode::OK, "Thank you", what, "To change something, please call us.")
    }

    /// They were not stored, in whatever kind words it is said.
    pub fn not_changed(&self) -> Response {
        let what = "You answered this form before. Those answers stay as they are: what you sent now was not stored.";
        self.sorry(StatusCode::OK, "You have answered this form already", what, "To change something, please call us.")
    }

    /// What is sent again, or in smaller pieces, may be read.
    pub fn not_read(&self, why: NotRead) -> Response {
        let again = "Go back in your browser and send it again, or call us. What you typed is not lost.";
        let (status, what, to_do) = match why {
            NotRead::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "What you sent is too large. Files can have 20 MB together.",
                "Go back in your browser and choose a smaller file.",
            ),
            NotRead::TooManyAnswers => {
                (StatusCode::PAYLOAD_TOO_LARGE, "There are more answers in this than any form asks for.", again)
            }
            NotRead::Slow => (StatusCode::REQUEST_TIMEOUT, "It took too long to reach us.", again),
            NotRead::Full => (StatusCode::SERVICE_UNAVAILABLE, "Many people are sending files at the moment.", again),
            NotRead::Kind => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Only what a form sends is taken here.", again),
            NotRead::Broken => (StatusCode::BAD_REQUEST, "Not all of it reached us.", again),
        };
        tracing::info!(?why, "a posted form was not read");
        let mut response = self.sorry(status, "This was not sent", what, to_do);
        if why == NotRead::Full {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("30"));
        }
        response
    }

    pub fn too_many(&self) -> Response {
        let what = "Too much was sent from your connection in a minute. What you typed is not lost.";
        let to_do = "Wait a minute, go back in your browser, and send it again.";
        let mut response = self.sorry(StatusCode::TOO_MANY_REQUESTS, "Please wait a minute", what, to_do);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
        response
    }

    /// A personal link that leads to no form.
    pub fn closed(&self, closed: Closed) -> Response {
        let (status, what) = match closed {
            Closed::Wrong => (StatusCode::NOT_FOUND, "We could not find a form for this link."),
            Closed::Revoked => (StatusCode::GONE, "We have sent you a newer message with a new link."),
            Closed::Expired => (StatusCode::GONE, "The time for answering has passed."),
            Closed::Astray => (StatusCode::GONE, "Somebody told us that this message was not meant for them."),
            Closed::Withdrawn => (StatusCode::GONE, "The form was withdrawn. You do not need to do anything about it."),
        };
        self.sorry(status, "This form is not here", what, "Please call us and we will help.")
    }

    /// A refusal says what it is; anything else is for the log.
    pub fn failed(&self, error: &Error) -> Response {
        if let Error::Refused { code: "FORM_RETIRED", .. } = error {
            return self.closed(Closed::Withdrawn);
        }
        tracing::error!(error = %format!("{error:#}"), "a form failed");
        let what = "The fault is on our side, and we have been told about it. What you typed is not lost.";
        let to_do = "Go back in your browser and send it again in a few minutes, or call us.";
        self.sorry(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong", what, to_do)
    }

    fn sorry(&self, status: StatusCode, title: &str, what: &str, to_do: &str) -> Response {
        let html = pages::closed(&Site::of(&self.app, &self.practice), title, what, to_do);
        page(&self.app, status, html)
    }
}

/// A page that no cache keeps and nobody frames.
pub(super) fn page(app: &App, status: StatusCode, html: String) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(ROBOTS, HeaderValue::from_static("noindex, nofollow"));
    let posts_to = app.config.forms.page_origin.as_ref().map(|_| app.config.http.base_url());
    let policy = format!("{}; frame-ancestors 'none'", pages::policy(posts_to.as_deref()));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
