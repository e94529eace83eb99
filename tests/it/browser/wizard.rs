//! A campaign written, checked and sent: once by keyboard alone, once with a session that ends on the way.

use anyhow::{Context, bail};
use fantoccini::key::Key;
use recall_tests::authenticator::Authenticator;
use recall_tests::browser::Page;
use recall_tests::{App, Engine, Result, browser, scene};

/// More stops than any page of the way has.
const STOPS: usize = 120;

/// What a person hears of the element that has the focus.
const NAME: &str = "const e = document.activeElement;
    const label = e.labels && e.labels[0];
    return (label ? label.innerText : e.getAttribute('aria-label') || e.innerText || '').trim();";

#[tokio::test]
async fn a_campaign_is_written_and_sent_by_keyboard_alone() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 200).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    let authenticator = Authenticator::new(&user.totp_secret)?;
    browser::browse("wizard-by-keyboard", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/campaigns")).await?;
        page.shows("No campaigns yet").await?;
        follow(page, "New campaign").await?;

        page.shows("Complete the conditions").await?;
        // Going on too early is answered at the fields.
        follow(page, "Save and continue").await?;
        page.shows("Enter a name").await?;
        page.shows("Choose the condition").await?;
        go_to(page, "Name").await?;
        press(page, "Flu 2026, lungs").await?;
        go_to(page, "Condition").await?;
        press(page, &Key::Down).await?;
        page.shows("With an email address").await?;
        follow(page, "Add a condition").await?;
        go_to(page, "What").await?;
        press(page, &Key::Down).await?;
        page.shows("aged 18 or over").await?;
        follow(page, "Save and continue").await?;

        page.shows("Send by email").await?;
        go_to(page, "Subject").await?;
        // The tab key selects what is in a field: go to its end.
        press(page, &Key::End).await?;
        press(page, " for ").await?;
        follow(page, "Insert into the subject").await?;
        press(page, &Key::Enter).await?;
        page.shows("for Ada").await?;
        page.shows("1 segment each").await?;
        follow(page, "Save and continue").await?;

        page.shows("When is it sent?").await?;
        follow(page, "Save and continue").await?;

        page.shows("Check before you send").await?;
        page.shows("By email and text").await?;
        go_to(page, "Code").await?;
        press(page, "000000").await?;
        press(page, &Key::Enter).await?;
        page.shows("That code is not right").await?;
        page.shows("By email and text").await?;
        go_to(page, "Code").await?;
        press(page, &Key::Backspace.repeat(6)).await?;
        press(page, &authenticator.code().await?).await?;
        press(page, &Key::Enter).await?;
        page.shows("has begun.").await?;
        page.shows("How far it has come").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_was_typed_is_there_again_after_a_reload() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 60).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("wizard-kept", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/campaigns/new")).await?;
        page.fill("Name", "Half a campaign").await?;
        page.driver().refresh().await?;
        page.shows("What you typed before is here again").await?;
        let name = page.element("#campaign-name").await?.prop("value").await?;
        assert_eq!(name.as_deref(), Some("Half a campaign"));
        page.press("Start afresh").await?;
        let name = page.element("#campaign-name").await?.prop("value").await?;
        assert_eq!(name.as_deref(), Some(""));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_draft_is_gone_on_with_and_scheduled() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 120).await?;
    let client = app.signed_in("manager").await?;
    scene::draft(&client).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    let code = Authenticator::new(&user.totp_secret)?;
    browser::browse("wizard-scheduled", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/campaigns")).await?;
        page.click("table th a").await?;
        page.shows("Check before you send").await?;
        page.click(".stepper a[href$=schedule]").await?;
        page.shows("When is it sent?").await?;
        page.click("#send-when-2").await?;
        page.shows("Sends on").await?;
        page.press("Save and continue").await?;
        page.shows("Schedule for").await?;
        page.fill("Code", &code.code().await?).await?;
        page.click("form.card button[type=submit]").await?;
        page.shows("Nothing has been sent yet").await?;
        page.shows("Until then it can be cancelled").await?;
        Ok(())
    })
    .await
}

/// Types into what has the focus.
pub(super) async fn press(page: &Page, keys: &str) -> Result {
    Ok(page.driver().active_element().await?.send_keys(keys).await?)
}

/// Moves the focus on by the tab key until it is on what is named so.
pub(super) async fn go_to(page: &Page, name: &str) -> Result {
    for _ in 0..STOPS {
        let here = page.driver().execute(NAME, Vec::new()).await?;
        if here.as_str().context("an element without a name")? == name {
            return Ok(());
        }
        press(page, &Key::Tab).await?;
    }
    bail!("the tab key leads to nothing named {name}")
}

/// Goes to a button or a link and presses Enter.
pub(super) async fn follow(page: &Page, name: &str) -> Result {
    go_to(page, name).await?;
    press(page, &Key::Enter).await
}
