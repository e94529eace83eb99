//! Settings: the practice, its people, external systems, templates, and who sees which of them.

use recall_tests::{App, Engine, Result, browser};

#[tokio::test]
async fn an_administrator_sets_up_the_practice_and_its_people() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("settings-practice", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/settings")).await?;
        page.fill("Name of the practice", "Harbour Street").await?;
        page.fill("Phone", "020 7946 0018").await?;
        page.fill("Booking link", "booking.example.org").await?;
        page.press("Save changes").await?;
        page.shows("The booking link must begin with https://").await?;
        page.fill("Booking link", "https://booking.example.org").await?;
        page.press("Save changes").await?;
        page.shows("Messages and patient pages say so from now on.").await?;
        page.shows("A message from Harbour Street").await?;

        page.goto(&app.url("/settings/people")).await?;
        page.press("Invite somebody").await?;
        page.fill("Name", "Ada Byron").await?;
        page.fill("Email address", "ada@practice.example").await?;
        page.mark("Manager").await?;
        page.press("Make the invitation").await?;
        page.shows("Pass this link on").await?;
        let link = page.element(".copy__value").await?.text().await?;
        assert!(link.contains("/invitation/"), "{link}");
        page.press("I have copied it").await?;
        page.shows("ada@practice.example").await?;

        page.press("Actions for Ada Byron").await?;
        page.press("Disable").await?;
        page.press("Disable the account").await?;
        page.shows("They cannot sign in any more.").await?;
        page.shows("Disabled").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_system_gets_credentials_once_and_loses_them() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("settings-systems", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/settings/systems")).await?;
        page.press("Add a system").await?;
        page.fill("Name of the system", "Upload agent").await?;
        page.press("Make credentials").await?;
        page.shows("Choose at least one thing it may do").await?;
        page.mark("Upload and commit patient files").await?;
        page.press("Make credentials").await?;
        page.shows("The secret is shown only now.").await?;
        page.shows("grant_type=client_credentials").await?;
        page.press("I have copied it").await?;
        page.press("Revoke Upload agent").await?;
        page.press("Revoke the credentials").await?;
        page.shows("Revoked on").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_template_is_written_with_its_length_in_view() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("settings-templates", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/settings")).await?;
        page.shows("Templates").await?;
        page.click("a[href='/settings/templates/new']").await?;
        page.fill("Name", "Flu, first message").await?;
        page.mark("Text").await?;
        page.fill("Message", "It’s time for your flu vaccination.").await?;
        page.shows("These characters make a text dearer").await?;
        page.press("Replace them").await?;
        page.press("Save template").await?;
        page.shows("The body must contain").await?;
        page.press("Insert").await?;
        page.press("Link of the patient").await?;
        page.fill("Message", "It is time for your flu vaccination: {{ link }}").await?;
        page.shows("1 segment,").await?;
        page.press("Save template").await?;
        page.shows("The template has been saved.").await?;
        page.shows("Flu, first message").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_auditor_is_offered_the_audit_log_alone() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("auditor@practice.example", "auditor").await?;
    browser::browse("settings-auditor", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/settings")).await?;
        page.shows("recall audit verify").await?;
        page.shows("Signed in").await?;
        let text = page.text().await?;
        assert!(!text.contains("External systems") && !text.contains("Code sets"), "{text}");
        page.goto(&app.url("/settings/audit?who=user-999")).await?;
        page.shows("No line matches").await?;
        page.goto(&app.url("/settings/people")).await?;
        page.shows("Your role does not allow this.").await?;
        Ok(())
    })
    .await
}
