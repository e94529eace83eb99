//! Signing in as the browser does it: through the schema, with the cookie.

#![allow(clippy::unwrap_used)]

use async_graphql::{EmptySubscription, MergedObject, Request, Schema, Variables};
use axum::http::header::SET_COOKIE;
use serde_json::{Value, json};
use shared::permission::Role;

use super::{IdentityMutation, IdentityQuery};
use crate::{
    clients::clock::Clock,
    domain::{
        Actor,
        identity::{access, invitations, totp, users},
    },
    graphql::{audit::AuditQuery, context::RequestInfo},
    testing::TestApp,
};

#[derive(MergedObject, Default)]
struct Query(IdentityQuery, AuditQuery);

type TestSchema = Schema<Query, IdentityMutation, EmptySubscription>;

struct Browser {
    test: TestApp,
    schema: TestSchema,
    cookie: Option<String>,
    actor: Option<Actor>,
}

impl Browser {
    async fn open() -> Self {
        let test = TestApp::start().await;
        let schema = Schema::build(Query::default(), IdentityMutation, EmptySubscription).data(test.app.clone());
        Self { test, schema: schema.finish(), cookie: None, actor: None }
    }

    /// Asks, and keeps the cookie as a browser does. Gives the data, or the code of the error.
    async fn ask(&mut self, query: &str, variables: Value) -> Result<Value, String> {
        let info = RequestInfo { refresh_cookie: self.cookie.clone(), ..RequestInfo::default() };
        let mut request = Request::new(query).variables(Variables::from_json(variables)).data(info);
        if let Some(actor) = self.actor.clone() {
            request = request.data(actor);
        }
        let response = self.schema.execute(request).await;
        if let Some(set) = response.http_headers.get(SET_COOKIE) {
            let value = set.to_str().unwrap().split([';', '=']).nth(1).unwrap();
            self.cookie = (!value.is_empty()).then(|| value.to_owned());
        }
        match response.errors.first() {
            None => Ok(response.data.into_json().unwrap()),
            Some(error) => {
                let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
                Err(code.map_or_else(|| error.message.clone(), |code| code.to_string().trim_matches('"').to_owned()))
            }
        }
    }

    async fn take(&mut self, payload: &Value) {
        let token = payload["accessToken"].as_str().unwrap();
        self.actor = Some(access::authenticate(&self.test.app, token).await.unwrap());
    }

    /// Makes a user and signs in as them.
    async fn sign_in(&mut self, role: Role) -> Value {
        let new = users::NewUser { email: EMAIL.parse().unwrap(), name: "Gwen Harker".to_owned(), role };
        let made = users::create_with_credentials(&self.test.app, &Actor::command("test"), &new).await.unwrap();
        let variables = json!({ "input": { "email": EMAIL, "password": made.password } });
        let payload = self.ask(SIGN_IN, variables).await.unwrap();
        assert_eq!(payload["signIn"]["enrolment"], Value::Null);
        let code = totp::code_at(&made.totp.secret, self.test.clock.timestamp()).unwrap();
        let variables = json!({ "input": { "challenge": payload["signIn"]["challenge"], "code": code } });
        let payload = self.ask(COMPLETE, variables).await.unwrap();
        self.take(&payload["completeSignIn"]).await;
        payload["completeSignIn"].clone()
    }
}

const EMAIL: &str = "gwen.harker@example.org";
const SIGN_IN: &str = "mutation($input: SignInInput!) { signIn(input: $input) { challenge enrolment { secret } } }";
const COMPLETE: &str = "mutation($input: CompleteSignInInput!) { completeSignIn(input: $input) {
    accessToken expiresAt expiresIn
    viewer { id email name role permissions sessionExpiresAt practice { name } } } }";
const REFRESH: &str = "mutation { refreshSession { accessToken viewer { id } } }";
const ACCEPT: &str = "mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) {
    challenge enrolment { secret otpauthUri qrSvg } } }";

#[tokio::test]
async fn a_session_lasts_from_sign_in_over_refresh_to_sign_out() {
    let mut browser = Browser::open().await;
    assert_eq!(browser.ask("{ viewer { id } }", Value::Null).await.unwrap()["viewer"], Value::Null);
    let payload = browser.sign_in(Role::Viewer).await;
    assert_eq!(
        (payload["expiresIn"].as_u64(), payload["expiresAt"].as_str()),
        (Some(900), Some("2026-09-18T15:48:20+00:00"))
    );
    let viewer = &payload["viewer"];
    assert_eq!(viewer["role"], "VIEWER");
    assert_eq!(viewer["practice"]["name"], "Medicare");
    assert_eq!(viewer["sessionExpiresAt"], "2026-09-19T03:33:20+00:00");
    assert!(viewer["permissions"].as_array().unwrap().contains(&json!("patients:view")));
    let asked = browser.ask("{ viewer { id email name } }", Value::Null).await.unwrap();
    assert_eq!(asked["viewer"], json!({ "id": "user-1", "email": EMAIL, "name": "Gwen Harker" }));

    let before = browser.cookie.clone().unwrap();
    let payload = browser.ask(REFRESH, Value::Null).await.unwrap();
    assert_eq!(payload["refreshSession"]["viewer"]["id"], "user-1");
    assert_ne!(browser.cookie.as_ref(), Some(&before));

    assert_eq!(browser.ask("mutation { signOut }", Value::Null).await.unwrap()["signOut"], true);
    assert_eq!(browser.cookie, None);
    browser.cookie = Some(before);
    assert_eq!(browser.ask(REFRESH, Value::Null).await, Err("UNAUTHENTICATED".to_owned()));
    assert_eq!(browser.cookie, None);
}

#[tokio::test]
async fn an_invited_person_is_shown_a_qr_code() {
    let mut browser = Browser::open().await;
    let new = users::NewUser { email: EMAIL.parse().unwrap(), name: "Gwen Harker".to_owned(), role: Role::Auditor };
    let invitation = invitations::invite(&browser.test.app, &Actor::command("test"), &new).await.unwrap();
    let token = invitation.url.rsplit('/').next().unwrap();
    let variables = json!({ "input": { "token": token, "password": "violet teapot orbit" } });
    let payload = browser.ask(ACCEPT, variables.clone()).await.unwrap();
    let enrolment = &payload["acceptInvitation"]["enrolment"];
    assert!(enrolment["qrSvg"].as_str().unwrap().starts_with("<svg"));
    assert!(enrolment["otpauthUri"].as_str().unwrap().contains(enrolment["secret"].as_str().unwrap()));
    assert_eq!(browser.ask(ACCEPT, variables).await, Err("INVITATION_INVALID".to_owned()));
}

#[tokio::test]
async fn the_log_is_paged_newest_first_and_only_for_who_may_read_it() {
    const EVENTS: &str = "query($after: String, $filter: AuditFilter) {
        auditEvents(first: 1, after: $after, filter: $filter) {
            nodes { id actor action subject detail hash } totalCount pageInfo { hasNextPage endCursor } } }";
    let mut browser = Browser::open().await;
    assert_eq!(browser.ask(EVENTS, Value::Null).await, Err("UNAUTHENTICATED".to_owned()));
    browser.sign_in(Role::Auditor).await;
    let first = browser.ask(EVENTS, Value::Null).await.unwrap()["auditEvents"].clone();
    assert_eq!((first["nodes"][0]["action"].as_str(), first["totalCount"].as_u64()), (Some("user.signed_in"), Some(2)));
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let variables = json!({ "after": first["pageInfo"]["endCursor"] });
    let second = browser.ask(EVENTS, variables).await.unwrap()["auditEvents"].clone();
    assert_eq!(second["nodes"][0]["action"], "user.created");
    assert_eq!(second["nodes"][0]["detail"], "{\"role\":\"auditor\",\"state\":\"active\"}");
    assert_eq!(second["pageInfo"]["hasNextPage"], false);
    let found = browser.ask(EVENTS, json!({ "filter": { "actor": "user add" } })).await.unwrap();
    assert_eq!(found["auditEvents"]["totalCount"], 0);
    let found = browser.ask(EVENTS, json!({ "filter": { "actor": "test", "subject": "user-1" } })).await.unwrap();
    assert_eq!(found["auditEvents"]["totalCount"], 1);

    let mut viewer = Browser::open().await;
    viewer.sign_in(Role::Viewer).await;
    assert_eq!(viewer.ask(EVENTS, Value::Null).await, Err("FORBIDDEN".to_owned()));
}
