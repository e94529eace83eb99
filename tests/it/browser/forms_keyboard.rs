//! A form built, changed and published by the keyboard alone.

use anyhow::{Context, bail};
use recall_tests::browser::{Key, Page};
use recall_tests::{App, Client, Engine, Result, browser, wait};
use serde_json::{Value, json};

use super::wizard::{follow, go_to, press};

/// More than the menu of kinds has.
const KINDS: usize = 20;

#[tokio::test]
async fn a_form_is_built_by_keyboard_alone() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let user = app.user("forms@practice.example", "manager").await?;
    browser::browse("forms-by-keyboard", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/forms")).await?;
        page.shows("No forms yet").await?;
        follow(page, "New form").await?;
        page.shows("Ready to publish").await?;
        go_to(page, "One of ours").await?;
        press(page, &Key::Down).await?;
        page.shows("Kind of form").await?;
        go_to(page, "Name").await?;
        press(page, "Visit").await?;
        press(page, &Key::Enter).await?;
        page.shows("Pages and questions").await?;

        // The menu of kinds: Enter opens it on the first, which is a short text.
        follow(page, "Add a question").await?;
        press(page, &Key::Enter).await?;
        page.element("#field-label:focus").await?;
        retype(page, "Your name").await?;
        follow(page, "Add a question").await?;
        press(page, &Key::End).await?;
        press(page, &Key::Up).await?;
        press(page, &Key::Enter).await?;
        page.element("#information-text:focus").await?;
        retype(page, "Please bring your inhaler.").await?;
        assert_eq!(order(page).await?, ["Your name", "Please bring your inhaler."]);

        // Up, and undone and done again.
        follow(page, "Move “Please bring your inhaler.” up").await?;
        wait_for(page, &["Please bring your inhaler.", "Your name"]).await?;
        page.element("#up-field-0-0-0:focus").await?;
        page.chord(Key::Control, 'z').await?;
        wait_for(page, &["Your name", "Please bring your inhaler."]).await?;
        page.chord(Key::Control, 'y').await?;
        wait_for(page, &["Please bring your inhaler.", "Your name"]).await?;

        // Deleted, and brought back.
        follow(page, "More for “Your name”").await?;
        press(page, &Key::End).await?;
        press(page, &Key::Enter).await?;
        wait_for(page, &["Please bring your inhaler."]).await?;
        page.shows("Undo brings it back").await?;
        page.chord(Key::Control, 'z').await?;
        wait_for(page, &["Please bring your inhaler.", "Your name"]).await?;

        ask_by_keyboard(page).await?;
        page.shows("All changes saved").await?;
        let fields = fields_of(&client).await?;
        let field = |id: &str| fields.iter().find(|field| field["id"] == id).with_context(|| format!("no {id}"));
        assert_eq!(fields[0]["kind"]["information"]["text"]["en"], "Please bring your inhaler.");
        field("your_name")?;
        // Ids and values out of the words that were typed, and the condition on one of them.
        let options = field("which_inhaler")?["kind"]["choice"]["options"].as_array().context("no options")?;
        let values: Vec<&Value> = options.iter().map(|option| &option["value"]).collect();
        assert_eq!(values, ["blue", "option-2", "brown"]);
        let asked = json!({ "chosen": { "field": "which_inhaler", "anyOf": ["blue"] } });
        assert_eq!(field("what_is_it_like")?["showIf"], asked);

        publish_by_keyboard(page, &client).await
    })
    .await
}

/// The fields of the only form's only section, as they are saved.
async fn fields_of(client: &Client) -> Result<Vec<Value>> {
    let saved = client.query("{ forms { nodes { draft } } }", json!({})).await?;
    let fields = saved["forms"]["nodes"][0]["draft"]["pages"][0]["sections"][0]["fields"].as_array();
    fields.cloned().context("a form without fields")
}

/// A choice with an option more, and a question for those who choose its first.
async fn ask_by_keyboard(page: &Page) -> Result {
    add_by_keyboard(page, "Choice of one").await?;
    retype(page, "Which inhaler?").await?;
    go_to(page, "Answer 1").await?;
    retype(page, "Blue").await?;
    follow(page, "Add an answer").await?;
    page.element("#option-2:focus").await?;
    retype(page, "Brown").await?;

    add_by_keyboard(page, "Long text").await?;
    retype(page, "What is it like?").await?;
    follow(page, "Add a condition").await?;
    // It asks about the question before it, and for its first answer.
    page.element("#show-1-field:focus").await?;
    go_to(page, "Answer").await?;
    page.shows("shown sometimes").await
}

/// Goes down the menu of kinds to one, and chooses it.
async fn add_by_keyboard(page: &Page, kind: &str) -> Result {
    follow(page, "Add a question").await?;
    page.element("[role=menu] :focus").await?;
    for _ in 0..KINDS {
        if page.focused().await? == kind {
            page.stroke(Key::Enter).await?;
            return page.element("#field-label:focus").await.map(drop);
        }
        page.stroke(Key::Down).await?;
    }
    bail!("the menu has no {kind}")
}

/// Published by the keys, and changed after that: what was published keeps its id under other words.
async fn publish_by_keyboard(page: &Page, client: &Client) -> Result {
    follow(page, "Publish").await?;
    page.element("dialog[open]").await?;
    page.shows("This is the first version.").await?;
    go_to(page, "Publish it").await?;
    page.stroke(Key::Enter).await?;
    page.shows("Version 1 is live").await?;
    follow(page, "Build").await?;
    page.shows("Pages and questions").await?;
    follow(page, "Which inhaler?\nChoice of one").await?;
    page.element("#properties-title:focus").await?;
    go_to(page, "Question").await?;
    retype(page, "Which of your inhalers?").await?;
    let field = wait::until("the other words to be saved", || async {
        let fields = fields_of(client).await?;
        Ok(fields.into_iter().find(|field| field["label"]["en"] == "Which of your inhalers?"))
    })
    .await?;
    assert_eq!(field["id"], "which_inhaler");
    Ok(())
}

/// Puts other words into the box that has the keyboard.
async fn retype(page: &Page, words: &str) -> Result {
    page.driver().execute("document.activeElement.select()", Vec::new()).await?;
    press(page, words).await
}

/// The questions in the order of the outline.
async fn order(page: &Page) -> Result<Vec<String>> {
    let script =
        "return [...document.querySelectorAll('.outline__line--field .outline__name')].map(one => one.innerText)";
    Ok(serde_json::from_value(page.driver().execute(script, Vec::new()).await?)?)
}

pub(super) async fn wait_for(page: &Page, wanted: &[&str]) -> Result {
    wait::until(&format!("the order {wanted:?}"), || async { Ok((order(page).await? == wanted).then_some(())) }).await
}
