//! One's own account.

use recall_tests::{App, Engine, Result, browser};

use super::Button::OnPage;
use super::Once::Event;
use super::Step::{Fill, Visit};
use super::Write;
use super::stage::play;

#[tokio::test]
async fn a_change_of_the_own_password_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    play("writes-account", &app, &[], ACCOUNT).await
}

const ACCOUNT: &[Write] = &[Write {
    name: "change the password",
    steps: &[
        Visit("/account"),
        Fill("Current password", "{password}"),
        Fill("New password", "violet teapot orbit"),
        Fill("New password again", "violet teapot orbit"),
    ],
    button: OnPage("Change password"),
    code: Some("password-code"),
    mutation: "changePassword",
    once: Event("user.password_changed"),
    done: "Your password is changed.",
    learns: false,
}];
