//! Every kind of field where staff meet it, against WCAG 2.2 AA as far as a program can tell: open in the builder, and
//! answered.

use anyhow::{Context, ensure};
use recall_tests::browser::{Page, Scheme};
use recall_tests::forms::{Made, PICTURE, every_kind, open, quick};
use recall_tests::{App, Engine, Result, axe, browser};
use serde_json::{Value, json};

/// What a person says to every question of the form, but for the file.
const ANSWERS: [(&str, &str); 19] = [
    ("given_name", "Ada"),
    ("remarks", "Two lines\nof remarks"),
    ("secret", "I smoke"),
    ("email", "ada@example.org"),
    ("phone", "07700 900123"),
    ("postcode", "LS1 4AP"),
    ("nhs_number", "943 476 5919"),
    ("weight", "72.5"),
    ("birth_date-day", "24"),
    ("birth_date-month", "3"),
    ("birth_date-year", "1957"),
    ("at", "14:30"),
    ("vaccine", "flu"),
    ("surgery", "mill"),
    ("days", "tue"),
    ("smoker", "yes"),
    ("a_day", "25"),
    ("breath", "7"),
    ("agreed", "yes"),
];

/// The kinds that the menu of the builder offers.
const KINDS: usize = 18;

/// Unfolds what is folded away beside the outline; tells what the chosen line is called.
const UNFOLD: &str = "document.querySelectorAll('.properties details').forEach(one => { one.open = true; });
    return document.querySelector('#properties-title').innerText";

/// The form with every kind, in two languages and with points, and a section and a page that come and go.
fn in_full() -> Result<Value> {
    let mut form = every_kind()?;
    form["languages"] = json!(["en", "cy"]);
    let yes = json!({ "yesNo": { "field": "smoker", "is": true } });
    form["scoring"] = json!({ "title": { "en": "Breath" }, "shown": true, "bands": [
        { "id": "well", "from": 0, "to": 6, "label": { "en": "Well" } },
        { "id": "unwell", "from": 7, "to": 11, "label": { "en": "Unwell" }, "advice": { "en": "Call us." } }
    ] });
    let choices = &mut form["pages"][1]["sections"];
    choices[1]["showIf"] = json!({ "any": [yes, { "age": { "field": "birth_date", "from": 16 } }] });
    let fields = choices[0]["fields"].as_array_mut().context("a section without fields")?;
    for field in fields {
        match field["id"].as_str() {
            Some("breath") => field["kind"]["scale"]["points"] = json!("value"),
            Some("smoker") => field["kind"]["yesNo"] = json!({ "yesPoints": 1, "noPoints": 0 }),
            Some("surgery") => field["requiredIf"] = json!({ "chosen": { "field": "vaccine", "anyOf": ["flu"] } }),
            _ => {}
        }
    }
    Ok(form)
}

#[tokio::test]
async fn axe_core_finds_nothing_on_any_kind_of_field_in_the_builder() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let form = Made::draft(&client, &in_full()?, false).await?;
    let user = app.user("forms@practice.example", "manager").await?;
    browser::browse("forms-every-kind", async |page| {
        page.look(1440, 900, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/forms/{}", form.id))).await?;
        page.shows("Nothing keeps this form from being published").await?;
        page.settled().await?;
        let kinds = "return [...new Set([...document.querySelectorAll('.outline__line--field .outline__kind')]
            .map(one => one.innerText.split(' · ')[0]))].length";
        ensure!(page.driver().execute(kinds, Vec::new()).await? == json!(KINDS), "a kind of field is not in the form");
        let lines = "return [...document.querySelectorAll('.outline__choose')].map(one => one.id)";
        let lines: Vec<String> = serde_json::from_value(page.driver().execute(lines, Vec::new()).await?)?;
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.look(1440, 900, scheme).await?;
            for line in &lines {
                page.click(&format!("#{line}")).await?;
                page.element("#properties-title:focus").await?;
                let name = page.driver().execute(UNFOLD, Vec::new()).await?;
                page.settled().await?;
                axe::check(page, &format!("{name} in the builder ({})", scheme.name())).await?;
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn axe_core_finds_nothing_on_answers_to_every_kind_of_field() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = quick(App::on(Engine::Sqlite)).await?;
    let client = app.signed_in("manager").await?;
    let form = Made::published(&client, &in_full()?, true).await?;
    let anybody = app.client()?;
    let opened = open(&anybody, &form.path()).await?;
    let sent = opened.send_file(&anybody, &ANSWERS, ("letter", "letter.png"), PICTURE).await?;
    ensure!(sent.says("We will be in touch."), "the answers were not taken: {}", sent.html);
    let look = "query($form: ID!) { formResponses(formId: $form) { nodes { id answers { field } } } }";
    let answer = client.query(look, json!({ "form": form.id })).await?["formResponses"]["nodes"][0].clone();
    let id = answer["id"].as_str().context("an answer without id")?;
    // With the file and what is hidden; a date is three boxes, and what is sealed is in no list.
    ensure!(answer["answers"].as_array().map(Vec::len) == Some(ANSWERS.len() - 1), "{answer}");
    let user = app.user("forms@practice.example", "manager").await?;
    browser::browse("forms-answers-of-every-kind", async |page| {
        page.sign_in(&app, &user).await?;
        for scheme in [Scheme::Light, Scheme::Dark] {
            for (width, height) in [(1440, 900), (390, 844)] {
                page.look(width, height, scheme).await?;
                let check = async |page: &Page, what: &str| {
                    page.settled().await?;
                    axe::check(page, &format!("{what}, {width} wide ({})", scheme.name())).await
                };
                page.goto(&app.url(&format!("/forms/{}/answers", form.id))).await?;
                page.shows("Ada").await?;
                check(page, "the list").await?;
                page.goto(&app.url(&format!("/forms/{}/answers/{id}", form.id))).await?;
                page.shows("letter.png").await?;
                check(page, "one answer").await?;
                page.goto(&app.url(&format!("/forms/{}/charts", form.id))).await?;
                page.shows("How short of breath are you?").await?;
                check(page, "the charts").await?;
            }
        }
        Ok(())
    })
    .await
}
