//! Signing in from the first step to the last.

use std::time::Duration;

use shared::permission::{Permission, Role};

use super::{EMAIL, actions, code_of, gwen, signed_in, with_credentials};
use crate::{
    clients::clock::Clock,
    domain::{
        Actor, Error, audit,
        identity::{access::authenticate, invitations, lockout, recovery, sessions, sign_in, totp, users},
    },
    testing::TestApp,
};

#[tokio::test]
async fn password_and_code_give_a_session_with_the_rights_of_the_role() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    let signed_in = signed_in(&test, &credentials).await;
    let actor = authenticate(&test.app, &signed_in.access_token).await.unwrap();
    assert_eq!(actor, signed_in.actor);
    assert_eq!(actor.user_id(), Some(credentials.user));
    assert!(actor.may(Permission::LaunchCampaigns) && !actor.may(Permission::ManageUsers));
    assert_eq!(actions(&test.app).await, ["user.created", "user.signed_in"]);
    assert!(audit::verify(&test.app.database, None).await.unwrap().is_ok());
    test.clock.advance(sessions::ACCESS_LIFETIME);
    assert_eq!(code_of(authenticate(&test.app, &signed_in.access_token).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_wrong_address_and_a_wrong_password_are_answered_alike() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    let wrong_password = sign_in::begin(&test.app, EMAIL, "not the password").await.unwrap_err();
    let wrong_address = sign_in::begin(&test.app, "who@example.org", &credentials.password).await.unwrap_err();
    assert_eq!(wrong_password.code(), "WRONG_CREDENTIALS");
    assert_eq!(wrong_password.to_string(), wrong_address.to_string());
    // The address is found however it is written.
    sign_in::begin(&test.app, " Gwen.Harker@Example.ORG ", &credentials.password).await.unwrap();
}

#[tokio::test]
async fn a_code_works_once_and_also_not_for_a_launch_after_the_sign_in() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    signed_in(&test, &credentials).await;
    let code = totp::code_at(&credentials.totp.secret, test.clock.timestamp()).unwrap();
    let challenge = sign_in::begin(&test.app, EMAIL, &credentials.password).await.unwrap();
    assert_eq!(code_of(sign_in::complete(&test.app, &challenge.token, &code, None).await), "CODE_ALREADY_USED");

    let launch = |code: String| {
        let app = test.app.clone();
        async move {
            let transaction = app.database.begin().await.unwrap();
            let outcome = totp::use_code(&transaction, &app, credentials.user, &code).await;
            if outcome.is_ok() {
                transaction.commit().await.unwrap();
            } else {
                transaction.rollback().await.unwrap();
            }
            outcome
        }
    };
    assert_eq!(code_of(launch(code).await), "CODE_ALREADY_USED");
    test.clock.advance(Duration::from_secs(30));
    let next = totp::code_at(&credentials.totp.secret, test.clock.timestamp()).unwrap();
    launch(format!("{} {}", &next[..3], &next[3..])).await.unwrap();
    assert_eq!(code_of(launch(next).await), "CODE_ALREADY_USED");
    for wrong in ["", "12345", "abcdef", "1234567"] {
        assert_eq!(code_of(launch(wrong.to_owned()).await), "WRONG_CODE", "{wrong}");
    }
}

#[tokio::test]
async fn an_older_code_than_the_last_one_used_is_refused() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    let before = totp::code_at(&credentials.totp.secret, test.clock.timestamp()).unwrap();
    test.clock.advance(Duration::from_secs(30));
    signed_in(&test, &credentials).await;
    let challenge = sign_in::begin(&test.app, EMAIL, &credentials.password).await.unwrap();
    assert_eq!(code_of(sign_in::complete(&test.app, &challenge.token, &before, None).await), "CODE_ALREADY_USED");
}

#[tokio::test]
async fn guessing_locks_the_account_even_for_the_right_password_and_longer_each_time() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    for _ in 0..3 {
        assert_eq!(code_of(sign_in::begin(&test.app, EMAIL, "not the password").await), "WRONG_CREDENTIALS");
    }
    // A right password clears nothing; wrong codes count on.
    let challenge = sign_in::begin(&test.app, EMAIL, &credentials.password).await.unwrap();
    for _ in 0..2 {
        assert_eq!(code_of(sign_in::complete(&test.app, &challenge.token, "000", None).await), "WRONG_CODE");
    }
    let locked = sign_in::begin(&test.app, EMAIL, &credentials.password).await.unwrap_err();
    assert!(matches!(locked, Error::LockedOut { retry_after_seconds: 30 }), "{locked:?}");
    let code = totp::code_at(&credentials.totp.secret, test.clock.timestamp()).unwrap();
    assert_eq!(code_of(sign_in::complete(&test.app, &challenge.token, &code, None).await), "LOCKED_OUT");

    test.clock.advance(Duration::from_secs(30));
    assert_eq!(code_of(sign_in::begin(&test.app, EMAIL, "not the password").await), "WRONG_CREDENTIALS");
    let locked = sign_in::begin(&test.app, EMAIL, &credentials.password).await.unwrap_err();
    assert!(matches!(locked, Error::LockedOut { retry_after_seconds: 60 }), "{locked:?}");
    test.clock.advance(Duration::from_mins(1));
    signed_in(&test, &credentials).await;
    let user = users::find(&test.app, credentials.user).await.unwrap().unwrap();
    assert_eq!((user.failed_attempts, user.locked_until), (0, None));
}

#[tokio::test]
async fn wrong_codes_at_a_launch_count_too() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    for _ in 0..5 {
        let outcome = totp::use_code(test.app.database.writer(), &test.app, credentials.user, "000000").await;
        lockout::count_wrong_code(&test.app, credentials.user, &outcome).await.unwrap();
    }
    let outcome = totp::use_code(test.app.database.writer(), &test.app, credentials.user, "000000").await;
    assert_eq!(code_of(outcome), "LOCKED_OUT");
}

#[tokio::test]
async fn a_challenge_runs_out_after_five_minutes_and_cannot_be_made_up() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    let challenge = sign_in::begin(&test.app, EMAIL, &credentials.password).await.unwrap();
    assert_eq!(code_of(sign_in::complete(&test.app, "made up", "123456", None).await), "INVALID_INPUT");
    assert_eq!(code_of(authenticate(&test.app, &challenge.token).await), "UNAUTHENTICATED");
    test.clock.advance(sign_in::CHALLENGE_LIFETIME);
    let code = totp::code_at(&credentials.totp.secret, test.clock.timestamp()).unwrap();
    assert_eq!(code_of(sign_in::complete(&test.app, &challenge.token, &code, None).await), "CHALLENGE_EXPIRED");
}

#[tokio::test]
async fn an_invited_person_chooses_a_password_and_enrols_once() {
    let test = TestApp::start().await;
    let app = &test.app;
    let invitation = invitations::invite(app, &Actor::command("test"), &gwen(Role::Viewer)).await.unwrap();
    let secret = invitation.url.rsplit('/').next().unwrap();
    let refused = invitations::accept(app, secret, "harkerharker1").await;
    assert!(matches!(refused, Err(Error::Invalid { field, .. }) if field == "password"));
    let first = invitations::accept(app, secret, "violet teapot orbit").await.unwrap().enrolment.unwrap();
    assert!(first.uri.starts_with("otpauth://totp/Recall:gwen.harker%40example.org?"), "{}", first.uri);
    assert_eq!(code_of(invitations::accept(app, secret, "another teapot orbit").await), "INVITATION_INVALID");

    // Until a right code was shown, the same secret is offered; afterwards never again.
    let again = sign_in::begin(app, EMAIL, "violet teapot orbit").await.unwrap();
    assert_eq!(again.enrolment.as_ref(), Some(&first));
    let code = totp::code_at(&first.secret, test.clock.timestamp()).unwrap();
    let enrolled = sign_in::complete(app, &again.token, &code, None).await.unwrap();
    let later = sign_in::begin(app, EMAIL, "violet teapot orbit").await.unwrap();
    assert!(later.enrolment.is_none());

    // The recovery codes come with the enrolment, once, and work.
    assert_eq!(enrolled.recovery_codes.len(), recovery::CODES);
    let recovered = sign_in::recover(app, &later.token, &enrolled.recovery_codes[0], None).await.unwrap();
    assert!(recovered.recovery_codes.is_empty());
    let left = recovery::left(app.database.reader(), enrolled.user.id.into()).await.unwrap();
    assert_eq!(usize::try_from(left).unwrap(), recovery::CODES - 1);
}

#[tokio::test]
async fn an_invitation_runs_out_after_a_week() {
    let test = TestApp::start().await;
    let invitation = invitations::invite(&test.app, &Actor::command("test"), &gwen(Role::Viewer)).await.unwrap();
    test.clock.advance(Duration::from_hours(7 * 24));
    let secret = invitation.url.rsplit('/').next().unwrap();
    assert_eq!(code_of(invitations::accept(&test.app, secret, "violet teapot orbit").await), "INVITATION_INVALID");
}

#[tokio::test]
async fn only_who_manages_users_lets_others_in_and_nobody_twice() {
    let test = TestApp::start().await;
    let manager = Actor::user(7.into(), "Manager", Role::Manager);
    assert_eq!(code_of(invitations::invite(&test.app, &manager, &gwen(Role::Viewer)).await), "FORBIDDEN");
    let administrator = Actor::user(8.into(), "Administrator", Role::Administrator);
    let outcome = users::create_with_credentials(&test.app, &administrator, &gwen(Role::Viewer)).await;
    assert_eq!(code_of(outcome), "COMMAND_LINE_ONLY");
    assert!(!users::any(&test.app).await.unwrap());
    with_credentials(&test.app).await;
    assert!(users::any(&test.app).await.unwrap());
    assert_eq!(code_of(invitations::invite(&test.app, &administrator, &gwen(Role::Viewer)).await), "CONFLICT");
}

#[tokio::test]
async fn a_refresh_token_changes_at_every_use_and_a_copy_ends_the_session() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    let first = signed_in(&test, &credentials).await.refresh_token.unwrap();
    let second = sessions::refresh(&test.app, &first.text).await.unwrap().refresh_token.unwrap();
    assert_ne!(first.text, second.text);

    // Two tabs at once: the late one gets an access token and keeps the cookie of the other.
    test.clock.advance(Duration::from_secs(9));
    let late = sessions::refresh(&test.app, &first.text).await.unwrap();
    assert!(late.refresh_token.is_none());
    let third = sessions::refresh(&test.app, &second.text).await.unwrap();
    test.clock.advance(Duration::from_secs(10));

    // The first is older than the previous one, and still known for what it is.
    assert_eq!(code_of(sessions::refresh(&test.app, &first.text).await), "UNAUTHENTICATED");
    let newest = third.refresh_token.unwrap();
    assert_eq!(code_of(sessions::refresh(&test.app, &newest.text).await), "UNAUTHENTICATED");
    assert_eq!(code_of(authenticate(&test.app, &third.access_token).await), "UNAUTHENTICATED");
    assert!(actions(&test.app).await.contains(&"user.refresh_token_reused".to_owned()));
}

#[tokio::test]
async fn an_invented_refresh_token_ends_nothing() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    let signed_in = signed_in(&test, &credentials).await;
    let mut invented = signed_in.refresh_token.clone().unwrap().text;
    invented.replace_range(40..41, if &invented[40..41] == "A" { "B" } else { "A" });
    assert_eq!(code_of(sessions::refresh(&test.app, &invented).await), "UNAUTHENTICATED");
    authenticate(&test.app, &signed_in.access_token).await.unwrap();
}

#[tokio::test]
async fn a_session_ends_by_signing_out_and_after_a_working_day() {
    let test = TestApp::start().await;
    let credentials = with_credentials(&test.app).await;
    let first = signed_in(&test, &credentials).await;
    assert!(sessions::sign_out(&test.app, Some(&first.actor), None).await.unwrap());
    assert!(!sessions::sign_out(&test.app, Some(&first.actor), None).await.unwrap());
    assert_eq!(code_of(authenticate(&test.app, &first.access_token).await), "UNAUTHENTICATED");
    let token = first.refresh_token.unwrap().text;
    assert_eq!(code_of(sessions::refresh(&test.app, &token).await), "UNAUTHENTICATED");

    test.clock.advance(Duration::from_secs(30));
    let second = signed_in(&test, &credentials).await.refresh_token.unwrap().text;
    test.clock.advance(sessions::SESSION_LIFETIME);
    assert_eq!(code_of(sessions::refresh(&test.app, &second).await), "UNAUTHENTICATED");

    let third = signed_in(&test, &credentials).await.refresh_token.unwrap().text;
    assert!(sessions::sign_out(&test.app, None, Some(&third)).await.unwrap());
    assert_eq!(code_of(sessions::refresh(&test.app, &third).await), "UNAUTHENTICATED");
}
