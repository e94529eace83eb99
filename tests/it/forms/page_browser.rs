//! The page of a form in a real browser: on a phone, with script and without, by keyboard alone.

use anyhow::ensure;
use recall_tests::browser::{Key, Page, Scheme};
use recall_tests::{App, Client, Engine, Result, browser};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use recall_tests::forms::{Made, every_kind, quick, rows};

const PHONE: (u32, u32) = (390, 844);
const SMALL: (u32, u32) = (320, 568);
/// More stops of the Tab key than any page of the form has.
const TABS: usize = 80;

pub(super) async fn published() -> Result<(App, Client, Made)> {
    let app = quick(App::on(Engine::Sqlite)).await?;
    let client = app.signed_in("manager").await?;
    let form = Made::published(&client, &every_kind()?, true).await?;
    Ok((app, client, form))
}

pub(super) async fn value(page: &Page, script: &str) -> Result<Value> {
    Ok(page.driver().execute(script, Vec::new()).await?)
}

pub(super) async fn is_shown(page: &Page, text: &str) -> Result<bool> {
    Ok(page.text().await?.contains(text))
}

/// Fills in the first page.
pub(super) async fn words(page: &Page) -> Result {
    page.fill("First name", "Ada").await?;
    page.fill("Anything else?", "Nothing else").await?;
    page.fill("Something private", "I smoke").await?;
    page.fill("Email address", "ada@example.org").await
}

/// Fills in what must be filled in of the second, up to the question that another depends on.
pub(super) async fn choices(page: &Page) -> Result {
    page.fill("Day", "24").await?;
    page.fill("Month", "3").await?;
    page.fill("Year", "1957").await?;
    page.click("input[name=vaccine][value=flu]").await?;
    page.mark("Tuesday").await
}

/// The one answer as it was stored.
async fn stored(app: &App) -> Result<Value> {
    let database = app.database().connect().await?;
    let columns = ["given_name", "a_day", "vaccine", "days", "agreed"];
    let found = rows(&database, &columns, "form_every_kind_of_field").await?;
    ensure!(found.len() == 1, "{} answers", found.len());
    database.execute_unprepared("DELETE FROM form_response").await?;
    Ok(found[0].clone())
}

fn expected() -> Value {
    json!({ "given_name": "Ada", "a_day": 25, "vaccine": "flu", "days": "[\"tue\"]", "agreed": 1 })
}

#[tokio::test]
async fn a_form_is_answered_on_a_phone_without_script_and_an_error_loses_nothing() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let (app, _, form) = published().await?;
    browser::browse_without_script("form-without-script", async |page| {
        page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
        page.goto(&app.url(&form.path())).await?;
        page.shows("Step 1 of").await?;
        words(page).await?;
        page.fill("Email address", "ada@").await?;
        page.press("Continue").await?;
        page.element(".summary").await?;
        assert!(page.driver().title().await?.starts_with("Error: "));
        for (id, typed) in
            [("given_name", "Ada"), ("remarks", "Nothing else"), ("secret", "I smoke"), ("email", "ada@")]
        {
            let found = page.element(&format!("#f-{id}")).await?.prop("value").await?;
            assert_eq!(found.as_deref(), Some(typed), "{id}");
        }
        page.follow("Enter an email address").await?;
        assert!(page.driver().current_url().await?.as_str().ends_with("#f-email"), "the link leads to its field");
        page.fill("Email address", "ada@example.org").await?;
        page.press("Continue").await?;
        page.shows("Which vaccine?").await?;
        assert!(!is_shown(page, "How many a day?").await?, "what depends on this step comes on the next");
        choices(page).await?;
        page.click("input[name=smoker][value=yes]").await?;
        page.press("Continue").await?;
        page.fill("How many a day?", "25").await?;
        page.press("Continue").await?;
        page.shows("We can help you to stop.").await?;
        page.press("Back").await?;
        assert_eq!(page.element("#f-a_day").await?.prop("value").await?.as_deref(), Some("25"));
        page.press("Continue").await?;
        page.press("Continue").await?;
        page.shows("Tick the box to confirm").await?;
        page.mark("I have read the leaflet").await?;
        page.press("Continue").await?;
        page.shows("Check your answers").await?;
        assert!(is_shown(page, "24 March 1957").await? && is_shown(page, "I smoke").await?);
        page.press("Send").await?;
        page.shows("We will be in touch.").await?;
        page.driver().refresh().await?;
        page.shows("We will be in touch.").await
    })
    .await?;
    assert_eq!(stored(&app).await?, expected());
    Ok(())
}

#[tokio::test]
async fn with_script_a_page_shows_at_once_what_the_answers_ask_for_and_keeps_what_is_typed() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let (app, _, form) = published().await?;
    browser::browse("form-with-script", async |page| {
        page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
        page.goto(&app.url(&form.path())).await?;
        page.shows("Step 1 of 2").await?;
        value(page, "window.stayed = true").await?;
        words(page).await?;
        page.shows("You have 188 characters left").await?;
        page.fill("Email address", "ada@").await?;
        page.press("Continue").await?;
        page.element(".summary").await?;
        assert!(page.driver().title().await?.starts_with("Error: "));
        assert_eq!(value(page, "return document.activeElement.className").await?, "summary", "told to who cannot see");
        for (id, typed) in
            [("given_name", "Ada"), ("remarks", "Nothing else"), ("secret", "I smoke"), ("email", "ada@")]
        {
            let found = page.element(&format!("#f-{id}")).await?.prop("value").await?;
            assert_eq!(found.as_deref(), Some(typed), "{id}");
        }
        page.fill("Email address", "ada@example.org").await?;
        page.press("Continue").await?;
        page.shows("Step 2 of 2").await?;
        assert_eq!(
            value(page, "return [window.stayed, document.activeElement.tagName]").await?,
            json!([true, "H1"]),
            "no reload"
        );
        // An accidental reload: back to the same page with all of it, but nothing that is sensitive.
        choices(page).await?;
        let kept = value(page, "return JSON.stringify(Object.values(sessionStorage))").await?.to_string();
        assert!(kept.contains("ada@example.org") && kept.contains("1957") && !kept.contains("I smoke"), "{kept}");
        page.driver().refresh().await?;
        page.shows("We kept what you typed.").await?;
        page.shows("Step 2 of 2").await?;
        assert_eq!(page.element("#f-birth_date-year").await?.prop("value").await?.as_deref(), Some("1957"));
        assert!(page.element("input[value=tue]").await?.is_selected().await?);
        // What depends on an answer comes and goes with it.
        assert!(!is_shown(page, "How many a day?").await?);
        page.click("input[name=smoker][value=yes]").await?;
        page.shows("How many a day?").await?;
        page.fill("How many a day?", "25").await?;
        page.shows("We can help you to stop.").await?;
        page.click("input[name=smoker][value=no]").await?;
        assert!(!is_shown(page, "How many a day?").await? && !is_shown(page, "We can help you").await?);
        page.click("input[name=smoker][value=yes]").await?;
        page.shows("We can help you to stop.").await?;
        page.press("Continue").await?;
        page.shows("Tick the box to confirm").await?;
        page.mark("I have read the leaflet").await?;
        page.press("Continue").await?;
        page.shows("Check your answers").await?;
        // The browser's own way back and forth goes through the pages.
        page.driver().back().await?;
        page.shows("Step 2 of 2").await?;
        page.driver().forward().await?;
        page.shows("Check your answers").await?;
        value(page, "const send = document.querySelector('button.press'); send.click(); send.click();").await?;
        page.shows("We will be in touch.").await?;
        assert_eq!(value(page, "return sessionStorage.length").await?, 0, "sent, and forgotten");
        page.driver().refresh().await?;
        page.shows("We will be in touch.").await
    })
    .await?;
    assert_eq!(stored(&app).await?, expected());
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_away_costs_a_patient_nothing() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let (mut app, _, form) = published().await?;
    browser::browse("form-offline", async |page| {
        page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
        page.goto(&app.url(&form.path())).await?;
        words(page).await?;
        app.kill().await?;
        page.press("Continue").await?;
        page.shows("This could not be sent. Check your connection").await?;
        assert_eq!(page.element("#f-given_name").await?.prop("value").await?.as_deref(), Some("Ada"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_form_is_answered_by_keyboard_alone() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let (app, _, form) = published().await?;
    browser::browse("form-keyboard", async |page| {
        page.look(SMALL.0, SMALL.1, Scheme::Light).await?;
        page.goto(&app.url(&form.path())).await?;
        for (id, typed) in [("given_name", "Ada"), ("email", "ada@example.org")] {
            tab_to(page, id).await?;
            page.strokes(typed).await?;
        }
        page.stroke(Key::Enter).await?;
        page.shows("Which vaccine?").await?;
        for (id, typed) in [
            ("birth_date", "24"),
            ("birth_date-month", "3"),
            ("birth_date-year", "1957"),
            ("vaccine", " "),
            ("smoker", " "),
        ] {
            tab_to(page, id).await?;
            page.strokes(typed).await?;
        }
        for (id, typed) in [("a_day", "25"), ("agreed", " ")] {
            tab_to(page, id).await?;
            page.strokes(typed).await?;
        }
        let days = "document.querySelector('input[value=tue]').focus()";
        value(page, days).await?;
        page.strokes(" ").await?;
        page.stroke(Key::Enter).await?;
        page.shows("Check your answers").await?;
        tab_to_text(page, "Send").await?;
        page.stroke(Key::Enter).await?;
        page.shows("We will be in touch.").await
    })
    .await?;
    assert_eq!(stored(&app).await?, expected());
    Ok(())
}

async fn tab_to(page: &Page, field: &str) -> Result {
    for _ in 0..TABS {
        page.stroke(Key::Tab).await?;
        if value(page, "return document.activeElement.id").await? == json!(format!("f-{field}")) {
            return Ok(());
        }
    }
    anyhow::bail!("the Tab key does not come to {field}")
}

async fn tab_to_text(page: &Page, text: &str) -> Result {
    for _ in 0..TABS {
        page.stroke(Key::Tab).await?;
        if page.focused().await? == text {
            return Ok(());
        }
    }
    anyhow::bail!("the Tab key does not come to “{text}”")
}
