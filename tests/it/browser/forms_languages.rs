//! A form in a second language in the builder: what is not translated is told, and one that is written from right to left
//! is shown that way.

use recall_tests::browser::{Page, Scheme};
use recall_tests::forms::{Made, lungs};
use recall_tests::{App, Engine, Result, axe, browser, wait};
use serde_json::{Value, json};

const DIRECTION: &str = "const page = document.querySelector('.preview__page'); return [page.lang, page.dir]";

async fn runs(page: &Page, wanted: Value) -> Result {
    wait::until(&format!("the preview in {wanted}"), || async {
        Ok((page.driver().execute(DIRECTION, Vec::new()).await? == wanted).then_some(()))
    })
    .await
}

#[tokio::test]
async fn what_is_not_translated_is_told_and_keeps_nothing_from_being_published() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let form = Made::draft(&client, &lungs(), false).await?;
    let user = app.user("forms@practice.example", "manager").await?;
    browser::browse("forms-languages", async |page| {
        page.look(1440, 900, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/forms/{}", form.id))).await?;
        page.shows("Nothing keeps this form from being published").await?;
        page.choose("Add a language", "Arabic").await?;
        page.shows("4 texts are not translated").await?;
        page.shows("Nothing keeps this form from being published").await?;

        // The title, and what leads to a question.
        page.fill("Title (Arabic)", "رئتاك").await?;
        page.shows("3 texts are not translated").await?;
        page.click(".problems--advice summary").await?;
        page.shows("there is no text in Arabic; patients are shown the first language").await?;
        axe::check(page, "the builder with what is not translated").await?;
        page.click(".problems--advice li:nth-of-type(2) button").await?;
        page.fill("Question (Arabic)", "هل تعاني من صفير؟").await?;
        page.shows("2 texts are not translated").await?;

        runs(page, json!(["en", "ltr"])).await?;
        page.choose("Language", "Arabic").await?;
        runs(page, json!(["ar", "rtl"])).await?;
        page.shows("رئتاك").await?;
        axe::check(page, "the preview from right to left").await?;

        page.shows("All changes saved").await?;
        page.press("Publish").await?;
        page.shows("2 texts are not translated: patients are shown them in the first language.").await?;
        page.confirm("Publish it").await?;
        page.shows("Version 1 is live").await
    })
    .await
}
