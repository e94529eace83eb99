//! A patient file from the choice of the file to the written patients.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use recall_tests::{App, Engine, Result, browser, scene, wait};
use serde_json::{Value, json};

const FILE: &str = "input#patient-file";

#[tokio::test]
async fn a_file_is_uploaded_looked_at_and_written() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let file = scene::patients_file(&app, 300).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("upload", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/imports")).await?;
        page.shows("No file has been imported yet").await?;
        page.click("main header a[href='/patients/upload']").await?;

        page.press("Upload and check").await?;
        page.shows("Choose the file to upload").await?;
        page.element(FILE).await?.send_keys(&file.display().to_string()).await?;
        page.shows("patients.csv").await?;
        page.press("Upload and check").await?;

        page.shows("What the file changes").await?;
        page.shows("Waits for your decision").await?;
        page.shows("A few of the rows").await?;
        page.click(".page__head .button--primary").await?;
        page.shows("All of it is saved in one step.").await?;
        page.click("dialog[open] button[type=submit]").await?;
        page.shows("What the file changed").await?;

        page.goto(&app.url("/imports")).await?;
        page.shows("patients.csv").await?;
        page.shows("Imported").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn rejected_rows_are_listed_with_reasons_and_the_import_is_discarded() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let rows = "local_id,family_name,given_name,birth_date,nhs_number\n\
                1,Hill,Ada,1957-03-24,9434765919\n\
                2,Ward,Tom,1957-13-24,\n\
                3,Khan,Noor,1960-01-02,9434765918\n";
    let file = scene::file(&app, "practice.csv", rows)?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("rejected", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/patients/upload")).await?;
        page.element(FILE).await?.send_keys(&file.display().to_string()).await?;
        page.press("Upload and check").await?;
        page.shows("Why rows were rejected").await?;
        page.shows("Import 1 patient").await?;
        page.shows("Date of birth").await?;
        page.press("Download rejected rows").await?;
        page.press("Discard").await?;
        page.press("Discard the import").await?;
        page.shows("Nothing was written.").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_file_that_is_no_csv_is_refused_with_advice() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let spreadsheet = scene::file(&app, "patients.xlsx", [0x50, 0x4b, 3, 4])?;
    let disguised = scene::file(&app, "patients.csv", [0x50, 0x4b, 3, 4, 0, 0, 0, 0])?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("no-csv", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/patients/upload")).await?;
        page.element(FILE).await?.send_keys(&spreadsheet.display().to_string()).await?;
        page.press("Upload and check").await?;
        page.shows("This is a spreadsheet.").await?;

        page.element(FILE).await?.send_keys(&disguised.display().to_string()).await?;
        page.press("Upload and check").await?;
        page.shows("Failed").await?;
        page.shows("Nothing was written").await?;
        page.element("a[href='/patients/upload']").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_file_is_dropped_onto_the_page() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let file = scene::patients_file(&app, 40).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("dropped", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/patients/upload")).await?;
        page.shows("Drop a CSV file here").await?;
        page.drop_file(".picker", &file).await?;
        page.shows("patients.csv").await?;
        page.press("Upload and check").await?;
        page.shows("What the file changes").await?;
        page.press("Import 40 patients").await?;
        page.confirm("Import 40 patients").await?;
        page.shows("What the file changed").await
    })
    .await
}

/// In bytes: what the app sends at once.
const PART: u64 = 4 * 1024 * 1024;

/// Lets one part through and holds the next; notes where each begins, and how often an upload is announced.
const HOLD: &str = "const [most] = arguments;
    window.parts = []; window.announced = 0;
    const real = window.fetch;
    window.fetch = (resource, options) => {
        if (resource.method === 'POST' && new URL(resource.url).pathname === '/uploads') window.announced += 1;
        if (resource.method === 'PATCH') {
            window.parts.push(Number(resource.headers.get('upload-offset')));
            if (window.parts.length > most) return new Promise(() => {});
        }
        return real(resource, options);
    };";

#[tokio::test]
async fn an_upload_goes_on_from_where_it_was_after_a_reload_in_the_middle() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let file = large_file(&app)?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("resumed", async |page| {
        page.sign_in(&app, &user).await?;
        let path = app.url("/patients/upload");
        page.goto(&path).await?;
        page.attach("Patient file", &file).await?;
        page.driver().execute(HOLD, vec![json!(1)]).await?;
        page.press("Upload and check").await?;
        page.shows("4.2 MB of").await?;
        wait::until("the second part to be on its way", || async {
            let begun = page.driver().execute("return window.parts", Vec::new()).await?;
            Ok((begun == json!([0, PART])).then_some(()))
        })
        .await?;

        page.goto(&path).await?;
        page.shows("Of large.csv, 4.2 MB of").await?;
        page.shows("Choose the same file again").await?;
        page.driver().execute(HOLD, vec![json!(100)]).await?;
        page.attach("Patient file", &file).await?;
        page.press("Upload and check").await?;
        page.element("h1").await?;
        page.shows("What the file changes").await?;
        let sent = page.driver().execute("return [window.parts, window.announced]", Vec::new()).await?;
        let parts: Vec<u64> = serde_json::from_value(sent[0].clone()).context("nothing was sent")?;
        ensure!(parts.first() == Some(&PART), "it began again at {parts:?}");
        assert_eq!((parts.len(), &sent[1]), (2, &Value::from(0)), "{sent}");
        page.shows("Import 6,000 patients").await
    })
    .await
}

/// Two parts and a half: patients with a column that nobody reads.
fn large_file(app: &App) -> Result<PathBuf> {
    let padding = "x".repeat(1_700);
    let rows = (0..6_000).map(|number| format!("{number},Hill,Ada {number},{padding}\n"));
    let head = "local_id,family_name,given_name,padding\n".to_owned();
    let content: String = std::iter::once(head).chain(rows).collect();
    ensure!((2 * PART..3 * PART).contains(&u64::try_from(content.len())?), "{} bytes", content.len());
    scene::file(app, "large.csv", content)
}
