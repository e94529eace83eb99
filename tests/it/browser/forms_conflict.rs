//! Two people who write one form at the same time.

use anyhow::Context;
use recall_tests::browser::Key;
use recall_tests::{App, Engine, Result, browser, wait};
use serde_json::json;

#[tokio::test]
async fn two_people_at_one_form_lose_nothing() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let create = "mutation($input: CreateFormInput!) { createForm(input: $input) { form { id draft } } }";
    let input = json!({ "source": { "starter": "already-vaccinated" } });
    let form = client.query(create, json!({ "input": input })).await?["createForm"]["form"].clone();
    let id = form["id"].as_str().context("a form without id")?;
    let user = app.user("forms@practice.example", "manager").await?;
    browser::browse("forms-conflict", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/forms/{id}"))).await?;
        page.shows("Pages and questions").await?;
        page.settled().await?;
        // Somebody else saves first.
        let mut theirs = form["draft"].clone();
        theirs["title"]["en"] = json!("Their title");
        let save = "mutation($input: SaveFormDraftInput!) { saveFormDraft(input: $input) { form { id } } }";
        client.query(save, json!({ "input": { "id": id, "draftVersion": 1, "draft": theirs } })).await?;
        page.fill("Title", "My title").await?;
        page.shows("Somebody else has saved this form meanwhile").await?;
        // What is typed stays over a reload, and so does the question.
        page.driver().refresh().await?;
        page.shows("Somebody else has saved this form meanwhile").await?;
        assert_eq!(page.element("#form-title").await?.prop("value").await?.as_deref(), Some("My title"));
        // Nor does anything else of the form go on before somebody has decided: theirs stays.
        page.goto(&app.url(&format!("/forms/{id}/publish"))).await?;
        page.press("Make it public").await?;
        wait::until("why it is not public", || async {
            let told = page.text().await?.matches("Somebody else has saved this form meanwhile").count();
            Ok((told == 2).then_some(()))
        })
        .await?;
        // The form asks on where it is written: nothing has decided by itself.
        page.goto(&app.url(&format!("/forms/{id}"))).await?;
        page.shows("Show the other one").await?;
        let saved = client.query("query($id: ID!) { form(id: $id) { draft isPublic } }", json!({ "id": id })).await?;
        assert_eq!(saved["form"]["draft"]["title"]["en"], "Their title");
        assert_eq!(saved["form"]["isPublic"], false);
        page.press("Show the other one").await?;
        wait::until("the other title", || async {
            let title = page.element("#form-title").await?.prop("value").await?;
            Ok((title.as_deref() == Some("Their title")).then_some(()))
        })
        .await?;
        page.chord(Key::Control, 'z').await?;
        page.shows("All changes saved").await?;
        let saved = client.query("query($id: ID!) { form(id: $id) { draft } }", json!({ "id": id })).await?;
        assert_eq!(saved["form"]["draft"]["title"]["en"], "My title");
        Ok(())
    })
    .await
}
