//! What administrators do to the accounts of others, and may not do to the last of their own.

use entity::values::UserState;
use shared::{ids::UserId, permission::Role};

use super::{EMAIL, actions, code_of, gwen, signed_in, with_credentials};
use crate::{
    domain::{
        Actor,
        identity::{access::authenticate, invitations, recovery, sign_in, staff, users},
    },
    state::App,
    testing::TestApp,
};

/// An active administrator of this address.
async fn administrator(app: &App, email: &str) -> Actor {
    let new = users::NewUser { email: email.parse().unwrap(), name: "Ada".to_owned(), role: Role::Administrator };
    let made = users::create_with_credentials(app, &Actor::command("test"), &new).await.unwrap();
    Actor::user(made.user, "Ada", Role::Administrator)
}

fn number(actor: &Actor) -> UserId {
    actor.user_id().unwrap()
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once_and_back_when_enabled() {
    let test = TestApp::start().await;
    let app = &test.app;
    let ada = administrator(app, "ada@example.org").await;
    let credentials = with_credentials(app).await;
    let signed_in = signed_in(&test, &credentials).await;
    let disabled = staff::disable(app, &ada, credentials.user).await.unwrap();
    assert_eq!(disabled.user.state, UserState::Disabled);
    assert_eq!(code_of(authenticate(app, &signed_in.access_token).await), "UNAUTHENTICATED");
    let refused = sign_in::begin(app, EMAIL, &credentials.password).await;
    assert_eq!(code_of(refused), "WRONG_CREDENTIALS");
    assert_eq!(code_of(invitations::renew(app, &ada, credentials.user).await), "DISABLED");
    let enabled = staff::enable(app, &ada, credentials.user).await.unwrap();
    assert_eq!((enabled.user.state, enabled.second_factor), (UserState::Active, true));
    assert_eq!(code_of(authenticate(app, &signed_in.access_token).await), "UNAUTHENTICATED", "the session has ended");
    sign_in::begin(app, EMAIL, &credentials.password).await.unwrap();
}

#[tokio::test]
async fn the_link_of_a_person_disabled_before_they_came_is_useless() {
    let test = TestApp::start().await;
    let app = &test.app;
    let ada = administrator(app, "ada@example.org").await;
    let invitation = invitations::invite(app, &ada, &gwen(Role::Viewer)).await.unwrap();
    staff::disable(app, &ada, invitation.user).await.unwrap();
    let back = staff::enable(app, &ada, invitation.user).await.unwrap();
    assert_eq!(back.user.state, UserState::Invited);
    let secret = |url: &str| url.rsplit('/').next().unwrap().to_owned();
    let old = invitations::accept(app, &secret(&invitation.url), "violet teapot orbit").await;
    assert_eq!(code_of(old), "INVITATION_INVALID");
    let new = invitations::renew(app, &ada, invitation.user).await.unwrap();
    invitations::accept(app, &secret(&new.url), "violet teapot orbit").await.unwrap();
}

#[tokio::test]
async fn an_invitation_that_is_asked_for_again_invites_once_and_gives_a_link_that_works() {
    const KEY: Option<&str> = Some("9a5f7f0a-1d51-4f7e-8a3e-0d4f1c2b3a55");
    let test = TestApp::start().await;
    let app = &test.app;
    let ada = administrator(app, "ada@example.org").await;
    let new = gwen(Role::Viewer);
    let lost = invitations::invite_once(app, &ada, &new, KEY).await.unwrap();
    let heard = invitations::invite_once(app, &ada, &new, KEY).await.unwrap();
    assert_eq!(heard.user, lost.user);
    let secret = |url: &str| url.rsplit('/').next().unwrap().to_owned();
    let old = invitations::accept(app, &secret(&lost.url), "violet teapot orbit").await;
    assert_eq!(code_of(old), "INVITATION_INVALID");
    let other = users::NewUser { email: "omar@example.org".parse().unwrap(), ..new.clone() };
    assert_eq!(code_of(invitations::invite_once(app, &ada, &other, KEY).await), "CONFLICT");
    invitations::accept(app, &secret(&heard.url), "violet teapot orbit").await.unwrap();
    assert_eq!(code_of(invitations::invite_once(app, &ada, &new, KEY).await), "CONFLICT");
}

#[tokio::test]
async fn nobody_takes_away_their_own_rights_nor_the_last_administrator_s() {
    let test = TestApp::start().await;
    let app = &test.app;
    let ada = administrator(app, "ada@example.org").await;
    let own = number(&ada);
    assert_eq!(code_of(staff::disable(app, &ada, own).await), "OWN_ACCOUNT");
    assert_eq!(code_of(staff::change(app, &ada, own, None, Some(Role::Viewer)).await), "OWN_ACCOUNT");
    assert_eq!(code_of(invitations::renew(app, &ada, own).await), "OWN_ACCOUNT");
    let system = Actor::command("test");
    assert_eq!(code_of(staff::disable(app, &system, own).await), "LAST_ADMINISTRATOR");
    let demoted = staff::change(app, &system, own, None, Some(Role::Manager)).await;
    assert_eq!(code_of(demoted), "LAST_ADMINISTRATOR");

    let second = administrator(app, "second@example.org").await;
    let (one, two) = tokio::join!(
        staff::disable(app, &second, own),
        staff::change(app, &ada, number(&second), None, Some(Role::Viewer))
    );
    assert!(one.is_ok() != two.is_ok(), "of two that would leave nobody one is refused");
}

#[tokio::test]
async fn name_and_role_change_and_a_name_keeps_what_it_has() {
    let test = TestApp::start().await;
    let app = &test.app;
    let ada = administrator(app, "ada@example.org").await;
    let credentials = with_credentials(app).await;
    let changed = staff::change(app, &ada, credentials.user, Some(" Gwen H "), Some(Role::Viewer)).await.unwrap();
    assert_eq!((changed.user.name.as_str(), changed.user.role), ("Gwen H", Role::Viewer));
    let before = actions(app).await.len();
    staff::change(app, &ada, credentials.user, Some("Gwen H"), Some(Role::Viewer)).await.unwrap();
    assert_eq!(actions(app).await.len(), before, "nothing changed, nothing is told");
    assert_eq!(code_of(staff::change(app, &ada, credentials.user, Some(""), None).await), "INVALID_INPUT");
    assert_eq!(code_of(staff::change(app, &ada, 99.into(), Some("Nobody"), None).await), "NOT_FOUND");
    let names: Vec<String> =
        staff::members(app, &ada).await.unwrap().into_iter().map(|member| member.user.name).collect();
    assert_eq!(names, ["Ada", "Gwen H"]);
    let manager = Actor::user(credentials.user, "Gwen", Role::Manager);
    assert_eq!(code_of(staff::members(app, &manager).await), "FORBIDDEN");
}

#[tokio::test]
async fn a_lost_authenticator_is_enrolled_anew() {
    let test = TestApp::start().await;
    let app = &test.app;
    let ada = administrator(app, "ada@example.org").await;
    let credentials = with_credentials(app).await;
    let session = signed_in(&test, &credentials).await;
    let reset = staff::reset_second_factor(app, &ada, credentials.user).await.unwrap();
    assert!(!reset.second_factor);
    assert_eq!(recovery::left(app.database.reader(), credentials.user).await.unwrap(), 0);
    assert_eq!(code_of(authenticate(app, &session.access_token).await), "UNAUTHENTICATED");
    let challenge = sign_in::begin(app, EMAIL, &credentials.password).await.unwrap();
    assert_ne!(challenge.enrolment.unwrap().secret, credentials.totp.secret);
}

#[tokio::test]
async fn a_new_link_for_who_forgot_the_password_leaves_the_old_one_until_it_is_used() {
    let test = TestApp::start().await;
    let app = &test.app;
    let ada = administrator(app, "ada@example.org").await;
    let credentials = with_credentials(app).await;
    let link = invitations::renew(app, &ada, credentials.user).await.unwrap();
    sign_in::begin(app, EMAIL, &credentials.password).await.unwrap();
    let secret = link.url.rsplit('/').next().unwrap();
    assert!(invitations::accept(app, secret, "violet teapot orbit").await.unwrap().enrolment.is_none());
    assert_eq!(code_of(sign_in::begin(app, EMAIL, &credentials.password).await), "WRONG_CREDENTIALS");
}
