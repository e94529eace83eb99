//! Finding patients in a practice of the usual size: by what staff have at hand, and page by page.

use anyhow::{Context, ensure};
use recall_tests::browser::{Page, Scheme};
use recall_tests::{App, Client, Engine, Result, browser, for_each_engine, scene, wait};
use serde_json::{Value, json};

/// A practice of two doctors.
const PATIENTS: u32 = 4000;
const A_PAGE: usize = 50;

const FOUND: &str = "query($search: String, $first: Int) { patients(search: $search, first: $first) {
    totalCount nodes { id nhsNumber familyName contactPoints { kind value } } } }";

for_each_engine! {
    async fn patients_are_found_by_number_phone_email_and_name(engine: Engine) {
        if !browser::is_available() {
            return Ok(());
        }
        let app = App::start(engine).await?;
        scene::import_patients(&app, PATIENTS).await?;
        let client = app.signed_in("manager").await?;
        let user = app.user("administrator@practice.example", "administrator").await?;
        let known = found(&client, None, 100).await?;
        let people = known["nodes"].as_array().context("there are no patients")?;
        let of_kind = |person: &Value, kind: &str| -> Option<String> {
            let points = person["contactPoints"].as_array()?;
            points.iter().find(|point| point["kind"] == kind)?["value"].as_str().map(ToOwned::to_owned)
        };
        let with_all = people.iter().find(|person| {
            person["nhsNumber"].is_string() && of_kind(person, "PHONE").is_some() && of_kind(person, "EMAIL").is_some()
        });
        let person = with_all.context("nobody has a number, a phone and an email")?;
        let (id, number) = (text(&person["id"])?, text(&person["nhsNumber"])?);
        let (phone, email) = (of_kind(person, "PHONE").unwrap_or_default(), of_kind(person, "EMAIL").unwrap_or_default());
        let name = text(&person["familyName"])?;
        let typed = [
            number.clone(),
            number.replace(' ', ""),
            phone.clone(),
            format!("+44{}", phone.replace(' ', "").trim_start_matches('0')),
            email.to_uppercase(),
            name.chars().take(3).collect(),
        ];
        browser::browse("finding", async |page| {
            page.look(1440, 900, Scheme::Light).await?;
            page.sign_in(&app, &user).await?;
            page.goto(&app.url("/patients")).await?;
            page.shows("1–50 of 4,000").await?;
            for (place, typed) in typed.iter().enumerate() {
                let expected = found(&client, Some(typed), 1).await?["totalCount"].as_u64().unwrap_or_default();
                ensure!(expected > 0, "the server finds nobody by {typed}");
                page.fill("Search", typed).await?;
                let patients = if expected == 1 { "1 patient".to_owned() } else { format!("{expected} patients") };
                page.shows(&patients).await.with_context(|| format!("after {typed}"))?;
                let rows = rows(page).await?;
                // A name may be that of many, and those of one page are shown.
                let is_there = rows.iter().any(|row| row.ends_with(&format!("/{id}")));
                ensure!(is_there || place == 5 && expected > 50, "{typed}: {id} is not among {rows:?}");
                // Who gets the link finds the same.
                let address = page.driver().current_url().await?;
                ensure!(address.query().is_some_and(|query| query.starts_with("search=")), "{address}");
            }
            // Numbers are found as a whole or not at all.
            page.fill("Search", &number[..number.len() - 1]).await?;
            page.shows("No patient matches").await?;
            page.follow("Clear search and filters").await?;
            page.shows("1–50 of 4,000").await
        })
        .await?;
    }
}

#[tokio::test]
async fn a_list_is_walked_to_its_end_and_back_without_a_patient_left_out_or_shown_twice() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, PATIENTS).await?;
    let client = app.signed_in("manager").await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    let all = found(&client, Some("s"), 1).await?["totalCount"].as_u64().context("no total")?;
    let all = usize::try_from(all)?;
    ensure!(all > 3 * A_PAGE, "{all} patients are too few for pages");
    browser::browse("paging", async |page| {
        page.look(1440, 900, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/patients?search=s")).await?;
        let mut pages = Vec::new();
        let mut first = 1;
        loop {
            let last = (first + A_PAGE - 1).min(all);
            page.shows(&position(first, last, all)).await?;
            pages.push(rows(page).await?);
            if last == all {
                break;
            }
            page.follow("Next").await?;
            first = last + 1;
        }
        let walked: Vec<&String> = pages.iter().flatten().collect();
        let mut once = walked.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!((walked.len(), once.len()), (all, all), "patients are left out or shown twice");

        // A reload shows the same page; so does the way back, page by page.
        page.driver().refresh().await?;
        page.shows(&position(first, all, all)).await?;
        same(page, pages.last()).await?;
        for expected in pages.iter().rev().skip(1) {
            page.follow("Previous").await?;
            first -= A_PAGE;
            page.shows(&position(first, first + A_PAGE - 1, all)).await?;
            same(page, Some(expected)).await?;
        }
        Ok(())
    })
    .await
}

/// Waits until the list shows these rows.
async fn same(page: &Page, expected: Option<&Vec<String>>) -> Result {
    let expected = expected.context("there was no such page")?;
    wait::until("the rows that were there before", || async { Ok((rows(page).await? == *expected).then_some(())) })
        .await
}

/// As the pager says it.
fn position(first: usize, last: usize, all: usize) -> String {
    let number = |n: usize| if n < 1000 { n.to_string() } else { format!("{},{:03}", n / 1000, n % 1000) };
    format!("{}–{} of {}", number(first), number(last), number(all))
}

/// The addresses of the patients on the screen, once the list is no older than the search.
async fn rows(page: &Page) -> Result<Vec<String>> {
    page.settled().await?;
    let script = "return [...document.querySelectorAll('table tbody th a')].map(one => one.getAttribute('href'))";
    Ok(serde_json::from_value(page.driver().execute(script, Vec::new()).await?)?)
}

async fn found(client: &Client, search: Option<&str>, first: u32) -> Result<Value> {
    Ok(client.query(FOUND, json!({ "search": search, "first": first })).await?["patients"].clone())
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(ToOwned::to_owned).context("this is no text")
}
