//! Forms as the browser asks for them.

#![allow(clippy::unwrap_used)]

use async_graphql::{Request, Response};
use serde_json::{Value, json};
use shared::permission::Role;

use crate::{
    domain::{Actor, forms},
    graphql::build,
    testing::TestApp,
};

async fn ask(test: &TestApp, role: Role, query: &str) -> Response {
    let actor = Actor::user(1.into(), "Mo", role);
    build(test.app.clone()).execute(Request::new(query).data(actor)).await
}

async fn answer(test: &TestApp, role: Role, query: &str) -> Value {
    let response = ask(test, role, query).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    response.data.into_json().unwrap()
}

const CREATE: &str = r#"mutation { createForm(input: { source: { starter: "flu-booking" }, isPublic: true })
    { lost form { id slug kind state draftVersion problems { message } } } }"#;
const PUBLISH: &str = r#"mutation { publishForm(input: { id: "form-1", draftVersion: 1 })
    { version { id number publishedAt steps { step state } comparison { changes } } } }"#;
const LOOK: &str = r"{ forms { totalCount nodes { state view currentVersion { number steps { state } }
    responses { nodes { id } } } } }";

#[tokio::test]
async fn a_form_is_made_published_and_looked_at() {
    let test = TestApp::start().await;
    let made = answer(&test, Role::Manager, CREATE).await;
    let form = json!({ "id": "form-1", "slug": "book-your-flu-vaccination", "kind": "BOOKING_REQUEST", "state": "DRAFT",
        "draftVersion": 1, "problems": [] });
    assert_eq!(made["createForm"], json!({ "lost": [], "form": form }));
    let asked = answer(&test, Role::Manager, PUBLISH).await;
    let version = &asked["publishForm"]["version"];
    assert_eq!(
        (&version["number"], &version["publishedAt"], &version["comparison"]),
        (&json!(1), &json!(null), &json!(null))
    );
    assert_eq!(version["steps"][0], json!({ "step": "CHECK", "state": "WAITING" }));
    forms::run_publication(&test.app, 1.into()).await.unwrap();
    let seen = answer(&test, Role::Viewer, LOOK).await;
    let node = &seen["forms"]["nodes"][0];
    assert_eq!((&node["state"], &node["view"]), (&json!("PUBLISHED"), &json!("form_book_your_flu_vaccination")));
    assert_eq!(node["currentVersion"]["steps"][5]["state"], "DONE");
    assert_eq!(node["responses"]["nodes"], json!([]));
}

#[tokio::test]
async fn who_may_only_look_changes_nothing_and_an_auditor_sees_no_answers() {
    let test = TestApp::start().await;
    let code = |response: Response| {
        response.errors[0].extensions.as_ref().and_then(|extensions| extensions.get("code")).cloned()
    };
    assert_eq!(code(ask(&test, Role::Viewer, CREATE).await), Some("FORBIDDEN".into()));
    answer(&test, Role::Manager, CREATE).await;
    assert_eq!(code(ask(&test, Role::Viewer, PUBLISH).await), Some("FORBIDDEN".into()));
    assert_eq!(code(ask(&test, Role::Auditor, LOOK).await), Some("FORBIDDEN".into()));
    let stale = r#"mutation { saveFormDraft(input: { id: "form-1", draftVersion: 7, name: "X" }) { form { id } } }"#;
    assert_eq!(code(ask(&test, Role::Manager, stale).await), Some("STALE_DRAFT".into()));
}
