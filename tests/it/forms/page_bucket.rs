//! A page that a bucket shows, in a browser: from another origin than Recall's, to which it posts.

use std::path::PathBuf;

use anyhow::Context;
use recall_tests::browser::{Page, Scheme};
use recall_tests::forms::{Made, answers, lungs, quick, rows};
use recall_tests::peers::Aws;
use recall_tests::shelf::Shelf;
use recall_tests::{App, Client, Engine, Result, browser, for_each_engine};
use serde_json::{Value, json};

const PHONE: (u32, u32) = (390, 844);

/// The form about lungs in two languages, with two values out of the address, one of which has a default and shows a text.
fn campaign() -> Value {
    let mut form = lungs();
    form["languages"] = json!(["en", "cy"]);
    let fields = &mut form["pages"][0]["sections"][0]["fields"];
    let mut all = fields.as_array().cloned().unwrap_or_default();
    let hidden = |id: &str| json!({ "id": id, "kind": { "hidden": {} } });
    let mut source = hidden("source");
    source["default"] = json!("nowhere");
    let poster = json!({ "text": { "field": "source", "is": "poster" } });
    let thanks = json!({ "information": { "text": { "en": "Thank you for reading our poster." } } });
    all.extend([source, hidden("ward"), json!({ "id": "seen", "kind": thanks, "showIf": poster })]);
    *fields = json!(all);
    form
}

fn folder(app: &App) -> PathBuf {
    app.data().join("forms").join("pages")
}

/// A server whose pages one shelf may show, and another shows as well.
async fn server(engine: Engine) -> Result<(App, Shelf, Shelf)> {
    let builder = App::on(engine).setting("forms.fewest_seconds", "0").setting("forms.answers_a_minute", "100000");
    let mut app = builder.prepare().await?;
    let (ours, other) = (Shelf::of(&folder(&app)).await?, Shelf::of(&folder(&app)).await?);
    app.set("forms.page_origin", ours.origin());
    app.restart().await?;
    Ok((app, ours, other))
}

async fn stayed(page: &Page, origin: &str) -> Result<bool> {
    Ok(page.driver().current_url().await?.as_str().starts_with(origin))
}

/// Answers the page that is open, which stays where it was opened until it is sent.
async fn answer(page: &Page, origin: &str) -> Result {
    page.shows("Name").await?;
    page.fill("Name", "Ada").await?;
    page.click("input[name=wheeze][value=no]").await?;
    page.press("Continue").await?;
    page.shows("Check your answers").await?;
    assert!(stayed(page, origin).await?, "the script shows what came back in the same page");
    page.press("Send").await?;
    page.shows("We have your answers.").await
}

/// What the view has of the one answer.
async fn stored(app: &App, form: &Made) -> Result<Value> {
    assert_eq!(answers(app).await?, 1);
    Ok(rows(&app.database().connect().await?, &["name", "source", "ward"], &form.view()).await?[0].clone())
}

async fn published(app: &App) -> Result<(Client, Made)> {
    let client = app.signed_in("manager").await?;
    let form = Made::published(&client, &campaign(), true).await?;
    Ok((client, form))
}

for_each_engine! {
    async fn a_page_of_another_origin_is_answered_with_what_its_address_brings(engine: Engine) {
        if !browser::is_available() {
            return Ok(());
        }
        let (app, ours, _) = server(engine).await?;
        let (_, form) = published(&app).await?;
        browser::browse("form-bucket", async |page| {
            page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
            page.goto(&format!("{}/{}.html?source=poster&ward=3%20%26%204&name=Eve", ours.origin(), form.slug)).await?;
            page.shows("Thank you for reading our poster.").await?;
            let name = page.element("#f-name").await?.prop("value").await?;
            assert_eq!(name.as_deref(), Some(""), "what people type themselves comes out of no address");
            let link = page.element("a[hreflang=cy]").await?.prop("href").await?.context("no link")?;
            assert_eq!(link, app.url(&format!("{}?lang=cy&source=poster&ward=3%20%26%204", form.path())));
            answer(page, &ours.origin()).await
        })
        .await?;
        assert_eq!(stored(&app, &form).await?, json!({ "name": "Ada", "source": "poster", "ward": "3 & 4" }));
    }

    async fn a_page_of_another_origin_is_answered_without_script(engine: Engine) {
        if !browser::is_available() {
            return Ok(());
        }
        let (app, ours, _) = server(engine).await?;
        let (_, form) = published(&app).await?;
        browser::browse_without_script("form-bucket-without-script", async |page| {
            page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
            page.goto(&format!("{}/{}.html?source=poster", ours.origin(), form.slug)).await?;
            answer(page, &app.url("")).await
        })
        .await?;
        // Nothing reads an address where no script runs.
        assert_eq!(stored(&app, &form).await?, json!({ "name": "Ada", "source": "nowhere", "ward": null }));
    }

    async fn a_page_of_an_origin_that_was_not_configured_is_told_nothing(engine: Engine) {
        if !browser::is_available() {
            return Ok(());
        }
        let (app, _, other) = server(engine).await?;
        let (_, form) = published(&app).await?;
        browser::browse("form-bucket-elsewhere", async |page| {
            page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
            page.goto(&format!("{}/{}.html", other.origin(), form.slug)).await?;
            page.fill("Name", "Ada").await?;
            page.click("input[name=wheeze][value=no]").await?;
            page.press("Continue").await?;
            page.shows("This could not be sent.").await?;
            let name = page.element("#f-name").await?.prop("value").await?;
            assert_eq!(name.as_deref(), Some("Ada"), "nothing typed is lost");
            // What a script there reads of an answer: nothing at all.
            let read = "const [url, done] = arguments;
                fetch(url, { method: 'POST', body: new URLSearchParams({ _press: 'next' }) })
                    .then(answer => answer.text()).then(done, failure => done(failure.name))";
            let told = page.driver().execute_async(read, vec![json!(app.url(&form.path()))]).await?;
            assert_eq!(told, "TypeError");
            Ok(())
        })
        .await?;
        assert_eq!(answers(&app).await?, 0);
    }

    async fn a_page_is_opened_out_of_a_bucket_of_s3_and_answered(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        if !browser::is_available() {
            return Ok(());
        }
        let bucket = format!("pages-opened-{engine:?}-{}", std::process::id()).to_lowercase();
        aws.create_bucket(&bucket).await?;
        let endpoint = aws.endpoint().to_owned();
        let cdn = Shelf::of_bucket(aws, &bucket).await?;
        let builder = App::on(engine)
            .setting("forms.page_origin", cdn.origin())
            .setting("forms.pages.bucket", &bucket)
            .setting("forms.pages.region", "eu-west-2")
            .setting("forms.pages.endpoint_url", endpoint)
            .variables(Aws::credentials());
        let app = quick(builder).await?;
        let (_, form) = published(&app).await?;
        browser::browse("form-bucket-of-s3", async |page| {
            page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
            page.goto(&format!("{}/{}.html?ward=7", cdn.origin(), form.slug)).await?;
            answer(page, &cdn.origin()).await
        })
        .await?;
        assert_eq!(stored(&app, &form).await?, json!({ "name": "Ada", "source": "nowhere", "ward": "7" }));
    }
}
