//! The page of a campaign: its figures, its lists, what can be done to it, and what was done.

use recall_tests::browser::{Page, Scheme};
use recall_tests::{App, Engine, Result, browser, scene};

#[tokio::test]
async fn a_campaign_is_looked_at_from_all_sides_and_reminded() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 200).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    let campaign = scene::dispatched(&client, &id).await?;
    let waiting = scene::number(&campaign["counts"], "nonRespondents");
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("campaign", async |page| {
        // Wide enough for tables with a head.
        page.look(1440, 900, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/campaigns")).await?;
        page.click("table th a").await?;
        page.shows("How far it has come").await?;
        page.shows("Where every message is").await?;
        page.element(".ledger__total--true").await?;

        // A bar of the funnel leads to its list.
        page.click(".funnel__step:nth-child(2) a").await?;
        page.shows("First sent").await?;
        page.element("table tbody tr a[href^='/patients/']").await?;

        room(page, "messages").await?;
        page.shows("Last change").await?;
        room(page, "settings").await?;
        page.shows("About this campaign").await?;
        page.shows("Links work until").await?;
        room(page, "history").await?;
        page.shows("launched it to").await?;

        page.press("Remind now").await?;
        page.shows(&format!("Remind {waiting} patients")).await?;
        page.press(&format!("Remind {waiting} patients")).await?;
        page.shows("The reminder is on its way.").await?;
        room(page, "messages").await?;
        room(page, "history").await?;
        page.shows("sent the first reminder").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_campaign_is_paused_resumed_and_cancelled() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::on(Engine::Sqlite).setting("sms.per_second", "5").setting("email.per_second", "5").start().await?;
    scene::import_patients(&app, 400).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("campaign-life", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/campaigns")).await?;
        page.click("table th a").await?;
        page.shows("a second").await?;
        page.press("Pause").await?;
        page.shows("Paused. Nothing more is sent until you resume.").await?;
        page.press_when_ready("Resume").await?;
        page.shows("Sending goes on.").await?;

        // Afresh: a late figure from before may draw the buttons anew while the menu is open.
        page.driver().refresh().await?;
        page.shows("a second").await?;
        page.press("More actions").await?;
        page.press("Cancel campaign").await?;
        page.shows("This cannot be undone.").await?;
        page.fill("Type", "cancel").await?;
        page.click("dialog[open] button[type=submit]").await?;
        page.shows("The campaign is cancelled.").await?;
        page.shows("Cancelled").await?;
        Ok(())
    })
    .await
}

/// Presses whatever comes where Pause stands, in the moment it comes, and keeps how it was then.
const SECOND_PRESS: &str = "
    window.second = null;
    new MutationObserver((_, observer) => {
        const button = [...document.querySelectorAll('.deeds button')].find(one => one.textContent.trim() === 'Resume');
        if (!button) return;
        observer.disconnect();
        window.second = button.getAttribute('aria-disabled');
        button.focus();
        button.click();
    }).observe(document.querySelector('.deeds'), { childList: true, subtree: true, characterData: true });";

#[tokio::test]
async fn a_second_press_on_pause_does_not_resume() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::on(Engine::Sqlite).setting("sms.per_second", "5").setting("email.per_second", "5").start().await?;
    scene::import_patients(&app, 400).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("campaign-pressed-twice", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/campaigns/{}", id.as_str().unwrap_or_default()))).await?;
        page.shows("a second").await?;
        page.driver().execute(SECOND_PRESS, Vec::new()).await?;
        page.press("Pause").await?;
        page.shows("Paused. Nothing more is sent until you resume.").await?;
        // Once it takes presses again, the one before that has long been answered.
        page.element(".deeds button.button--primary:not([aria-disabled])").await?;
        let second = page.driver().execute("return window.second", Vec::new()).await?;
        assert_eq!(second, "true", "the button that came did not say that it takes no press yet");
        assert_eq!(scene::campaign(&client, &id).await?["state"], "PAUSED");
        page.press("Resume").await?;
        page.shows("Sending goes on.").await?;
        assert_eq!(scene::campaign(&client, &id).await?["state"], "RUNNING");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_viewer_is_offered_nothing_that_changes_a_campaign() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 60).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    scene::dispatched(&client, &id).await?;
    let user = app.user("viewer@practice.example", "viewer").await?;
    browser::browse("campaign-viewer", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/campaigns")).await?;
        page.click("table th a").await?;
        page.shows("How far it has come").await?;
        let text = page.text().await?;
        for offer in ["Pause", "Remind now", "New campaign"] {
            assert!(!text.contains(offer), "{offer} is offered");
        }
        page.goto(&app.url("/campaigns/new")).await?;
        page.shows("Your role does not allow this").await?;
        Ok(())
    })
    .await
}

/// Goes to a room of the campaign by its tab.
async fn room(page: &Page, name: &str) -> Result {
    page.click(&format!(".tabs a[href$='/{name}']")).await
}
