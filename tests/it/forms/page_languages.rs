//! Languages that are written from right to left, in a real browser: laid out that way, with nothing too wide.

use anyhow::{Context, ensure};
use recall_tests::browser::{Page, Scheme};
use recall_tests::forms::{Made, answers, every_kind, quick};
use recall_tests::{App, Engine, Result, axe, browser};
use serde_json::{Value, json};

use super::page_browser::{choices, value, words};

const SMALL: (u32, u32) = (320, 568);
/// Where a page begins to have margins of its own.
const WIDE: (u32, u32) = (900, 800);

/// Where the label of a field stands, and the bar of one that is wrong.
const SIDES: &str = "const field = document.querySelector('.field.wrong') || document.querySelector('.field');
    const main = document.querySelector('main').getBoundingClientRect();
    const label = document.createRange();
    label.selectNodeContents(field.querySelector('.asked'));
    const at = label.getBoundingClientRect(), style = getComputedStyle(field);
    return { lang: document.documentElement.lang, dir: document.documentElement.dir,
        isRight: main.right - at.right < at.left - main.left, bar: style.borderRightWidth > style.borderLeftWidth };";

async fn check(page: &Page, what: &str) -> Result {
    axe::check(page, what).await?;
    let over = value(page, "const root = document.documentElement; return root.scrollWidth - root.clientWidth").await?;
    let over = over.as_i64().context("no number")?;
    ensure!(over <= 0, "{what} is {over} pixels too wide");
    Ok(())
}

#[tokio::test]
async fn a_form_in_arabic_is_laid_out_from_right_to_left() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = quick(App::on(Engine::Sqlite)).await?;
    let client = app.signed_in("manager").await?;
    let mut schema = every_kind()?;
    schema["languages"] = json!(["en", "ar"]);
    schema["title"]["ar"] = json!("كل أنواع الحقول");
    schema["pages"][0]["sections"][0]["fields"][0]["label"]["ar"] = json!("الاسم الأول");
    let form = Made::published(&client, &schema, true).await?;
    browser::browse("form-from-right-to-left", async |page| {
        for (width, height) in [SMALL, WIDE] {
            page.look(width, height, Scheme::Light).await?;
            page.goto(&app.url(&form.path())).await?;
            let english = value(page, SIDES).await?;
            assert_eq!(english, json!({ "lang": "en", "dir": "", "isRight": false, "bar": false }));
            page.follow("العربية").await?;
            page.shows("كل أنواع الحقول").await?;
            let arabic = |bar: bool| json!({ "lang": "ar", "dir": "rtl", "isRight": true, "bar": bar });
            assert_eq!(value(page, SIDES).await?, arabic(false));
            check(page, "the first page from right to left").await?;
            page.press("Continue").await?;
            page.element(".summary").await?;
            assert_eq!(value(page, SIDES).await?, arabic(true));
            check(page, "its errors").await?;
            page.fill("الاسم الأول", "Ada").await?;
            page.fill("Email address", "ada@example.org").await?;
            page.press("Continue").await?;
            page.shows("Which vaccine?").await?;
            check(page, "the second page from right to left").await?;
            // The way back to English takes the direction along, without a reload.
            page.press("English").await?;
            page.shows("Every kind of field").await?;
            assert_eq!(value(page, "return document.documentElement.dir").await?, Value::from(""));
            page.press("العربية").await?;
            assert_eq!(direction(page).await?, "rtl");
            // Another reader at the same screen.
            value(page, "sessionStorage.clear()").await?;
        }
        Ok(())
    })
    .await?;
    browser::browse("form-from-right-to-left-without-script", async |page| {
        // As the page is where no script runs; axe-core needs its own.
        let check = async |page: &Page, what: &str| {
            page.with_scripts().await?;
            check(page, what).await?;
            page.without_scripts().await
        };
        page.without_scripts().await?;
        page.look(SMALL.0, SMALL.1, Scheme::Dark).await?;
        page.goto(&app.url(&format!("{}?lang=en", form.path()))).await?;
        words(page).await?;
        page.press("Continue").await?;
        page.shows("Which vaccine?").await?;
        page.press("العربية").await?;
        page.element("html[dir=rtl]").await?;
        check(page, "the second step from right to left").await?;
        choices(page).await?;
        page.click("input[name=smoker][value=no]").await?;
        page.press("Continue").await?;
        page.shows("At the end").await?;
        page.mark("I have read the leaflet").await?;
        page.press("Continue").await?;
        page.shows("Check your answers").await?;
        check(page, "all answers from right to left").await?;
        page.press("Send").await?;
        page.shows("We will be in touch.").await
    })
    .await?;
    assert_eq!(answers(&app).await?, 1);
    Ok(())
}

async fn direction(page: &Page) -> Result<Value> {
    page.element("html[dir=rtl]").await?;
    value(page, "return document.documentElement.dir").await
}
