//! Every page against WCAG 2.2 AA as far as a program can tell, light and dark, at a desk and on a phone.

use anyhow::bail;
use recall_tests::browser::{Page, Scheme};
use recall_tests::tour::{self, Stop};
use recall_tests::{App, Result, axe, browser, scene};

const DESK: (u32, u32) = (1440, 900);
/// A window of 1280 pixels at 400 % (WCAG 2.2, 1.4.10 Reflow).
const ZOOMED: (u32, u32) = (320, 256);

#[tokio::test]
async fn axe_core_finds_nothing_on_any_page_in_light_and_dark() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = tour::scene(tour::PATIENTS).await?;
    let client = app.signed_in("administrator").await?;
    let user = app.user("accessibility@practice.example", "administrator").await?;
    let mut found = Vec::new();
    browser::browse("accessibility", async |page| {
        for stop in tour::open_stops() {
            check(&app, page, &stop, &mut found).await?;
        }
        page.sign_in(&app, &user).await?;
        for stop in tour::stops(&client).await? {
            check(&app, page, &stop, &mut found).await?;
        }
        if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
    })
    .await
}

async fn check(app: &App, page: &Page, stop: &Stop, found: &mut Vec<String>) -> Result {
    for scheme in [Scheme::Light, Scheme::Dark] {
        page.look(DESK.0, DESK.1, scheme).await?;
        page.visit(app, stop).await?;
        let what = format!("{} ({})", stop.path, scheme.name());
        if let Err(violations) = axe::check(page, &what).await {
            found.push(format!("{violations:#}"));
        }
    }
    Ok(())
}

#[tokio::test]
async fn no_page_scrolls_sideways_at_400_percent() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = tour::scene(tour::PATIENTS).await?;
    let client = app.signed_in("administrator").await?;
    let user = app.user("zoom@practice.example", "administrator").await?;
    let mut found = Vec::new();
    browser::browse("zoom", async |page| {
        page.look(ZOOMED.0, ZOOMED.1, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        for stop in tour::stops(&client).await? {
            page.visit(&app, &stop).await?;
            let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let over = page.driver().execute(script, Vec::new()).await?.as_i64().unwrap_or_default();
            if over > 0 {
                found.push(format!("{} is {over} pixels too wide", stop.path));
            }
        }
        if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
    })
    .await
}

#[tokio::test]
async fn axe_core_finds_nothing_on_the_patients_page() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(recall_tests::Engine::Sqlite).await?;
    scene::import_patients(&app, 60).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    scene::dispatched(&client, &id).await?;
    let link = scene::link(&scene::outbox(&app, "sms")?[0])?;
    browser::browse("patient-page-accessibility", async |page| {
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.look(320, 640, scheme).await?;
            for path in [link.as_str(), "/m/wrong"] {
                page.goto(&app.url(path)).await?;
                axe::check(page, path).await?;
            }
        }
        Ok(())
    })
    .await
}
