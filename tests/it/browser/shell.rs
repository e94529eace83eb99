//! The frame around the rooms: ways to go anywhere, what is offered to whom, and the end of a session.

use fantoccini::key::Key;
use recall_tests::browser::{Page, Scheme};
use recall_tests::{App, Engine, Result, browser, scene};

#[tokio::test]
async fn one_goes_anywhere_with_a_few_keys() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 120).await?;
    let client = app.signed_in("manager").await?;
    scene::draft(&client).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("shell-keys", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/")).await?;
        page.settled().await?;
        keys(page, "gp").await?;
        page.shows("120 patients").await?;
        // While one types, keys are letters.
        keys(page, "/").await?;
        keys(page, "gc").await?;
        page.shows("No patient matches").await?;

        // The null key lets go of the one that is held.
        keys(page, &(Key::Control + "k" + &Key::Null)).await?;
        page.element("dialog[open] [role=combobox]").await?;
        keys(page, "lungs").await?;
        page.shows("Flu 2026, lungs").await?;
        keys(page, &Key::Enter).await?;
        page.settled().await?;
        assert!(page.driver().current_url().await?.path().starts_with("/campaigns/"));

        keys(page, "?").await?;
        page.shows("Show this sheet").await?;
        keys(page, &Key::Escape).await?;
        keys(page, "gd").await?;
        page.shows("Needs you").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_palette_finds_a_patient_by_the_beginning_of_the_name() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let header = "local_id,given_name,family_name,birth_date,phone,email";
    let file = scene::file(&app, "one.csv", format!("{header}\nP1,Ada,Featherstone,1951-04-03,07700 900123,\n"))?;
    app.json(&["import", &file.display().to_string()]).await?;
    let user = app.user("viewer@practice.example", "viewer").await?;
    browser::browse("shell-palette", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/campaigns")).await?;
        page.settled().await?;
        page.click("button[aria-label=Search]").await?;
        page.element("dialog[open] [role=combobox]").await?.send_keys("feather").await?;
        page.shows("Featherstone, Ada").await?;
        page.shows("born 3 Apr 1951").await?;
        page.click("[role=option]").await?;
        page.settled().await?;
        assert!(page.driver().current_url().await?.path().starts_with("/patients/"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_a_phone_the_places_are_in_a_bar_and_behind_more() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("shell-phone", async |page| {
        page.look(390, 844, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/")).await?;
        page.settled().await?;
        assert!(!page.element("nav a[href='/backups']").await?.is_displayed().await?);
        page.click(".navigation__more button").await?;
        page.click("#more-places a[href='/backups']").await?;
        page.settled().await?;
        assert_eq!(page.driver().current_url().await?.path(), "/backups");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_one_may_not_do_is_not_offered() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("viewer@practice.example", "viewer").await?;
    browser::browse("shell-viewer", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/")).await?;
        page.settled().await?;
        page.element("nav a[href='/patients']").await?;
        let text = page.text().await?;
        for place in ["Outbox", "Settings", "New campaign"] {
            assert!(!text.contains(place), "{place} is offered to a viewer");
        }
        page.goto(&app.url("/outbox")).await?;
        page.shows("Your role does not allow this").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_session_that_ends_leaves_the_page_and_leads_back_to_it() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("shell-session-end", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/account")).await?;
        page.settled().await?;
        end_session(page).await?;
        page.fill("Code of your authenticator", "123456").await?;
        page.press("Make ten codes").await?;
        page.shows("You have been signed out").await?;
        // The page is still there, and so is what was typed.
        let typed = page.element("#recovery-renewal-code").await?.prop("value").await?;
        assert_eq!(typed.as_deref(), Some("123456"));
        page.press("Sign in again").await?;
        page.shows("Your session has ended").await?;
        page.enter(&user).await?;
        page.shows("Your account").await?;
        assert_eq!(page.driver().current_url().await?.path(), "/account");
        Ok(())
    })
    .await
}

/// Ends the page's session behind its back, as signing out in another tab does.
async fn end_session(page: &Page) -> Result {
    let script = "const [done] = arguments;
        const body = JSON.stringify({ query: 'mutation { signOut }' });
        fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(done, done)";
    Ok(page.driver().execute_async(script, Vec::new()).await.map(drop)?)
}

/// Types where the focus is.
async fn keys(page: &Page, keys: &str) -> Result {
    Ok(page.driver().active_element().await?.send_keys(keys).await?)
}
