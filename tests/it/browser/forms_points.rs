//! Points of a number by where it is, given in the builder.

use anyhow::Context;
use recall_tests::browser::Scheme;
use recall_tests::forms::Made;
use recall_tests::{App, Engine, Result, axe, browser, wait};
use serde_json::{Value, json};

fn form() -> Value {
    json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "Inhaler" },
        "pages": [{ "id": "p", "sections": [{ "fields": [
            { "id": "puffs", "kind": { "number": { "from": 0, "to": 60, "points": "value" } }, "label": { "en": "Puffs a day" } }
        ] }] }],
        "scoring": { "title": { "en": "Use" }, "bands": [{ "id": "any", "from": 0, "to": 60, "label": { "en": "Any" } }] } })
}

#[tokio::test]
async fn points_are_given_by_where_a_number_is() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let form = Made::draft(&client, &form(), false).await?;
    let user = app.user("forms@practice.example", "manager").await?;
    let saved = async |wanted: Value| {
        wait::until(&format!("the points {wanted}"), || async {
            let draft = client.query("query($id: ID!) { form(id: $id) { draft } }", json!({ "id": form.id })).await?;
            let number = &draft["form"]["draft"]["pages"][0]["sections"][0]["fields"][0]["kind"]["number"];
            let number = number.as_object().context("no number")?;
            Ok((number.get("points") == Some(&wanted) || (wanted.is_null() && !number.contains_key("points")))
                .then_some(()))
        })
        .await
    };
    browser::browse("forms-points", async |page| {
        page.look(1440, 900, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/forms/{}", form.id))).await?;
        page.shows("Pages and questions").await?;
        page.click("#choose-field-0-0-0").await?;
        page.element("#properties-title:focus").await?;
        page.choose("Points", "By where the number is").await?;
        page.fill("Line 1: To", "2").await?;
        page.fill("Line 1: Points", "0").await?;
        page.press("Add a line of points").await?;
        page.element("#points-1-from:focus").await?;
        page.fill("Line 2: To", "8").await?;
        page.press("Add a line of points").await?;
        page.element("#points-2-from:focus").await?;
        page.fill("Line 3: Points", "2.5").await?;
        let bands = json!({ "bands": [{ "to": 2, "points": 0 }, { "from": 3, "to": 8, "points": 1 }, { "from": 9, "points": 2.5 }] });
        saved(bands).await?;
        axe::check(page, "points by where a number is").await?;
        page.shows("Nothing keeps this form from being published").await?;

        // What cannot be read stays in its box, is told, and keeps the form from being published until it is put right.
        page.fill("Line 2: To", "eight").await?;
        page.shows("1 problem keeps this form from being published").await?;
        page.click("[aria-label='Remove: Line 2']").await?;
        saved(json!({ "bands": [{ "to": 2, "points": 0 }, { "from": 9, "points": 2.5 }] })).await?;
        page.shows("Nothing keeps this form from being published").await?;
        page.chord(recall_tests::browser::Key::Control, 'z').await?;
        saved(json!({ "bands": [{ "to": 2, "points": 0 }, { "from": 3, "to": 8, "points": 1 }, { "from": 9, "points": 2.5 }] })).await?;

        page.choose("Points", "The number itself").await?;
        saved(json!("value")).await?;
        page.choose("Points", "None").await?;
        saved(Value::Null).await
    })
    .await
}
