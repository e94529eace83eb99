//! One's own account, and the ways back in when something is lost.

use std::fs;

use anyhow::Context;
use recall_tests::authenticator::Authenticator;
use recall_tests::browser::Page;
use recall_tests::{App, Credentials, Engine, Result, browser, wait};

#[tokio::test]
async fn a_recovery_code_stands_in_for_a_lost_phone_once() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    let authenticator = Authenticator::new(&user.totp_secret)?;
    browser::browse("account-recovery", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/")).await?;
        page.shows("You have no recovery codes").await?;
        page.goto(&app.url("/account")).await?;
        page.press("Make ten codes").await?;
        page.shows("Enter the six digits of the code").await?;
        page.fill("Code of your authenticator", &authenticator.code().await?).await?;
        page.press("Make ten codes").await?;
        page.shows("These codes are shown once").await?;
        page.shows("You have 10 unused recovery codes").await?;
        let code = page.element("ul[aria-label='Recovery codes'] li").await?.text().await?;

        sign_out(page).await?;
        begin_to_sign_in(page, &user).await?;
        page.press("Use a recovery code instead").await?;
        page.fill("Recovery code", &code).await?;
        page.press("Sign in").await?;
        page.shows("Your first campaign").await?;
        page.goto(&app.url("/account")).await?;
        page.shows("You have 9 unused recovery codes").await?;

        sign_out(page).await?;
        begin_to_sign_in(page, &user).await?;
        page.press("Use a recovery code instead").await?;
        page.fill("Recovery code", &code).await?;
        page.press("Sign in").await?;
        page.shows("This recovery code is not right, or has been used").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_password_is_changed_with_the_old_one_and_a_fresh_code() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let mut user = app.user("manager@practice.example", "manager").await?;
    let authenticator = Authenticator::new(&user.totp_secret)?;
    browser::browse("account-password", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/account")).await?;
        page.fill("Current password", "not the password").await?;
        page.fill("New password", "violet teapot orbit").await?;
        page.fill("New password again", "violet teapot orbit").await?;
        page.element("#password-code").await?.send_keys(&authenticator.code().await?).await?;
        page.press("Change password").await?;
        page.shows("This is not your current password").await?;
        page.fill("Current password", &user.password).await?;
        let code = page.element("#password-code").await?;
        code.clear().await?;
        code.send_keys(&authenticator.code().await?).await?;
        page.press("Change password").await?;
        page.shows("Your password is changed").await?;

        sign_out(page).await?;
        "violet teapot orbit".clone_into(&mut user.password);
        page.enter(&user).await?;
        page.shows("Your first campaign").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_a_link() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    let authenticator = Authenticator::new(&user.totp_secret)?;
    browser::browse("account-forgotten", async |page| {
        page.goto(&app.url("/sign-in")).await?;
        page.click("a[href='/forgotten-password']").await?;
        page.press("Send the link").await?;
        page.shows("Enter your email address").await?;
        page.fill("Email address", &user.email).await?;
        page.press("Send the link").await?;
        page.shows("If somebody signs in with this address").await?;

        let link = wait::until("the mail with the link", || async { mailed_link(&app) }).await?;
        page.goto(&app.url(&link)).await?;
        page.fill("New password", "amber lantern river").await?;
        page.fill("New password again", "amber lantern rover").await?;
        page.press("Save password").await?;
        page.shows("This is not the same as the password above").await?;
        page.fill("New password again", "amber lantern river").await?;
        page.press("Save password").await?;
        page.fill("Code", &authenticator.code().await?).await?;
        page.press("Sign in").await?;
        page.shows("Your first campaign").await?;
        Ok(())
    })
    .await
}

/// Out by the menu beside one's name.
async fn sign_out(page: &Page) -> Result {
    page.click("button[popovertarget='account-menu']").await?;
    page.press("Sign out").await?;
    page.shows("You have signed out").await
}

async fn begin_to_sign_in(page: &Page, user: &Credentials) -> Result {
    page.fill("Email", &user.email).await?;
    page.fill("Password", &user.password).await?;
    page.press("Continue").await
}

/// The path of the link in the mail to a member of staff, once there is one.
fn mailed_link(app: &App) -> Result<Option<String>> {
    let folder = app.data().join("outbox");
    if !folder.exists() {
        return Ok(None);
    }
    for entry in fs::read_dir(folder).context("there is no outbox")? {
        let sent = fs::read_to_string(entry?.path())?;
        if let Some(start) = sent.find("/invitation/") {
            let ends = |letter: char| letter.is_whitespace() || matches!(letter, '\\' | '"' | '<');
            return Ok(sent[start..].split(ends).next().map(ToOwned::to_owned));
        }
    }
    Ok(None)
}
