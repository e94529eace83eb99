//! Forms as files: a FHIR Questionnaire comes in and says what was lost, a draft goes out as JSON and comes in again.

use anyhow::Context;
use recall_tests::acts::downloaded;
use recall_tests::browser::{Page, Scheme};
use recall_tests::{App, Engine, Result, browser, scene};
use serde_json::{Value, json};
use tempfile::TempDir;

#[tokio::test]
async fn a_questionnaire_comes_in_and_the_form_goes_out() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let user = app.user("maker@practice.example", "manager").await?;
    let questionnaire = json!({ "resourceType": "Questionnaire", "status": "active", "title": "Breathing", "item": [
        { "linkId": "well", "type": "boolean", "text": "Are you well?", "required": true },
        { "linkId": "shown", "type": "string", "text": "Since when?",
          "enableWhen": [{ "question": "later", "operator": "=", "answerBoolean": true }] },
        { "linkId": "later", "type": "boolean", "text": "Do you cough?" }] });
    let file = scene::file(&app, "questionnaire.json", questionnaire.to_string())?;
    let folder = TempDir::with_prefix("recall-forms-")?;
    browser::browse("form-files", async |page| {
        // High enough that what was done is not told over the buttons.
        page.look(1440, 900, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        page.download_into(folder.path()).await?;
        bring_in(page, &app, &file).await?;
        page.shows("Not everything could be carried over").await?;
        page.shows("it asks about an item that is not an earlier question").await?;
        page.follow("Open the form").await?;
        page.shows("Pages and questions").await?;
        page.shows("Do you cough?").await?;

        page.follow("Publishing").await?;
        page.press("Save the draft as a file").await?;
        let saved = downloaded(folder.path(), ".json").await?;
        let written: Value = serde_json::from_slice(&std::fs::read(&saved)?)?;
        let look = "{ forms(first: 1) { nodes { name draft } } }";
        let first = client.query(look, json!({})).await?["forms"]["nodes"][0].clone();
        assert_eq!(written, first["draft"]);

        // The same file makes the same form again, under another address.
        bring_in(page, &app, &saved).await?;
        page.shows("Pages and questions").await?;
        let second = client.query(look, json!({})).await?["forms"]["nodes"][0].clone();
        assert_eq!(second["draft"], first["draft"]);

        // A copy says that it is one.
        page.follow("Publishing").await?;
        page.press("Make a copy").await?;
        let copy = format!("Copy of {}", second["name"].as_str().context("a form without a name")?);
        page.shows(&copy).await
    })
    .await
}

/// Makes a form out of a file.
async fn bring_in(page: &Page, app: &App, file: &std::path::Path) -> Result {
    page.goto(&app.url("/forms")).await?;
    page.settled().await?;
    page.press("New form").await?;
    page.mark("A file").await?;
    page.attach("File", file).await?;
    page.press("Make the form").await
}
