//! Forms as people fill them in: `/f/{slug}` for everybody, `/m/{token}/form` behind a personal link. No script is
//! needed and no cookie is set; what is typed goes from page to page until it is sent.

mod brake;
mod cross_origin;
mod fill_in;
mod posted;
mod reply;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::Arc};

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::get,
};
use entity::time::Timestamp;
use shared::form::{Answers, FieldKind};
use tower_http::compression::CompressionLayer;

use self::{
    brake::Brake,
    fill_in::{FillIn, Who},
    posted::Posted,
    reply::{Reply, page},
};
use crate::{
    domain::{
        acknowledgements::Closed,
        forms::{self, Addressed, Pass, Personal, page as pages},
    },
    state::App,
};

/// Bytes of one post: a file of the largest size, and all that is typed.
const LARGEST: usize = 24_000_000;

type Fields = HashMap<String, String>;

pub fn router(app: &App) -> Router<App> {
    Router::new()
        .route("/f/{slug}", get(show).post(answer).options(cross_origin::preflight))
        .route("/m/{token}/form", get(show_personal).post(answer_personal))
        .layer(DefaultBodyLimit::max(LARGEST))
        // A page has its style and script in it; it holds no secret that what somebody typed could be compared with.
        .layer(CompressionLayer::new())
        .layer(Extension(Arc::new(Brake::new(app.config.forms.answers_a_minute))))
}

async fn show(State(app): State<App>, reply: Reply, Path(slug): Path<String>, Query(query): Query<Fields>) -> Response {
    match shown(&app, &reply, &slug, &query).await {
        Ok(response) => response,
        Err(error) => reply.failed(&error),
    }
}

async fn shown(app: &App, reply: &Reply, slug: &str, query: &Fields) -> crate::domain::Result<Response> {
    let pass = pass(query);
    let Some(form) = open_form(app, slug, None, pass.as_ref()).await? else { return Ok(reply.no_form()) };
    let before = of_address(&form, query);
    let is_plain = pass.is_none() && before.is_none() && !query.contains_key("lang");
    if is_plain {
        let stamp =
            format!("name=\"{}\" value=\"{}\"", pages::names::STAMP, forms::issue_stamp(app, form.form.id.into()));
        let stored = forms::stored_page(app, &form.version).await?;
        return Ok(page(app, StatusCode::OK, stored.replacen(pages::NO_STAMP, &stamp, 1)));
    }
    let path = address(slug, pass.as_ref());
    let fill_in = FillIn::new(app, reply, &form, &path, query.get("lang").map(String::as_str), Who::Anybody);
    Ok(fill_in.begin(&before.unwrap_or_default()))
}

async fn answer(
    State(app): State<App>,
    reply: Reply,
    Path(slug): Path<String>,
    Query(query): Query<Fields>,
    Extension(brake): Extension<Arc<Brake>>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let mut response = if brake.too_many(reply.client.0) {
        reply.too_many()
    } else {
        let answered = answered(&app, &reply, &slug, &query, posted).await;
        answered.unwrap_or_else(|error| reply.failed(&error))
    };
    cross_origin::allow(&app, &headers, &mut response);
    response
}

async fn answered(
    app: &App,
    reply: &Reply,
    slug: &str,
    query: &Fields,
    posted: Posted,
) -> crate::domain::Result<Response> {
    let pass = pass(query);
    let Some(form) = open_form(app, slug, posted.version(), pass.as_ref()).await? else {
        return Ok(reply.no_form());
    };
    let path = address(slug, pass.as_ref());
    let language = posted.language().map(ToOwned::to_owned);
    let fill_in = FillIn::new(app, reply, &form, &path, language.as_deref(), Who::Anybody);
    fill_in.go_on(posted).await
}

async fn show_personal(State(app): State<App>, reply: Reply, Path(token): Path<String>) -> Response {
    match forms::personal(&app, &token).await {
        Ok(Ok(personal)) => {
            let path = format!("/m/{token}/form");
            if personal.is_answered_for_good() {
                return reply.answered_before();
            }
            let who = Who::Recipient(&personal);
            let language = personal.language.clone();
            let fill_in = FillIn::new(&app, &reply, &personal.form, &path, language.as_deref(), who);
            fill_in.begin(&personal.before.clone().unwrap_or_default())
        }
        Ok(Err(closed)) => reply.closed(closed),
        Err(error) => reply.failed(&error),
    }
}

async fn answer_personal(State(app): State<App>, reply: Reply, Path(token): Path<String>, posted: Posted) -> Response {
    let opened: Result<Personal, Closed> = match forms::personal(&app, &token).await {
        Ok(opened) => opened,
        Err(error) => return reply.failed(&error),
    };
    let personal = match opened {
        Ok(personal) => personal,
        Err(closed) => return reply.closed(closed),
    };
    let path = format!("/m/{token}/form");
    let language = posted.language().map(ToOwned::to_owned);
    let who = Who::Recipient(&personal);
    let fill_in = FillIn::new(&app, &reply, &personal.form, &path, language.as_deref(), who);
    fill_in.go_on(posted).await.unwrap_or_else(|error| reply.failed(&error))
}

/// The form at an address, where whoever comes with this pass may answer it.
async fn open_form(
    app: &App,
    slug: &str,
    number: Option<i32>,
    pass: Option<&Pass>,
) -> crate::domain::Result<Option<Addressed>> {
    let found = forms::at_address(app, slug, number).await?;
    Ok(found.filter(|found| forms::may_enter(app, &found.form, pass)))
}

fn pass(query: &Fields) -> Option<Pass> {
    let until = Timestamp(query.get("until")?.parse().ok()?);
    Some(Pass { until, signature: query.get("key")?.clone() })
}

fn address(slug: &str, pass: Option<&Pass>) -> String {
    pass.map_or_else(|| format!("/f/{slug}"), |pass| format!("/f/{slug}?{}", pass.query()))
}

/// What came with the address for hidden fields; none where nothing did.
fn of_address(form: &Addressed, query: &Fields) -> Option<Answers> {
    let hidden = form.version.schema.fields().filter(|field| matches!(field.kind, FieldKind::Hidden(_)));
    let pairs: Vec<(&str, &str)> =
        hidden.filter_map(|field| Some((field.id.as_str(), query.get(&field.id)?.as_str()))).collect();
    (!pairs.is_empty()).then(|| Answers::from_pairs(&form.version.schema, pairs))
}
