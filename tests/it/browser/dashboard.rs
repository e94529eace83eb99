//! The dashboard: what to do first, what is going on, and what needs a hand.

use recall_tests::{App, Engine, Result, browser, scene};

#[tokio::test]
async fn a_fresh_installation_says_what_to_do_first() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("dashboard-fresh", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/")).await?;
        page.shows("Your first campaign").await?;
        page.element(".first-steps a[href='/patients/upload']").await?;
        page.element(".first-steps a[href='/campaigns/new']").await?;
        page.element(".first-steps a[href='/backups']").await?;
        scene::import_patients(&app, 50).await?;
        page.driver().refresh().await?;
        page.element(".first-steps__step--done").await?;
        page.click(".first-steps a[href='/campaigns/new']").await?;
        page.settled().await?;
        assert!(page.driver().current_url().await?.path().starts_with("/campaigns"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_needs_a_hand_leads_to_the_list_behind_it() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 600).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    let campaign = scene::dispatched(&client, &id).await?;
    let unreachable = scene::number(&campaign["counts"], "unreachable");
    assert!(unreachable > 0, "the scene has nobody who cannot be reached");
    let user = app.user("manager-two@practice.example", "manager").await?;
    browser::browse("dashboard-needs-you", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/")).await?;
        page.shows("acknowledged").await?;
        page.shows(&format!("{unreachable} patient")).await?;
        page.click(".needs-you a[href*='state=UNREACHABLE']").await?;
        page.settled().await?;
        let url = page.driver().current_url().await?;
        assert!(url.path().ends_with("/recipients"), "{url}");
        page.element("table tbody tr").await?;
        Ok(())
    })
    .await
}
