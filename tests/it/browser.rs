//! The browser app in a real browser.

mod account;
mod backups;
mod campaigns;
mod dashboard;
mod finding;
mod form_files;
mod forms;
mod forms_conflict;
mod forms_drag;
mod forms_every_kind;
mod forms_filters;
mod forms_keyboard;
mod forms_languages;
mod forms_patients;
mod forms_points;
mod outbox;
mod patients;
mod plan;
mod reports;
mod session_end;
mod settings;
mod shell;
mod suppressions;
mod upload;
mod whole_job;
mod wizard;
mod writes;

use recall_tests::authenticator::Authenticator;
use recall_tests::{App, Engine, Result, browser, scene};

#[tokio::test]
async fn staff_sign_in_with_their_authenticator_and_see_the_funnel() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 300).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    let campaign = scene::dispatched(&client, &id).await?;
    let recipients = scene::number(&campaign["counts"], "recipients");
    let user = app.user("administrator@practice.example", "administrator").await?;
    let code = Authenticator::new(&user.totp_secret)?.code().await?;
    browser::browse("sign-in", async |page| {
        page.goto(&app.url("/")).await?;
        page.fill("Email", &user.email).await?;
        page.fill("Password", "not the password").await?;
        page.press("Continue").await?;
        page.shows("do not match").await?;
        page.fill("Password", &user.password).await?;
        page.press("Continue").await?;
        page.fill("Code", &code).await?;
        page.press("Sign in").await?;
        page.shows("Flu 2026, lungs").await?;
        page.shows("acknowledged").await?;
        page.shows(&recipients.to_string()).await?;
        page.goto(&app.url("/patients?search=a")).await?;
        page.element("table").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_patients_page_works_in_a_browser_with_a_click() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 120).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    scene::dispatched(&client, &id).await?;
    let link = scene::link(&scene::outbox(&app, "sms")?[0])?;
    browser::browse("patient-page", async |page| {
        page.look(320, 640, browser::Scheme::Light).await?;
        page.goto(&app.url(&link)).await?;
        page.press("I have read this message").await?;
        page.shows("Thank you").await?;
        Ok(())
    })
    .await?;
    let counts = scene::campaign(&client, &id).await?["counts"].clone();
    assert_eq!((scene::number(&counts, "followed"), scene::number(&counts, "acknowledged")), (1, 1));
    Ok(())
}
