//! Stopped numbers and addresses: added, found, seen on the patient's page, and lifted.

use anyhow::Context;
use recall_tests::{App, Engine, Result, browser, scene};
use serde_json::json;

#[tokio::test]
async fn a_number_is_stopped_and_allowed_again() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("suppressions", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/patients")).await?;
        page.follow("Stopped numbers").await?;
        page.shows("Nothing is stopped").await?;
        page.press("Stop a number or address").await?;
        page.confirm("Stop messages to it").await?;
        page.shows("Enter the number or the address").await?;
        page.shows("Say why, so that colleagues know").await?;
        page.fill("Phone number", "call me").await?;
        page.fill("Why", "She rang.").await?;
        page.confirm("Stop messages to it").await?;
        page.element("#suppression-value-error").await?;
        page.fill("Phone number", "07700 900123").await?;
        page.confirm("Stop messages to it").await?;
        page.shows("Stopped. No message goes there any more.").await?;
        page.shows("07700 900123").await?;
        page.shows("She rang.").await?;
        page.shows("Stopped by staff").await?;

        // What is shown is in the address.
        page.choose("Kind", "Email addresses").await?;
        page.shows("Nothing matches").await?;
        let address = page.driver().current_url().await?;
        assert_eq!(address.query(), Some("kind=email"));
        page.follow("Clear search and filters").await?;
        page.fill("Search", "+44 7700 900123").await?;
        page.shows("1 number or address").await?;

        page.press("Lift 07700 900123").await?;
        page.confirm("Allow messages").await?;
        page.shows("Say why, so that colleagues know").await?;
        page.fill("Why may it be used again?", "She asked for it.").await?;
        page.confirm("Allow messages").await?;
        page.shows("Campaigns may use it again.").await?;
        page.shows("Nothing matches").await
    })
    .await
}

#[tokio::test]
async fn everybody_who_shares_a_number_is_shown_and_their_page_says_why() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let file = scene::file(
        &app,
        "household.csv",
        "local_id,given_name,family_name,birth_date,phone,email\n\
         H1,Ada,Byron,1951-02-03,07700 900123,ada@example.org\n\
         H2,Noor,Khan,1960-01-01,07700 900123,noor@example.org\n",
    )?;
    app.json(&["import", &file.display().to_string()]).await?;
    let client = app.signed_in("manager").await?;
    let add = "mutation($input: AddSuppressionInput!) { addSuppression(input: $input) { suppression { id } } }";
    let stopped = json!({ "kind": "PHONE", "value": "07700 900123", "note": "They rang." });
    client.query(add, json!({ "input": stopped })).await?;
    let user = app.user("viewer@practice.example", "viewer").await?;
    browser::browse("suppressions-shared", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/patients/stopped")).await?;
        page.shows("Khan, Noor").await?;
        let text = page.text().await?;
        for offer in ["Stop a number or address", "Lift"] {
            assert!(!text.contains(offer), "{offer} is offered to a viewer");
        }
        page.follow("Byron, Ada").await?;
        page.shows("do not use").await?;
        page.follow("Stopped by staff").await?;
        page.shows("They rang.").await?;
        let address = page.driver().current_url().await?;
        let search = address.query().context("the address has no search")?;
        assert!(search.contains("900123"), "{search}");
        Ok(())
    })
    .await
}
