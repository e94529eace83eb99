//! Every page against WCAG 2.2 AA as far as a program can tell, light and dark, at a desk and on a phone.

use anyhow::{Context, bail};
use recall_tests::browser::{Page, Scheme};
use recall_tests::tour::{self, Stop};
use recall_tests::{App, Engine, Result, axe, browser, scene};

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
        for stop in tour::stops(&app, &client).await? {
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
        let what = format!("{}, {} ({})", stop.name, stop.path, scheme.name());
        if let Err(violations) = axe::check(page, &what).await {
            found.push(format!("{violations:#}"));
        }
    }
    Ok(())
}

/// The counter-proof: what is found on no page of the app is found where it is put on purpose.
#[tokio::test]
async fn axe_core_finds_a_picture_without_words_and_pale_text() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    browser::browse("accessibility-counter-proof", async |page| {
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.look(DESK.0, DESK.1, scheme).await?;
            page.goto(&app.url("/sign-in")).await?;
            page.settled().await?;
            axe::check(page, "the page as it is").await?;
            page.driver().execute(SPOIL, Vec::new()).await?;
            let found = axe::violations(page).await?;
            for (rule, place) in [("image-alt", "#wordless"), ("color-contrast", "#pale"), ("label", "#nameless")] {
                let violation = found.iter().find(|violation| violation.rule == rule);
                let places = &violation.with_context(|| format!("{rule} is not found: {found:?}"))?.places;
                assert!(places.iter().any(|found| found.starts_with(place)), "{rule}: {places:?}");
            }
            let told = axe::check(page, "the spoilt page").await.err().context("the check passes everything")?;
            assert!(told.to_string().contains("the spoilt page: axe-core found"), "{told}");
        }
        Ok(())
    })
    .await
}

/// Adds a picture without words, text of too little contrast (1.3 to 1) and a field without a label.
const SPOIL: &str = "const add = (tag, id) => {
        const element = document.createElement(tag);
        element.id = id;
        document.querySelector('main').append(element);
        return element;
    };
    add('img', 'wordless').src = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    const pale = add('p', 'pale');
    pale.textContent = 'Hard to read';
    pale.style.color = '#777777';
    pale.style.backgroundColor = '#888888';
    add('input', 'nameless');";

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
        for stop in tour::stops(&app, &client).await? {
            page.visit(&app, &stop).await?;
            let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let over = page.driver().execute(script, Vec::new()).await?.as_i64().unwrap_or_default();
            if over > 0 {
                found.push(format!("{}, {} is {over} pixels too wide", stop.name, stop.path));
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
    let app = App::start(Engine::Sqlite).await?;
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
