//! The patient's page in a real browser: without scripts, on a small phone, in high contrast, by keyboard alone.

use recall_tests::browser::{Key, Page, Scheme};
use recall_tests::{App, Engine, Result, axe, browser, scene};

const PHONE: (u32, u32) = (320, 568);
const TABS: usize = 8; // stops of the Tab key before the button at most

/// A server with a sent campaign, and the personal links of its texts.
async fn links() -> Result<(App, Vec<String>)> {
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 60).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    scene::dispatched(&client, &id).await?;
    let links = scene::outbox(&app, "sms")?.iter().map(scene::link).collect::<Result<Vec<_>>>()?;
    Ok((app, links))
}

async fn tab_to(page: &Page, text: &str) -> Result {
    for _ in 0..TABS {
        page.key(Key::Tab).await?;
        if page.focused().await? == text {
            return Ok(());
        }
    }
    anyhow::bail!("the Tab key does not come to “{text}”")
}

#[tokio::test]
async fn a_patient_acknowledges_without_scripts_by_keyboard_alone() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let (app, links) = links().await?;
    browser::browse("patient-keyboard", async |page| {
        page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
        page.without_scripts().await?;
        page.goto(&app.url(&links[0])).await?;
        tab_to(page, "I have read this message").await?;
        page.key(Key::Enter).await?;
        page.element("p.done").await?;
        assert!(page.text().await?.contains("We have noted that you have read our message."));
        // The other ways out, on another phone.
        page.goto(&app.url(&links[1])).await?;
        tab_to(page, "This is not for me").await?;
        page.key(Key::Enter).await?;
        tab_to(page, "It is not for me").await?;
        page.key(Key::Enter).await?;
        page.element("p.done").await?;
        assert!(page.text().await?.contains("Thank you for telling us"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_page_of_a_patient_holds_in_high_contrast_and_on_a_small_phone() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let (app, links) = links().await?;
    let link = &links[0];
    let paths = [link.clone(), format!("{link}/opt-out"), format!("{link}/not-me"), "/m/wrong".to_owned()];
    browser::browse("patient-contrast", async |page| {
        for (feature, value) in [("prefers-contrast", "more"), ("forced-colors", "active"), ("forced-colors", "")] {
            page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
            page.system_asks(feature, value).await?;
            for path in &paths {
                page.goto(&app.url(path)).await?;
                axe::check(page, &format!("{path} ({feature}: {value})")).await?;
                let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
                let over = page.driver().execute(script, Vec::new()).await?.as_i64().unwrap_or_default();
                assert!(over <= 0, "{path} is {over} pixels too wide");
            }
        }
        Ok(())
    })
    .await
}
