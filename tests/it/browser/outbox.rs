//! The outbox of the local channels.

use recall_tests::{App, Engine, Result, browser, scene};

#[tokio::test]
async fn messages_are_read_as_their_readers_have_them() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    let mut client = app.signed_in("administrator").await?;
    browser::browse("outbox", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/outbox?channel=sms")).await?;
        page.shows("Nothing has been sent here").await?;

        scene::import_patients(&app, 120).await?;
        let id = scene::draft(&client).await?;
        scene::launch(&mut client, &id).await?;
        scene::dispatched(&client, &id).await?;
        let sent = scene::outbox(&app, "sms")?;

        page.goto(&app.url("/outbox")).await?;
        page.click("nav[aria-label='Messages'] li a").await?;
        // As a mail program shows it, in a frame without script.
        let mail = page.element("article iframe[sandbox]").await?.attr("srcdoc").await?.unwrap_or_default();
        assert!(mail.contains("please book your flu vaccination") && mail.contains("<a href="), "{mail}");

        page.fill("Search by email address", "nobody@nowhere.example").await?;
        page.shows("No message to such an address").await?;

        page.click("nav[aria-label='Channel'] a[href*='channel=sms']").await?;
        page.element("input[type=search]").await?;
        page.shows("Search by phone number").await?;
        let number = &sent[0].to;
        let search = number.replace('+', "%2B");
        page.goto(&app.url(&format!("/outbox?channel=sms&search={search}"))).await?;
        page.click("nav[aria-label='Messages'] li a").await?;
        page.shows(&format!("Texts to {number}")).await?;
        Ok(())
    })
    .await
}
