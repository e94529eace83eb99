//! The list of answers narrowed by what was answered and by the band of the score.

use recall_tests::browser::{Page, Scheme};
use recall_tests::forms::{Made, open, quick};
use recall_tests::{App, Client, Engine, Result, browser, for_each_engine, wait};
use serde_json::{Value, json};

/// A choice that gives points, a yes or no, a number, and something that is sealed.
fn form() -> Value {
    let option =
        |value: &str, label: &str, points: u32| json!({ "value": value, "label": { "en": label }, "points": points });
    let options = json!([option("well", "Well", 0), option("ill", "Ill", 5)]);
    json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "How are you?" },
        "pages": [{ "id": "p", "sections": [{ "fields": [
            { "id": "name", "kind": { "text": {} }, "label": { "en": "Name" }, "required": true },
            { "id": "state", "kind": { "choice": { "style": "radio", "options": options } }, "label": { "en": "State" } },
            { "id": "smoker", "kind": { "yesNo": {} }, "label": { "en": "Do you smoke?" } },
            { "id": "puffs", "kind": { "number": { "decimals": 1 } }, "label": { "en": "Puffs a day" } },
            { "id": "secret", "kind": { "text": {} }, "label": { "en": "Anything private?" }, "sensitive": true }
        ] }] }],
        "scoring": { "title": { "en": "Follow-up" }, "bands": [
            { "id": "fine", "from": 0, "to": 4, "label": { "en": "Fine" } },
            { "id": "call", "from": 5, "to": 9, "label": { "en": "Call them" } }
        ] } })
}

async fn answered(app: &App, client: &Client) -> Result<Made> {
    let form = Made::published(client, &form(), true).await?;
    let anybody = app.client()?;
    for (name, state, smoker, puffs) in
        [("Ada", "well", "no", "2.5"), ("Bea", "ill", "yes", "12"), ("Cleo", "ill", "no", "2.5")]
    {
        let page = open(&anybody, &form.path()).await?;
        let typed = [("name", name), ("state", state), ("smoker", smoker), ("puffs", puffs), ("secret", "x")];
        let sent = page.press(&anybody, "send", &typed).await?;
        assert!(sent.says("We have your answers."), "{}", sent.html);
    }
    Ok(form)
}

/// Waits until the list has the answers of these people only.
async fn lists(page: &Page, names: &[&str]) -> Result {
    let script = "return [...document.querySelectorAll('.answer-row')].map(row => row.querySelector('li').innerText)";
    let wanted: Vec<String> = names.iter().map(|name| format!("Name {name}")).collect();
    wait::until(&format!("the answers of {names:?}"), || async {
        let found = page.driver().execute(script, Vec::new()).await?;
        Ok((found == json!(wanted)).then_some(()))
    })
    .await
}

for_each_engine! {
    async fn answers_are_listed_by_what_was_answered_and_by_their_band(engine: Engine) {
        if !browser::is_available() {
            return Ok(());
        }
        let app = quick(App::on(engine)).await?;
        let client = app.signed_in("manager").await?;
        let form = answered(&app, &client).await?;
        let user = app.user("forms@practice.example", "manager").await?;
        browser::browse("forms-filters", async |page| {
            page.look(1440, 900, Scheme::Light).await?;
            page.sign_in(&app, &user).await?;
            page.goto(&app.url(&format!("/forms/{}/answers", form.id))).await?;
            lists(page, &["Cleo", "Bea", "Ada"]).await?;

            page.choose("Band", "Call them").await?;
            page.press("Apply").await?;
            lists(page, &["Cleo", "Bea"]).await?;
            page.choose("Question", "Do you smoke?").await?;
            page.choose("Answer", "No").await?;
            page.press("Apply").await?;
            lists(page, &["Cleo"]).await?;
            // The address holds all of it: whoever opens it sees the same list and the same filters.
            page.driver().refresh().await?;
            lists(page, &["Cleo"]).await?;
            let chosen = "return ['band', 'question', 'answer'].map(one => document.getElementById('answers-' + one).value)";
            wait::until("the filters of the address", || async {
                let found = page.driver().execute(chosen, Vec::new()).await?;
                Ok((found == json!(["call", "smoker", "no"])).then_some(()))
            })
            .await?;

            page.choose("Band", "Any").await?;
            page.choose("Question", "Puffs a day").await?;
            page.fill("Answer", "many").await?;
            page.press("Apply").await?;
            page.shows("Enter a number, such as 3 or 2.5").await?;
            lists(page, &["Cleo"]).await?;
            page.fill("Answer", "2.5").await?;
            page.press("Apply").await?;
            lists(page, &["Cleo", "Ada"]).await?;
            page.choose("Question", "State").await?;
            page.choose("Answer", "Well").await?;
            page.press("Apply").await?;
            lists(page, &["Ada"]).await?;
            let offered = "return [...document.getElementById('answers-question').options].map(one => one.text)";
            let offered = page.driver().execute(offered, Vec::new()).await?;
            assert_eq!(offered, json!(["Any", "Name", "State", "Do you smoke?", "Puffs a day"]), "nothing that is sealed");

            page.choose("Question", "Name").await?;
            page.fill("Answer", "Nobody").await?;
            page.press("Apply").await?;
            page.shows("No answer matches").await?;
            page.follow("Clear filters").await?;
            lists(page, &["Cleo", "Bea", "Ada"]).await
        })
        .await?;
    }
}
