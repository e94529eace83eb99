//! Forms as people and programs meet them, without script.

#![allow(clippy::unwrap_used)]

mod languages;
mod limits;
mod personal;

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value as Json, json};

use crate::{
    domain::{
        Actor,
        forms::{self, NewForm, Source},
    },
    http::test_server::{Answer, TestServer},
};

const ANSWERED: &str = "SELECT COUNT(*) AS n FROM form_response";

/// A server with a published form: a name, and nights where there is wheezing.
async fn server(is_public: bool) -> TestServer {
    let fields = json!([
        { "id": "source", "kind": { "hidden": {} } },
        { "id": "name", "kind": { "text": {} }, "label": { "en": "Name" }, "required": true },
        { "id": "wheeze", "kind": { "yesNo": {} }, "label": { "en": "Do you wheeze?" }, "required": true },
        { "id": "nights", "kind": { "number": {} }, "label": { "en": "Nights awake" }, "required": true,
          "showIf": { "yesNo": { "field": "wheeze", "is": true } } }
    ]);
    server_of(&fields, is_public, true).await
}

/// A server with a published form of these fields, in English and Welsh.
async fn server_of(fields: &Json, is_public: bool, changeable: bool) -> TestServer {
    let server = TestServer::start().await;
    let form = json!({ "format": 1, "kind": "questionnaire", "languages": ["en", "cy"],
        "title": { "en": "Your lungs", "cy": "Eich ysgyfaint" },
        "pages": [{ "id": "p", "sections": [{ "fields": fields }] }] });
    let actor = Actor::command("test");
    let new = NewForm { source: Source::Json(form.to_string()), name: None, slug: None, is_public, changeable };
    let form = forms::create(&server.app, &actor, new).await.unwrap().form;
    let version = forms::publish(&server.app, &actor, form.id.into(), 1).await.unwrap();
    forms::run_publication(&server.app, version.id.into()).await.unwrap();
    server
}

async fn post(server: &TestServer, path: &str, body: &str) -> Answer {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.to_owned()))
        .unwrap();
    server.send(request).await
}

/// The stamp in a page.
fn stamp(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"_stamp\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_form_is_filled_in_step_by_step_and_sent_once() {
    let server = server(true).await;
    let first = server.get("/f/your-lungs").await;
    assert_eq!((first.status, first.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(first.header("content-security-policy").contains("frame-ancestors 'none'"));
    let stamp = stamp(&first.body);
    let about = format!("_version=1&_stamp={stamp}");
    let wrong = post(&server, "/f/your-lungs", &format!("{about}&_step=0&_press=next&name=&wheeze=yes")).await;
    assert!(
        wrong.body.contains("There is a problem") && wrong.body.contains("value=\"yes\" checked"),
        "{}",
        wrong.body
    );
    let next = post(&server, "/f/your-lungs", &format!("{about}&_step=0&_press=next&name=Ada&wheeze=yes")).await;
    assert!(next.body.contains("Nights awake") && next.body.contains("name=\"name\" value=\"Ada\""), "{}", next.body);
    let all = format!("{about}&_step=1&name=Ada&wheeze=yes&nights=3");
    let review = post(&server, "/f/your-lungs", &format!("{all}&_press=next")).await;
    assert!(review.body.contains("Check your answers"), "{}", review.body);
    let back = post(&server, "/f/your-lungs", &format!("{all}&_press=change-0")).await;
    assert!(back.body.contains("id=\"f-name\"") && back.body.contains("value=\"Ada\""), "{}", back.body);
    let hasty = post(&server, "/f/your-lungs", &format!("{all}&_press=send")).await;
    assert!(hasty.body.contains("Check your answers"), "sooner than a person can: {}", hasty.body);
    assert_eq!(server.count(ANSWERED).await, 0);
    later(&server);
    for _ in 0..2 {
        let done = post(&server, "/f/your-lungs", &format!("{all}&_press=send")).await;
        assert!(done.body.contains("We have your answers."), "{}", done.body);
    }
    assert_eq!(server.count(ANSWERED).await, 1);
}

#[tokio::test]
async fn other_answers_by_the_same_page_are_stored_as_well() {
    let server = server(true).await;
    let stamp = stamp(&server.get("/f/your-lungs").await.body);
    later(&server);
    for name in ["Ada", "Eve", "Ada"] {
        let body = format!("_version=1&_stamp={stamp}&_press=send&name={name}&wheeze=no");
        assert!(post(&server, "/f/your-lungs", &body).await.body.contains("We have your answers."), "{name}");
    }
    assert_eq!(server.count(ANSWERED).await, 2, "who goes on from Back, and the same twice");
}

/// A minute passes for the pages that were made: their stamps are taken as older.
fn later(server: &TestServer) {
    server.advance(Duration::from_mins(1));
}

#[tokio::test]
async fn who_fills_in_the_box_that_nobody_sees_is_asked_once_more() {
    let server = server(true).await;
    let page = server.get("/f/your-lungs").await;
    later(&server);
    let body = format!("_version=1&_stamp={}&_press=send&_website=spam&name=Ada&wheeze=no", stamp(&page.body));
    let asked = post(&server, "/f/your-lungs", &body).await.body;
    assert!(asked.contains("Check your answers") && asked.contains("Your answers are not sent yet"), "{asked}");
    assert!(asked.contains("name=\"_website\" value=\"\"") && asked.contains("value=\"Ada\""), "{asked}");
    assert_eq!(server.count(ANSWERED).await, 0);
    let sent = post(&server, "/f/your-lungs", &body.replace("_website=spam", "_website=")).await.body;
    assert!(sent.contains("We have your answers."), "a person whose browser did it: {sent}");
    assert_eq!(server.count(ANSWERED).await, 1);
    server.sql("DELETE FROM form_response").await;
    let unsigned = post(&server, "/f/your-lungs", "_version=1&_press=send&name=Ada&wheeze=no").await;
    assert!(unsigned.body.contains("Check your answers"), "a page without a stamp is shown once more");
    assert_eq!(server.count(ANSWERED).await, 0);
}

#[tokio::test]
async fn what_is_not_public_opens_with_a_signed_link_only() {
    let server = server(false).await;
    assert_eq!(server.get("/f/your-lungs").await.status, StatusCode::NOT_FOUND);
    assert_eq!(server.get("/f/nothing").await.status, StatusCode::NOT_FOUND);
    let until = server.app.clock.now() + chrono::Duration::hours(1);
    let url = forms::signed_link(&server.app, &Actor::command("test"), 1.into(), until).await.unwrap();
    let path = &url[url.find("/f/").unwrap()..];
    let page = server.get(path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&path.replace('&', "&amp;")), "it posts to the same: {}", page.body);
    assert_eq!(server.get(&path.replace("until=", "until=9")).await.status, StatusCode::NOT_FOUND);
    server.advance(Duration::from_hours(2));
    assert_eq!(server.get(path).await.status, StatusCode::NOT_FOUND, "out of date");
}

#[tokio::test]
async fn what_comes_with_the_address_fills_hidden_fields() {
    let server = server(true).await;
    let page = server.get("/f/your-lungs?source=poster&name=Eve").await;
    assert!(page.body.contains("name=\"source\" value=\"poster\""), "{}", page.body);
    assert!(!page.body.contains("\"Eve\""), "only those");
}

#[tokio::test]
async fn a_personal_link_leads_to_the_form_and_sending_it_acknowledges() {
    let server = server(false).await;
    server.sql("UPDATE campaign SET plan = '{\"form\":\"form-version-1\"}'").await;
    let (message, path) = (server.link(1), format!("{}/form", server.link(1)));
    assert!(server.get(&message).await.body.contains(&path), "the message leads there");
    let page = server.get(&path).await;
    assert!(page.status == StatusCode::OK && page.body.contains("id=\"f-name\""), "{}", page.body);
    let done = post(&server, &path, "_version=1&_step=1&_press=send&name=Ada&wheeze=yes&nights=3").await;
    assert!(done.body.contains("We have your answers.") && done.body.contains(&path), "{}", done.body);
    assert_eq!((server.count(ANSWERED).await, server.reached("acknowledged").await), (1, 1));
    let again = server.get(&path).await;
    assert!(again.body.contains("value=\"Ada\""), "to be changed: {}", again.body);
    assert_eq!(server.get("/m/nonsense/form").await.status, StatusCode::NOT_FOUND);
    server.sql("UPDATE campaign SET plan = '{}'").await;
    assert_eq!(server.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn one_address_is_slowed_down() {
    let server = server(true).await;
    let from = std::net::SocketAddr::from(([203, 0, 113, 9], 1));
    let mut last = StatusCode::OK;
    for _ in 0..=server.app.config.forms.answers_a_minute {
        let mut request = Request::post("/f/your-lungs")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("_version=1&_press=back"))
            .unwrap();
        request.extensions_mut().insert(axum::extract::ConnectInfo(from));
        last = server.send(request).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(server.get("/f/your-lungs").await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_other_origin_may_read_what_a_script_posts() {
    let server = server(true).await;
    let request =
        Request::options("/f/your-lungs").header("origin", "https://evil.example").body(Body::empty()).unwrap();
    let refused = server.send(request).await;
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (StatusCode::NO_CONTENT, ""));
}
