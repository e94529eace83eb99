//! Questions, sections and pages of a form moved by the pointer, as the hand does it.

use std::time::Duration;

use anyhow::Context;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use recall_tests::browser::{Page, Scheme};
use recall_tests::forms::Made;
use recall_tests::{App, Client, Engine, Result, browser, wait};
use serde_json::{Value, json};

use super::forms_keyboard::wait_for;

/// Longer than a browser takes a press for a click.
const LIFT: Duration = Duration::from_millis(300);

/// The middle of a line of the outline, and its height, by the words on it.
const PLACE: &str = "const line = [...document.querySelectorAll('.outline__line')]
        .find(one => one.querySelector('.outline__name').innerText === arguments[0]);
    if (arguments[1]) line.scrollIntoView({ block: 'center', behavior: 'instant' });
    const at = (arguments[1] ? line.querySelector('.outline__grip') : line).getBoundingClientRect();
    return [at.left + at.width / 2, at.top + at.height / 2, at.height];";

/// The line that shows where it would go, and on which side of it.
const MARK: &str = "const line = document.querySelector('.outline__line--above, .outline__line--below');
    return line && [line.querySelector('.outline__name').innerText, line.classList.contains('outline__line--below')]";

#[tokio::test]
async fn questions_and_pages_are_dragged_to_where_they_belong() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let form = Made::draft(&client, &schema(), false).await?;
    let user = app.user("forms@practice.example", "manager").await?;
    browser::browse("forms-drag", async |page| {
        page.look(1440, 900, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/forms/{}", form.id))).await?;
        page.shows("Pages and questions").await?;
        page.settled().await?;
        wait_for(page, &["One", "Two", "Three", "Four"]).await?;

        // Over the lower half of a line it goes behind it, over the upper half before it.
        drag(page, "One", "Three", true).await?;
        wait_for(page, &["Two", "Three", "One", "Four"]).await?;
        drag(page, "One", "Two", false).await?;
        wait_for(page, &["One", "Two", "Three", "Four"]).await?;

        // Into the other page, and onto its heading.
        drag(page, "Two", "Four", true).await?;
        wait_for(page, &["One", "Three", "Four", "Two"]).await?;
        drag(page, "One", "Second page", true).await?;
        wait_for(page, &["Three", "One", "Four", "Two"]).await?;
        saved(&client, &form, &json!([["three"], ["one", "four", "two"]])).await?;

        // A page takes all that is on it along.
        drag(page, "Second page", "First page", true).await?;
        wait_for(page, &["One", "Four", "Two", "Three"]).await?;
        saved(&client, &form, &json!([["one", "four", "two"], ["three"]])).await?;

        // Let go over nothing it stays. One step is undone at once.
        lift(page, "Four").await?;
        move_to(page, 5.0, 5.0).await?;
        wait::until("the mark to go", || async { Ok(mark(page).await?.is_null().then_some(())) }).await?;
        release(page).await?;
        wait_for(page, &["One", "Four", "Two", "Three"]).await?;
        page.click("[aria-label=Undo]").await?;
        wait_for(page, &["Three", "One", "Four", "Two"]).await?;
        saved(&client, &form, &json!([["three"], ["one", "four", "two"]])).await
    })
    .await
}

/// Two pages, with three questions and one.
fn schema() -> Value {
    let field = |id: &str, label: &str| json!({ "id": id, "kind": { "text": {} }, "label": { "en": label } });
    let page = |id: &str, title: &str, fields: Vec<Value>| json!({ "id": id, "title": { "en": title }, "sections": [{ "fields": fields }] });
    json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "To be put in order" }, "pages": [
        page("first", "First page", vec![field("one", "One"), field("two", "Two"), field("three", "Three")]),
        page("second", "Second page", vec![field("four", "Four")])
    ] })
}

/// Drags one line to the upper or the lower half of another, and sees on the way where it would go.
async fn drag(page: &Page, what: &str, onto: &str, below: bool) -> Result {
    lift(page, what).await?;
    let [left, middle, height] = place(page, onto, false).await?;
    let quarter = if below { height / 4.0 } else { -height / 4.0 };
    move_to(page, left, middle + quarter).await?;
    let told = json!([onto, below]);
    wait::until(&format!("the mark at {told}"), || async { Ok((mark(page).await? == told).then_some(())) }).await?;
    release(page).await?;
    wait::until("the mark to go", || async { Ok(mark(page).await?.is_null().then_some(())) }).await
}

async fn lift(page: &Page, what: &str) -> Result {
    let [left, middle, _] = place(page, what, true).await?;
    let actions = mouse()
        .then(PointerAction::MoveTo { duration: None, x: left, y: middle })
        .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
        .then(PointerAction::MoveBy { duration: Some(LIFT), x: 8.0, y: 8.0 });
    page.driver().perform_actions(actions).await.with_context(|| format!("{what} cannot be taken hold of"))
}

async fn move_to(page: &Page, x: f64, y: f64) -> Result {
    let actions = mouse()
        .then(PointerAction::MoveTo { duration: Some(LIFT), x, y: y + 2.0 })
        .then(PointerAction::MoveTo { duration: None, x, y });
    page.driver().perform_actions(actions).await.context("the pointer cannot be moved")
}

async fn release(page: &Page) -> Result {
    let actions = mouse().then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
    page.driver().perform_actions(actions).await.context("it cannot be let go")
}

fn mouse() -> MouseActions {
    MouseActions::new("mouse".to_owned())
}

async fn mark(page: &Page) -> Result<Value> {
    Ok(page.driver().execute(MARK, Vec::new()).await?)
}

/// Where a line is; of what is taken hold of, its grip.
async fn place(page: &Page, name: &str, grip: bool) -> Result<[f64; 3]> {
    let found = page.driver().execute(PLACE, vec![json!(name), json!(grip)]).await;
    let found = found.with_context(|| format!("no line is called {name}"))?;
    Ok(serde_json::from_value(found)?)
}

/// Waits until the questions are saved by page in this order, by their ids.
async fn saved(client: &Client, form: &Made, wanted: &Value) -> Result {
    let look = "query($id: ID!) { form(id: $id) { draft } }";
    wait::until(&format!("{wanted} to be saved"), || async {
        let draft = client.query(look, json!({ "id": form.id })).await?["form"]["draft"].clone();
        let pages = draft["pages"].as_array().context("a form without pages")?.iter();
        let ids = |page: &Value| {
            let fields = page["sections"][0]["fields"].as_array().cloned().unwrap_or_default();
            fields.iter().map(|field| field["id"].clone()).collect::<Vec<Value>>()
        };
        Ok((json!(pages.map(ids).collect::<Vec<_>>()) == *wanted).then_some(()))
    })
    .await
}
