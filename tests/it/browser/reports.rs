//! Reports: made, run, looked at, and put on a schedule.

use recall_tests::browser::Page;
use recall_tests::{App, Engine, Result, browser, scene, wait};

#[tokio::test]
async fn a_report_is_made_run_and_scheduled() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    // More than a page of the list holds.
    scene::import_patients(&app, 240).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    let campaign = scene::dispatched(&client, &id).await?;
    let waiting = scene::number(&campaign["counts"], "nonRespondents");
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("reports", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/reports")).await?;
        page.shows("No reports yet").await?;
        page.press("New report").await?;
        page.press("Make the report").await?;
        page.shows("Choose the campaign the report is about").await?;
        page.choose("Campaign", "Flu 2026, lungs").await?;
        page.fill("Name", "Who has not answered").await?;
        page.press("Make the report").await?;
        page.shows("It has not run yet").await?;

        page.press("Run now").await?;
        page.shows("Done").await?;
        page.click("table th a").await?;
        page.shows("Frozen on").await?;
        page.shows(&format!("{waiting} patients")).await?;
        page.shows("By age").await?;
        page.element("table tbody tr").await?;
        prints_all(page, waiting).await?;
        page.press("Download CSV").await?;
        page.shows("The file has been saved.").await?;
        // The address of a run is a page, also when it is loaded anew.
        page.driver().refresh().await?;
        page.shows("Frozen on").await?;

        page.goto(&app.url("/reports")).await?;
        page.click("table th a").await?;
        choose(page, "Change schedule").await?;
        page.mark("Run by itself").await?;
        page.shows("Every Monday at 08:00").await?;
        page.press("Save schedule").await?;
        page.shows("The schedule has been saved.").await?;

        choose(page, "Delete").await?;
        page.press("Delete the report").await?;
        page.shows("The report has been deleted.").await?;
        page.shows("No reports yet").await?;
        Ok(())
    })
    .await
}

/// Paper has every row, though the screen shows them page by page.
async fn prints_all(page: &Page, rows: i64) -> Result {
    assert!(rows > 50, "{rows} rows fit on one page of the list");
    let driver = page.driver();
    let is_told = "return document.querySelector('p.print-only')?.textContent ?? ''";
    let told = driver.execute(is_told, Vec::new()).await?;
    assert!(told.as_str().is_some_and(|told| told.contains(&format!("1 to 50 of {rows}"))), "{told}");
    // The browser's own dialog would wait for a person.
    let counts = "window.print = () => {
        window.printed = document.querySelectorAll('.print-only tbody tr').length;
    }";
    driver.execute(counts, Vec::new()).await?;
    page.press("Print").await?;
    wait::until("all rows to be printed", || async {
        let printed = driver.execute("return window.printed ?? null", Vec::new()).await?;
        Ok((printed.as_i64() == Some(rows)).then_some(()))
    })
    .await?;
    let told = driver.execute(is_told, Vec::new()).await?;
    assert_eq!(told.as_str(), Some(""), "all are printed");
    Ok(())
}

/// Takes an action out of the menu.
async fn choose(page: &Page, action: &str) -> Result {
    page.press("More actions").await?;
    page.press(action).await
}
