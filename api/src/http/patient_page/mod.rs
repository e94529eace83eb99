//! The patient's message page, `/m/{token}`: GET shows, POST acknowledges; `/u/{token}` takes one-click
//! unsubscribes. No script, no cookie.

mod reply;
#[cfg(test)]
mod tests;
mod view;
mod words;
mod wrong;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, HeaderName, Method, header::USER_AGENT},
    response::Response,
    routing::{any, get},
};
use maud::Markup;

use self::{reply::Reply, wrong::WrongLinks};
use crate::{
    domain::{
        Result,
        acknowledgements::{self, Refused, Visit},
    },
    state::App,
};

const LARGEST: usize = 1024; // bytes; the forms have no fields, and a mail program sends one

pub fn router() -> Router<App> {
    Router::new()
        .route("/m/{token}", get(show).post(acknowledge))
        .route("/m/{token}/opt-out", get(ask_opt_out).post(opt_out))
        .route("/m/{token}/not-me", get(ask_not_me).post(not_me))
        // What the List-Unsubscribe header of emails names: one click of a mail program is a POST (RFC 8058).
        .route("/u/{token}", get(ask_opt_out).post(opt_out))
        .route("/m", any(nothing))
        .route("/m/", any(nothing))
        .route("/u/{token}/{*rest}", any(nothing))
        .route("/m/{token}/{*rest}", any(nothing))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(Extension(Arc::new(WrongLinks::new())))
}

async fn show(
    reply: Reply,
    State(app): State<App>,
    method: Method,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Response {
    let visit = visit(&headers);
    // HEAD comes from machines that only want to know whether the link lives.
    let visit = (method == Method::GET).then_some(&visit);
    let shown = acknowledgements::open(&app, &token, visit).await;
    reply.page(&token, shown, |page, shown| page.to(shown.language.as_deref()).message(&shown))
}

async fn acknowledge(reply: Reply, State(app): State<App>, Path(token): Path<String>) -> Response {
    let done = acknowledgements::acknowledge(&app, &token).await;
    reply.page(&token, done, |page, done| page.to(done.language.as_deref()).thanks(&done))
}

async fn ask_opt_out(reply: Reply, State(app): State<App>, Path(token): Path<String>) -> Response {
    let asked = acknowledgements::ask_opt_out(&app, &token).await;
    reply.page(&token, asked, |page, language| page.to(language.as_deref()).ask_opt_out())
}

async fn opt_out(reply: Reply, State(app): State<App>, Path(token): Path<String>) -> Response {
    let done = acknowledgements::opt_out(&app, &token).await;
    reply.page(&token, done, |page, language| page.to(language.as_deref()).opted_out())
}

async fn ask_not_me(reply: Reply, State(app): State<App>, Path(token): Path<String>) -> Response {
    let asked = acknowledgements::ask_not_me(&app, &token).await;
    reply.page(&token, asked, |page, language| page.to(language.as_deref()).ask_not_me())
}

async fn not_me(reply: Reply, State(app): State<App>, Path(token): Path<String>) -> Response {
    let done = acknowledgements::not_me(&app, &token).await;
    reply.page(&token, done, |page, language| page.to(language.as_deref()).not_me())
}

async fn nothing(reply: Reply) -> Response {
    reply.page("", Ok(Err::<(), _>(Refused::WRONG)), |_, ()| Markup::default())
}

fn visit(headers: &HeaderMap) -> Visit {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let prefetch = ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .into_iter()
        .filter_map(|name| text(HeaderName::from_static(name)))
        .any(|purpose| purpose.contains("prefetch") || purpose.contains("prerender") || purpose.contains("preview"));
    Visit { agent: text(USER_AGENT).map(ToOwned::to_owned), prefetch }
}

/// What a handler comes to: a page, a link that shows none, or a failure.
type Outcome<T> = Result<std::result::Result<T, Refused>>;
