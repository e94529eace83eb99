//! Backups: the key is made in the browser, and the secret one is not forgotten.

use recall_tests::authenticator::Authenticator;
use recall_tests::{App, Engine, Result, browser, scene};

#[tokio::test]
async fn a_key_is_made_in_the_browser_and_a_backup_with_it() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 120).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("backups", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/backups")).await?;
        page.shows("the key to encrypt it with is missing").await?;
        page.press("Make a key pair in this browser").await?;
        page.shows("A key pair has been made.").await?;
        page.fill("Code of your authenticator", "123456").await?;
        page.press("Save keys").await?;
        page.shows("Download the secret key first").await?;

        page.press("Download the secret key").await?;
        page.shows("The secret key has been downloaded.").await?;
        let code = Authenticator::new(&user.totp_secret)?.code().await?;
        page.fill("Code of your authenticator", &code).await?;
        page.press("Save keys").await?;
        page.shows("The keys have been saved.").await?;
        let key = page.element(".backup-keys li").await?.text().await?;
        assert!(key.starts_with("age1") && key.len() == 62, "{key}");

        page.press("Back up now").await?;
        page.shows("Last backup").await?;
        page.shows(", verified,").await?;
        page.shows("recall snapshot restore FILE --identity KEY --into URL").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_may_only_look_is_offered_no_backup() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("viewer@practice.example", "viewer").await?;
    browser::browse("backups-viewer", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/backups")).await?;
        page.shows("Ask an administrator to set up the key.").await?;
        let text = page.text().await?;
        assert!(!text.contains("Back up now") && !text.contains("Save keys"), "{text}");
        Ok(())
    })
    .await
}
