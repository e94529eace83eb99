//! How people help themselves: recovery codes, a forgotten password, another password.

use std::time::Duration;

use super::{EMAIL, actions, code_of, gwen, signed_in, with_credentials};
use crate::{
    clients::clock::Clock,
    domain::{
        Actor, Error,
        identity::{
            access::authenticate, change_password, invitations, password_reset, recovery, sessions, sign_in, staff,
            totp, users::Credentials,
        },
    },
    testing::TestApp,
};
use shared::permission::Role;

const STEP: Duration = Duration::from_secs(30);

/// The code the authenticator shows next.
fn fresh(test: &TestApp, credentials: &Credentials) -> String {
    test.clock.advance(STEP);
    totp::code_at(&credentials.totp.secret, test.clock.timestamp()).unwrap()
}

#[tokio::test]
async fn a_recovery_code_signs_in_once() {
    let test = TestApp::start().await;
    let app = &test.app;
    let credentials = with_credentials(app).await;
    let actor = signed_in(&test, &credentials).await.actor;
    let codes = recovery::renew(app, &actor, &fresh(&test, &credentials)).await.unwrap();
    assert_eq!((codes.len(), codes[0].len()), (10, 11));
    let left = async || recovery::left(app.database.reader(), credentials.user).await.unwrap();
    assert_eq!(left().await, 10);

    let challenge = sign_in::begin(app, EMAIL, &credentials.password).await.unwrap().token;
    let typed = codes[3].to_uppercase().replace('-', " ");
    sign_in::recover(app, &challenge, &typed, None).await.unwrap();
    assert_eq!(left().await, 9);
    assert_eq!(code_of(sign_in::recover(app, &challenge, &codes[3], None).await), "WRONG_CODE");
    assert_eq!(code_of(sign_in::complete(app, &challenge, &codes[4], None).await), "WRONG_CODE");

    let new = recovery::renew(app, &actor, &fresh(&test, &credentials)).await.unwrap();
    assert_eq!(code_of(sign_in::recover(app, &challenge, &codes[5], None).await), "WRONG_CODE");
    sign_in::recover(app, &challenge, &new[5], None).await.unwrap();
}

#[tokio::test]
async fn wrong_recovery_codes_lock_the_account() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    let challenge = sign_in::begin(&test.app, EMAIL, &credentials.password).await.unwrap().token;
    for _ in 0..5 {
        assert_eq!(code_of(sign_in::recover(&test.app, &challenge, "aaaaa-aaaaa", None).await), "WRONG_CODE");
    }
    assert_eq!(code_of(sign_in::recover(&test.app, &challenge, "aaaaa-aaaaa", None).await), "LOCKED_OUT");
}

fn mails(test: &TestApp) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(test.app.config.outbox_dir().join("email.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn secret_in(mail: &serde_json::Value) -> String {
    let body = mail["body"].as_str().unwrap();
    let link = body.lines().find(|line| line.contains("/invitation/")).unwrap();
    link.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_mail_and_the_second_factor_stays() {
    let test = TestApp::start().await;
    let app = &test.app;
    let credentials = with_credentials(app).await;
    let before = signed_in(&test, &credentials).await;
    assert!(password_reset::send_link(app, &EMAIL.parse().unwrap()).await.unwrap());
    let mail = mails(&test).pop().unwrap();
    assert_eq!(mail["to"], EMAIL);
    let challenge = invitations::accept(app, &secret_in(&mail), "violet teapot orbit").await.unwrap();
    assert!(challenge.enrolment.is_none());
    assert_eq!(code_of(authenticate(app, &before.access_token).await), "UNAUTHENTICATED");
    let again = invitations::accept(app, &secret_in(&mail), "another teapot orbit").await;
    assert_eq!(code_of(again), "INVITATION_INVALID");
    sign_in::complete(app, &challenge.token, &fresh(&test, &credentials), None).await.unwrap();
    let old = sign_in::begin(app, EMAIL, &credentials.password).await;
    assert_eq!(code_of(old), "WRONG_CREDENTIALS");
    assert!(actions(app).await.contains(&"user.password_reset".to_owned()));
}

#[tokio::test]
async fn nobody_is_mailed_who_is_not_known_or_was_mailed_a_moment_ago() {
    let test = TestApp::start().await;
    let app = &test.app;
    let credentials = with_credentials(app).await;
    let ask = async |email: &str| password_reset::send_link(app, &email.parse().unwrap()).await.unwrap();
    assert!(!ask("who@example.org").await);
    assert!(ask(EMAIL).await && !ask(EMAIL).await);
    test.clock.advance(Duration::from_mins(5));
    assert!(ask(EMAIL).await);
    let mails = mails(&test);
    assert_eq!(mails.len(), 2);
    let older = invitations::accept(app, &secret_in(&mails[0]), "violet teapot orbit").await;
    assert_eq!(code_of(older), "INVITATION_INVALID", "the newer link replaces it");
    test.clock.advance(Duration::from_hours(1));
    let late = invitations::accept(app, &secret_in(&mails[1]), "violet teapot orbit").await;
    assert_eq!(code_of(late), "INVITATION_INVALID");
    staff::disable(app, &Actor::command("test"), credentials.user).await.unwrap();
    assert!(!ask(EMAIL).await, "disabled");
    assert!(matches!(password_reset::request(app, "nobody"), Err(Error::Invalid { field, .. }) if field == "email"));
}

#[tokio::test]
async fn an_invited_person_is_sent_no_link_by_mail() {
    let test = TestApp::start().await;
    invitations::invite(&test.app, &Actor::command("test"), &gwen(Role::Viewer)).await.unwrap();
    assert!(!password_reset::send_link(&test.app, &EMAIL.parse().unwrap()).await.unwrap());
}

#[tokio::test]
async fn another_password_wants_both_factors_and_ends_the_other_sessions() {
    let test = TestApp::start().await;
    let app = &test.app;
    let credentials = with_credentials(app).await;
    let other = signed_in(&test, &credentials).await;
    test.clock.advance(STEP);
    let mine = signed_in(&test, &credentials).await;
    let new = "violet teapot orbit";
    let change = async |current: &str, new: &str, code: &str| {
        change_password::change(app, &mine.actor, current, new, code, Some("the-key-of-a-form")).await
    };
    let code = fresh(&test, &credentials);
    assert_eq!(code_of(change("not the password", new, &code).await), "WRONG_CREDENTIALS");
    assert_eq!(code_of(change(&credentials.password, new, "000").await), "WRONG_CODE");
    let easy = change(&credentials.password, "harkerharker1", &code).await.unwrap_err();
    assert!(matches!(easy, Error::Invalid { field, .. } if field == "new"));
    let same = change(&credentials.password, &credentials.password, &code).await.unwrap_err();
    assert!(matches!(same, Error::Invalid { field, .. } if field == "new"));
    change(&credentials.password, new, &code).await.unwrap();
    assert_eq!(code_of(authenticate(app, &other.access_token).await), "UNAUTHENTICATED");
    authenticate(app, &mine.access_token).await.unwrap();
    sign_in::begin(app, EMAIL, new).await.unwrap();
    // The answer was lost, and the form is sent again.
    change(&credentials.password, new, &code).await.unwrap();
    let next = change_password::change(app, &mine.actor, new, "another teapot orbit", &code, None).await;
    assert_eq!(code_of(next), "CODE_ALREADY_USED");
}

#[tokio::test]
async fn sessions_that_have_run_out_are_forgotten_at_the_next_sign_in() {
    use sea_orm::{EntityTrait, PaginatorTrait};
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    signed_in(&test, &credentials).await;
    test.clock.advance(sessions::SESSION_LIFETIME);
    signed_in(&test, &credentials).await;
    let kept = entity::session::Entity::find().count(test.app.database.reader()).await.unwrap();
    assert_eq!(kept, 1);
}
