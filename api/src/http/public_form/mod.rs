//! Forms as people fill them in: `/f/{slug}` for everybody, `/m/{token}/form` behind a personal link. No script is
//! needed and no cookie is set; what is typed goes from page to page until it is sent.

mod brake;
mod cross_origin;
mod files;
mod fill_in;
mod language;
mod posted;
mod reply;
mod room;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::Arc};

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::{HeaderMap, Method, StatusCode},
    middleware::from_fn_with_state,
    response::Response,
    routing::get,
};
use entity::time::Timestamp;
use shared::form::{Answers, FieldKind};
use tower_http::compression::CompressionLayer;

use self::{
    brake::{Brake, Gate, Passed},
    fill_in::{FillIn, Who},
    posted::{LARGEST, Posted},
    reply::{Reply, page},
    room::Room,
};
use crate::{
    domain::{
        Result,
        forms::{self, Addressed, Pass, page as pages},
    },
    state::App,
};

/// Phones share the addresses of their networks by the hundred, and who has a personal link was sent it.
const PERSONAL: u32 = 10; // times what anybody may send

type Fields = HashMap<String, String>;

pub fn router(app: &App) -> Router<App> {
    let (room, a_minute) = (Arc::new(Room::new()), app.config.forms.answers_a_minute);
    let gate = |a_minute| Extension(Arc::new(Gate { brake: Brake::new(a_minute), room: room.clone() }));
    let open = get(show).post(answer).options(cross_origin::preflight).layer(gate(a_minute));
    let personal = get(show_personal).post(answer_personal).layer(gate(a_minute.saturating_mul(PERSONAL)));
    Router::new()
        .route("/f/{slug}", open.layer(from_fn_with_state(app.clone(), cross_origin::answers)))
        .route("/m/{token}/form", personal)
        .layer(DefaultBodyLimit::max(LARGEST))
        // A page has its style and script in it; it holds no secret that what somebody typed could be compared with.
        .layer(CompressionLayer::new())
}

async fn show(
    State(app): State<App>,
    reply: Reply,
    Path(slug): Path<String>,
    Query(query): Query<Fields>,
    headers: HeaderMap,
) -> Response {
    let shown = shown(&app, &reply, &slug, &query, &headers).await;
    shown.unwrap_or_else(|error| reply.failed(&error))
}

async fn shown(app: &App, reply: &Reply, slug: &str, query: &Fields, headers: &HeaderMap) -> Result<Response> {
    let pass = pass(query);
    let Some(form) = open_form(app, slug, None, pass.as_ref()).await? else { return Ok(reply.no_form()) };
    let before = of_address(&form, query);
    let schema = &form.version.schema;
    let language = language::choose(schema, asked_language(query), None, headers);
    let is_plain = pass.is_none() && before.is_none() && language == schema.default_language();
    if is_plain {
        let stamp =
            format!("name=\"{}\" value=\"{}\"", pages::names::STAMP, forms::issue_stamp(app, form.form.id.into()));
        let stored = forms::stored_page(app, &form.version).await?;
        return Ok(page(app, StatusCode::OK, stored.replacen(pages::NO_STAMP, &stamp, 1)));
    }
    let path = address(slug, pass.as_ref());
    let fill_in = FillIn::new(app, reply, &form, &path, language, Who::Anybody);
    Ok(fill_in.begin(&before.unwrap_or_default()))
}

async fn answer(
    State(app): State<App>,
    Passed(room): Passed,
    reply: Reply,
    Path(slug): Path<String>,
    Query(query): Query<Fields>,
    request: Request,
) -> Response {
    let answered = answered(&app, &reply, &slug, &query, (&room, request)).await;
    answered.unwrap_or_else(|error| reply.failed(&error))
}

/// The form is looked up before the post is read, and once more where it came from the page of an older version.
async fn answered(
    app: &App,
    reply: &Reply,
    slug: &str,
    query: &Fields,
    (room, request): (&Room, Request),
) -> Result<Response> {
    let pass = pass(query);
    let Some(mut form) = open_form(app, slug, None, pass.as_ref()).await? else { return Ok(reply.no_form()) };
    let headers = request.headers().clone();
    let posted = match Posted::read(request, app, room).await {
        Ok(posted) => posted,
        Err(why) => return Ok(reply.not_read(why)),
    };
    if let Some(number) = posted.version().filter(|number| *number != form.version.number) {
        let Some(shown) = open_form(app, slug, Some(number), pass.as_ref()).await? else { return Ok(reply.no_form()) };
        form = shown;
    }
    let path = address(slug, pass.as_ref());
    let language = language::choose(&form.version.schema, posted.language(), None, &headers);
    FillIn::new(app, reply, &form, &path, language, Who::Anybody).go_on(posted).await
}

async fn show_personal(
    State(app): State<App>,
    reply: Reply,
    Path(token): Path<String>,
    Query(query): Query<Fields>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let shown = shown_personal(&app, &reply, &token, asked_language(&query), (&method, &headers)).await;
    shown.unwrap_or_else(|error| reply.failed(&error))
}

async fn shown_personal(
    app: &App,
    reply: &Reply,
    token: &str,
    asked: Option<&str>,
    (method, headers): (&Method, &HeaderMap),
) -> Result<Response> {
    let personal = match forms::personal(app, token).await? {
        Ok(personal) => personal,
        Err(closed) => return Ok(reply.closed(closed)),
    };
    if personal.is_answered_for_good() {
        return Ok(reply.answered_before());
    }
    if method != Method::HEAD {
        forms::tell_shown(app, &personal).await?;
    }
    let path = format!("/m/{token}/form");
    let language = language::choose(&personal.form.version.schema, asked, personal.language.as_deref(), headers);
    let fill_in = FillIn::new(app, reply, &personal.form, &path, language, Who::Recipient(&personal));
    let nothing = Answers::default();
    Ok(fill_in.begin(personal.before.as_ref().unwrap_or(&nothing)))
}

async fn answer_personal(
    State(app): State<App>,
    Passed(room): Passed,
    reply: Reply,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    let answered = answered_personal(&app, &reply, &token, (&room, request)).await;
    answered.unwrap_or_else(|error| reply.failed(&error))
}

async fn answered_personal(
    app: &App,
    reply: &Reply,
    token: &str,
    (room, request): (&Room, Request),
) -> Result<Response> {
    let personal = match forms::personal(app, token).await? {
        Ok(personal) => personal,
        Err(closed) => return Ok(reply.closed(closed)),
    };
    let headers = request.headers().clone();
    let posted = match Posted::read(request, app, room).await {
        Ok(posted) => posted,
        Err(why) => return Ok(reply.not_read(why)),
    };
    let path = format!("/m/{token}/form");
    let (schema, preferred) = (&personal.form.version.schema, personal.language.as_deref());
    let language = language::choose(schema, posted.language(), preferred, &headers);
    FillIn::new(app, reply, &personal.form, &path, language, Who::Recipient(&personal)).go_on(posted).await
}

fn asked_language(query: &Fields) -> Option<&str> {
    query.get(pages::names::ASKED_LANGUAGE).map(String::as_str)
}

/// The form at an address, where whoever comes with this pass may answer it.
async fn open_form(app: &App, slug: &str, number: Option<i32>, pass: Option<&Pass>) -> Result<Option<Addressed>> {
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
