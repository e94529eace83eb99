//! Who gets in, and what they may see.

use recall_tests::authenticator::Authenticator;
use recall_tests::{App, Client, Engine, Result, for_each_engine};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const SIGN_IN: &str =
    "mutation($input: SignInInput!) { signIn(input: $input) { challenge enrolment { secret qrSvg } } }";
const COMPLETE: &str =
    "mutation($input: CompleteSignInInput!) { completeSignIn(input: $input) { accessToken viewer { email role } } }";

for_each_engine! {
    async fn a_code_works_once(engine: Engine) {
        let app = App::start(engine).await?;
        let user = app.user("admin@practice.example", "administrator").await?;
        let client = app.client()?;
        let input = json!({ "input": { "email": user.email, "password": user.password } });
        let challenge = client.query(SIGN_IN, input.clone()).await?["signIn"]["challenge"].clone();
        let code = Authenticator::new(&user.totp_secret)?.code().await?;
        let wrong = if code == "123456" { "654321" } else { "123456" };
        let refusal = client.refused(COMPLETE, json!({ "input": { "challenge": challenge, "code": wrong } })).await?;
        assert_eq!(refusal.code, "WRONG_CODE");
        client.query(COMPLETE, json!({ "input": { "challenge": challenge, "code": code } })).await?;
        let again = client.query(SIGN_IN, input).await?["signIn"]["challenge"].clone();
        let refusal = client.refused(COMPLETE, json!({ "input": { "challenge": again, "code": code } })).await?;
        assert_eq!(refusal.code, "CODE_ALREADY_USED");
    }

    async fn a_wrong_password_and_an_unknown_email_look_the_same(engine: Engine) {
        let app = App::start(engine).await?;
        let user = app.user("admin@practice.example", "administrator").await?;
        let client = app.client()?;
        let mut seen = Vec::new();
        for email in [user.email.as_str(), "nobody@practice.example"] {
            let input = json!({ "input": { "email": email, "password": "not the password" } });
            seen.push(client.refused(SIGN_IN, input).await?);
        }
        assert_eq!(seen[0].code, "WRONG_CREDENTIALS");
        assert_eq!((&seen[0].code, &seen[0].message), (&seen[1].code, &seen[1].message));
    }

    async fn a_session_is_refreshed_by_its_cookie_and_ends_when_signed_out(engine: Engine) {
        let app = App::start(engine).await?;
        let client = app.signed_in("viewer").await?;
        let refresh = "mutation { refreshSession { accessToken viewer { email } } }";
        let answer = client.query(refresh, json!({})).await?;
        assert_eq!(answer["refreshSession"]["viewer"]["email"], client.email());
        assert_eq!(client.query("mutation { signOut }", json!({})).await?["signOut"], true);
        assert_eq!(client.refused(refresh, json!({})).await?.code, "UNAUTHENTICATED");
        let viewer = client.query("{ viewer { email } }", json!({})).await?;
        assert_eq!(viewer["viewer"], Value::Null, "the access token of an ended session is worth nothing");
    }

    async fn every_role_sees_what_it_may_and_no_more(engine: Engine) {
        let app = App::start(engine).await?;
        let fields = [
            ("{ patients { totalCount } }", ["administrator", "manager", "viewer"].as_slice()),
            ("{ auditEvents { nodes { action } } }", &["administrator", "auditor"]),
            ("{ snapshots { nodes { id } } }", &["administrator", "manager", "viewer"]),
        ];
        for role in ["administrator", "manager", "viewer", "auditor"] {
            let client = app.signed_in(role).await?;
            for (query, allowed) in &fields {
                if allowed.contains(&role) {
                    client.query(query, json!({})).await?;
                } else {
                    assert_eq!(client.refused(query, json!({})).await?.code, "FORBIDDEN", "{role}: {query}");
                }
            }
        }
        let nobody = app.client()?;
        assert_eq!(nobody.refused("{ patients { totalCount } }", json!({})).await?.code, "UNAUTHENTICATED");
        let verified = app.json(&["audit", "verify"]).await?;
        assert!(verified["events"].as_i64().unwrap_or_default() >= 8, "sign-ins leave events: {verified}");
    }

    async fn an_external_system_gets_a_token_for_its_scopes(engine: Engine) {
        let app = App::start(engine).await?;
        let issued = app.json(&["client", "add", "Practice system", "--scope", "patients:view"]).await?;
        let (id, secret) = (issued["client_id"].as_str().unwrap(), issued["client_secret"].as_str().unwrap());
        let mut client = app.client()?;
        let (status, _) = token(&client, id, "wrong").await?;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        let (status, answer) = token(&client, id, secret).await?;
        assert_eq!(status, StatusCode::OK, "{answer}");
        client.set_token(answer["access_token"].as_str().unwrap());
        client.query("{ patients { totalCount } }", json!({})).await?;
        assert_eq!(client.refused("{ snapshots { nodes { id } } }", json!({})).await?.code, "FORBIDDEN");
    }

    async fn a_query_that_is_too_deep_or_too_large_is_refused(engine: Engine) {
        let app = App::start(engine).await?;
        let client = app.signed_in("manager").await?;
        let mut deep = "name".to_owned();
        for _ in 0..20 {
            deep = format!("ofType {{ {deep} }}");
        }
        let answer = client.graphql(&format!("{{ __type(name: \"Query\") {{ {deep} }} }}"), &json!({})).await?;
        assert_eq!(answer["errors"][0]["message"], "Query is nested too deep.");
        let campaigns = "recipients { campaign { recipients { nodes { patient { id } } } } }";
        let large = campaigns.replace("patient { id }", &format!("patient {{ {campaigns} }}"));
        let answer = client.graphql(&format!("{{ patients {{ nodes {{ {large} }} }} }}"), &json!({})).await?;
        assert_eq!(answer["errors"][0]["message"], "Query is too complex.");
    }
}

/// Asks for a token as RFC 6749 says.
async fn token(client: &Client, id: &str, secret: &str) -> Result<(StatusCode, Value)> {
    let request = client.request(Method::POST, "/oauth/token").basic_auth(id, Some(secret));
    let form =
        request.header("content-type", "application/x-www-form-urlencoded").body("grant_type=client_credentials");
    let answer = form.send().await?;
    Ok((answer.status(), answer.json().await?))
}
