//! A session that ends while a campaign is being written takes nothing of it away.

use anyhow::Context;
use recall_tests::browser::Page;
use recall_tests::{App, Credentials, Engine, Result, browser, for_each_engine, scene};
use sea_orm::EntityTrait;
use serde_json::json;

const NEW_PASSWORD: &str = "amber lantern river";

for_each_engine! {
    async fn a_campaign_is_as_it_was_typed_after_the_session_has_ended(engine: Engine) {
        if !browser::is_available() {
            return Ok(());
        }
        let app = App::start(engine).await?;
        scene::import_patients(&app, 120).await?;
        let mut user = app.user("administrator@practice.example", "administrator").await?;
        browser::browse(&format!("session-end-{engine:?}"), async |page| {
            page.sign_in(&app, &user).await?;

            page.goto(&app.url("/campaigns/new")).await?;
            page.fill("Name", "Flu 2026, over forty").await?;
            page.fill("Purpose", "flu-lungs").await?;
            page.choose("Condition", "Chronic respiratory disease").await?;
            page.press("Add a condition").await?;
            page.element("#rule-2-kind").await?.select_by_label("are of an age").await?;
            page.fill("From age", "40").await?;
            page.shows("With an email address").await?;
            forget_sessions(&app).await?;
            comes_back(page, &user).await?;
            page.shows("What you typed earlier has been kept").await?;
            page.press("Save and continue").await?;

            page.shows("Send by email").await?;
            page.fill("Subject", "Your vaccination at {{ practice }}").await?;
            page.fill("Text message", "Book at {{ practice }}: {{ link }}").await?;
            page.shows("1 segment each").await?;
            sign_out_everywhere(&app, &mut user).await?;
            comes_back(page, &user).await?;
            page.press("Save and continue").await?;

            page.mark("At a day and time").await?;
            page.shows("Sends on").await?;
            forget_sessions(&app).await?;
            comes_back(page, &user).await?;
            page.press("Save and continue").await?;
            page.shows("Schedule for").await?;
            page.shows("aged 40 or over").await
        })
        .await?;
        let campaigns = "{ campaigns(first: 10) { nodes { name kind templates { channel subject body } } } }";
        let campaigns = app.signed_in("manager").await?.query(campaigns, json!({})).await?;
        let nodes = campaigns["campaigns"]["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), 1, "{campaigns}");
        assert_eq!((nodes[0]["name"].as_str(), nodes[0]["kind"].as_str()), (Some("Flu 2026, over forty"), Some("flu-lungs")));
        let written = nodes[0]["templates"].to_string();
        assert!(written.contains("Your vaccination at {{ practice }}"), "{written}");
        assert!(written.contains("Book at {{ practice }}: {{ link }}"), "{written}");
    }
}

/// The server knows no session any more, as after a restore from a backup.
async fn forget_sessions(app: &App) -> Result {
    let database = app.database().connect().await?;
    entity::session::Entity::delete_many().exec(&database).await?;
    Ok(database.close().await?)
}

/// The person changes the password on another computer, which ends the session on this one.
async fn sign_out_everywhere(app: &App, user: &mut Credentials) -> Result {
    let mut elsewhere = app.client()?;
    elsewhere.sign_in(user).await?;
    let input = json!({ "current": user.password, "new": NEW_PASSWORD, "code": elsewhere.code().await? });
    let change = "mutation($input: ChangePasswordInput!) { changePassword(input: $input) { viewer { email } } }";
    elsewhere.query(change, json!({ "input": input })).await?;
    NEW_PASSWORD.clone_into(&mut user.password);
    Ok(())
}

/// Goes on, meets the end of the session, signs in again and finds everything as it was typed.
async fn comes_back(page: &Page, user: &Credentials) -> Result {
    let typed = page.typed().await?;
    let address = page.driver().current_url().await?;
    // What the page asks by itself may meet the end first: then the dialog lies over the button.
    let pressed = page.press("Save and continue").await;
    page.shows("You have been signed out").await.with_context(|| format!("after going on: {pressed:?}"))?;
    assert_eq!(page.typed().await?, typed, "the page stays as it is");
    page.confirm("Sign in again").await?;
    page.shows("Your session has ended").await?;
    page.enter(user).await?;
    page.element("main form.wizard").await?;
    page.settled().await?;
    assert_eq!(page.driver().current_url().await?, address);
    assert_eq!(page.typed().await?, typed, "after signing in again");
    Ok(())
}
