//! A patient file from the choice of the file to the written patients.

use recall_tests::{App, Engine, Result, browser, scene};

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
        page.shows("All of it is written in one step.").await?;
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
        page.shows("Write 1 patient").await?;
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
