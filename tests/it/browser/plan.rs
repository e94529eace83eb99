//! How a campaign is sent: planned by mouse and by keyboard, approved by a second person, and shown on its page.

use fantoccini::key::Key;
use recall_tests::authenticator::Authenticator;
use recall_tests::{App, Client, Engine, Result, browser, scene};
use serde_json::{Value, json};

use super::wizard::{follow, go_to, press};

const PLAN: &str = "query($id: ID!) { campaign(id: $id) { plan { doubt doubtHours spreadHours household
    window { days from until onBankHolidays } budget { amount } reminders { afterDays channels } } } }";

#[tokio::test]
async fn a_plan_is_made_with_the_mouse_and_said_in_plain_words() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 120).await?;
    let client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("plan-by-mouse", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/campaigns/{}/edit/schedule", id.as_str().unwrap_or_default()))).await?;
        page.mark("Only at certain hours").await?;
        page.shows("On these days").await?;
        page.mark("Monday").await?;
        page.fill("Spread over how many hours?", "2").await?;
        page.fill("Budget in pounds", "ten").await?;
        page.mark("One of them gets it").await?;
        page.mark("Wait for a person").await?;
        page.press("Plan a reminder").await?;
        page.fill("Days after the message before", "soon").await?;
        page.mark("Email").await?;
        page.press("Save and continue").await?;
        // What is wrong is said beside its field, and nothing of the rest is lost.
        page.element("#plan-budget-error").await?;
        page.shows("Enter an amount such as 250 or 250.00").await?;
        page.shows("Enter a whole number of days").await?;
        page.fill("Budget in pounds", "250").await?;
        page.fill("Days after the message before", "3").await?;
        page.press("Plan a reminder").await?;
        page.press("Remove the second reminder").await?;
        page.press("Save and continue").await?;

        page.shows("Check before you send").await?;
        page.shows("on Tuesday, Wednesday, Thursday and Friday from 09:00 to 17:30").await?;
        page.shows("Sending pauses before it has cost more than £250.00.").await?;
        page.shows("The first reminder goes by text 3 days after the message before").await?;
        page.shows("Cost against the budget").await?;
        Ok(())
    })
    .await?;
    let plan = plan(&client, &id).await?;
    assert_eq!(plan["window"]["days"], json!(["TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"]));
    assert_eq!((&plan["spreadHours"], &plan["budget"]["amount"]), (&json!(2), &json!("250.00")));
    assert_eq!((&plan["household"], &plan["doubt"]), (&json!("PER_CONTACT_POINT"), &json!("HOLD")));
    assert_eq!(plan["reminders"], json!([{ "afterDays": 3, "channels": ["SMS"] }]));
    Ok(())
}

#[tokio::test]
async fn a_plan_is_made_by_keyboard_alone() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 120).await?;
    let client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("plan-by-keyboard", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/campaigns/{}/edit/schedule", id.as_str().unwrap_or_default()))).await?;
        page.shows("At which hours may messages leave?").await?;
        go_to(page, "At any hour").await?;
        press(page, &Key::Down).await?;
        page.shows("On these days").await?;
        go_to(page, "Saturday").await?;
        press(page, " ").await?;
        follow(page, "Plan a reminder").await?;
        page.shows("First reminder").await?;
        go_to(page, "Days after the message before").await?;
        press(page, &Key::End).await?;
        press(page, &Key::Backspace).await?;
        press(page, "5").await?;
        follow(page, "Save and continue").await?;
        page.shows("Check before you send").await?;
        page.shows("The first reminder goes by email and text 5 days after the message before").await?;
        Ok(())
    })
    .await?;
    let plan = plan(&client, &id).await?;
    let days = json!(["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"]);
    assert_eq!(plan["window"]["days"], days);
    assert_eq!(plan["reminders"], json!([{ "afterDays": 5, "channels": [] }]));
    Ok(())
}

#[tokio::test]
async fn a_large_launch_is_approved_by_a_second_person() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::on(Engine::Sqlite).setting("sending.approval_above", "10").start().await?;
    scene::import_patients(&app, 120).await?;
    let author = app.user("author@practice.example", "manager").await?;
    let mut client = app.client()?;
    client.sign_in(&author).await?;
    let id = scene::draft(&client).await?.as_str().unwrap_or_default().to_owned();
    let second = app.user("second@practice.example", "administrator").await?;
    let check = app.url(&format!("/campaigns/{id}/edit/check"));
    browser::browse("approval-wanted", async |page| {
        page.sign_in(&app, &author).await?;
        page.goto(&check).await?;
        page.shows("Not approved yet").await?;
        page.shows("the one to approve it is somebody else").await?;
        let text = page.text().await?;
        assert!(!text.contains("Send to") && !text.contains("Code for the approval"), "{text}");
        Ok(())
    })
    .await?;
    browser::browse("approval-given", async |page| {
        page.sign_in(&app, &second).await?;
        page.goto(&app.url(&format!("/campaigns/{id}"))).await?;
        page.shows("Not approved yet").await?;
        page.press("Approve").await?;
        page.shows("Enter the six digits of the code").await?;
        page.fill("Code for the approval", &Authenticator::new(&second.totp_secret)?.code().await?).await?;
        page.press("Approve").await?;
        page.shows("You have approved it. Somebody else sends it.").await?;
        page.goto(&check).await?;
        page.shows("You have approved it. Somebody else sends it.").await?;
        assert!(!page.text().await?.contains("Send to"), "whoever approved it is offered the launch");
        Ok(())
    })
    .await?;
    browser::browse("approval-used", async |page| {
        page.sign_in(&app, &author).await?;
        page.goto(&check).await?;
        page.shows("approved it on").await?;
        page.fill("Code", &Authenticator::new(&author.totp_secret)?.code().await?).await?;
        page.press_beginning("Send to").await?;
        page.shows("has begun.").await
    })
    .await
}

#[tokio::test]
async fn a_reminder_to_come_is_shown_with_how_many_it_would_go_to() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 120).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    let save = "mutation($input: SaveCampaignDraftInput!) { saveCampaignDraft(input: $input) { campaign { id } } }";
    let plan = json!({ "budget": "250.00", "reminders": [{ "afterDays": 7, "channels": [] }] });
    let variants = json!([{ "channel": "SMS", "language": "cy", "body": "{{ practice }}: darllenwch {{ link }}" }]);
    client.query(save, json!({ "input": { "id": id, "plan": plan, "variants": variants } })).await?;
    scene::launch(&mut client, &id).await?;
    let campaign = scene::dispatched(&client, &id).await?;
    let waiting = scene::number(&campaign["counts"], "nonRespondents");
    let user = app.user("viewer@practice.example", "viewer").await?;
    browser::browse("planned-reminder", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/campaigns/{}", id.as_str().unwrap_or_default()))).await?;
        page.shows("First message, by email and text").await?;
        page.shows("Queued at the launch").await?;
        page.shows("First reminder, by email and text").await?;
        page.shows("at the earliest").await?;
        page.shows(&format!("If it were sent now, it would go to {waiting} patients")).await?;
        page.shows("of £250.00").await?;
        page.click(".tabs a[href$='/settings']").await?;
        page.shows("The first reminder goes by email and text 7 days after the message before").await?;
        page.shows("Text in Welsh, from the first message on").await?;
        page.click(".versions summary").await?;
        page.shows("darllenwch").await
    })
    .await
}

async fn plan(client: &Client, id: &Value) -> Result<Value> {
    Ok(client.query(PLAN, json!({ "id": id })).await?["campaign"]["plan"].clone())
}
