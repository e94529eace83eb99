//! Every page of the app, with something on each: what the pictures and the accessibility checks go through. Beside the
//! scene of the demonstration there is one with next to nothing in it, one where everything is long, and one where things
//! have gone wrong.

pub mod dialogs;
mod forms;
pub mod long;
pub mod sparse;
mod stop;
pub mod trouble;

use std::fs;

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::{App, Client, Engine, Result, scene};

/// Enough for several pages of every list.
pub const PATIENTS: u32 = 2000;

pub use stop::{Act, Stop, Things};

/// A server after the demonstration, with a draft and an import that had rejected rows besides.
pub async fn scene(patients: u32) -> Result<App> {
    let mut app = App::on(Engine::Sqlite).setting("forms.fewest_seconds", "0").prepare().await?;
    let demo = app.run(&["demo", "--patients", &patients.to_string()]).await?;
    ensure!(demo.code == 0, "the demonstration failed:\n{}", demo.stderr);
    // The demonstration has sealed its data with keys of its own.
    let keys = app.data().join("demo/keys.json").display().to_string();
    app.set("keys.file", keys);
    let outbox = app.data().join("outbox");
    fs::rename(app.data().join("demo/outbox"), &outbox)
        .with_context(|| format!("the messages of the demonstration cannot be moved to {}", outbox.display()))?;
    let file = app.data().join("rejected.csv");
    fs::write(&file, REJECTED)?;
    app.run(&["import", &file.display().to_string()]).await?;
    app.restart().await?;
    Ok(app)
}

const REJECTED: &str = "local_id,nhs_number,given_name,family_name,birth_date,phone,email\n\
     Z1,9990000018,Ada-Wilhelmina Bartholomea,Featherstonehaugh-Cholmondeley,1951-02-03,07700 900123,a@example.org\n\
     Z2,9990000019,Noor,Khan,1960-01-01,07700 900124,noor@example.org\n\
     Z3,,Tom,Webb,2160-01-01,07700 900125,tom@example.org\n\
     Z4,,Eve,Moss,1970-13-01,12,eve@example.org\n";

/// Every page that a signed-in administrator can reach, by the ids of this scene.
pub async fn stops(app: &App, client: &Client) -> Result<Vec<Stop>> {
    Ok(furnish(app, client).await?.0)
}

/// The same, and the things that the pages are about.
pub async fn furnish(app: &App, client: &Client) -> Result<(Vec<Stop>, Things)> {
    let document = "{ campaigns(first: 1) { nodes { id } } patients(search: \"S\", filter: { codeSet: \"chronic-respiratory-disease\", contactable: SMS }, first: 1) { nodes { id } }
        reports(first: 1) { nodes { id runs(first: 1) { nodes { id } } } } imports(first: 1) { nodes { id } }
        emails: outbox(channel: EMAIL, first: 10) { nodes { id text } }
        texts: outbox(channel: SMS, first: 10) { nodes { id text } } }";
    let found = client.query(document, json!({})).await?;
    let id = |value: &Value| value["nodes"][0]["id"].as_str().map(ToOwned::to_owned);
    let campaign = id(&found["campaigns"]).context("there is no campaign")?;
    let patient = id(&found["patients"]).context("there is no patient")?;
    let report = id(&found["reports"]).context("there is no report")?;
    let run = id(&found["reports"]["nodes"][0]["runs"]).context("the report has no run")?;
    let import = id(&found["imports"]).context("there is no import")?;
    let email = to_patient(&found["emails"]).context("no patient's email is among the newest of the outbox")?;
    let text = to_patient(&found["texts"]).context("no patient's text is among the newest of the outbox")?;
    let draft = scene::draft(client).await?.as_str().context("the draft has no id")?.to_owned();
    plan(client, &draft).await?;
    let add = "mutation($input: AddSuppressionInput!) { addSuppression(input: $input) { suppression { id } } }";
    let stopped = json!({ "kind": "PHONE", "value": "07700 900123", "note": "She rang and wants no more texts." });
    client.query(add, json!({ "input": stopped })).await?;
    let template = template(client).await?;
    let (form, answer) = forms::form(app, client).await?;
    let things =
        Things { campaign, patient, report, run: Some(run), import: Some(import), draft, template, form, answer };
    let mut stops = stop::lists();
    stops.extend(stop::searched());
    stops.extend(things.pages());
    stops.push(Stop::at("outbox-email", format!("/outbox?message={email}")));
    stops.push(Stop::at("outbox-text", format!("/outbox?channel=sms&message={text}")));
    Ok((stops, things))
}

/// A text of the library.
async fn template(client: &Client) -> Result<String> {
    let save = "mutation($input: SaveTemplateInput!) { saveTemplate(input: $input) { template { id } } }";
    let input =
        json!({ "name": "Flu, first text", "channel": "SMS", "body": "{{ practice }}: please book {{ link }}" });
    let saved = client.query(save, json!({ "input": input })).await?;
    Ok(saved["saveTemplate"]["template"]["id"].as_str().context("a template without id")?.to_owned())
}

/// A draft with something in every part of its form.
async fn plan(client: &Client, draft: &str) -> Result {
    let window = json!({ "days": ["MONDAY", "TUESDAY", "FRIDAY"], "from": "09:00", "until": "17:30",
        "onBankHolidays": false });
    let reminders = json!([{ "afterDays": 7, "channels": [] }, { "afterDays": 14, "channels": ["SMS"] }]);
    let plan = json!({ "window": window, "budget": "1.00", "spreadHours": 2, "reminders": reminders });
    let variants = json!([{ "channel": "SMS", "wave": 1, "language": "cy",
        "body": "It’s time: {{ practice }} {{ link }}" }]);
    let save = "mutation($input: SaveCampaignDraftInput!) { saveCampaignDraft(input: $input) { campaign { id } } }";
    client.query(save, json!({ "input": { "id": draft, "plan": plan, "variants": variants } })).await.map(drop)
}

/// The id of the first message with a personal link: notices to staff have none.
fn to_patient(messages: &Value) -> Option<&str> {
    let has_link = |message: &&Value| message["text"].as_str().is_some_and(|text| text.contains("/m/"));
    messages["nodes"].as_array()?.iter().find(has_link)?["id"].as_str()
}

/// The pages that need nobody signed in.
pub fn open_stops() -> Vec<Stop> {
    [
        ("sign-in", "/sign-in"),
        ("forgotten-password", "/forgotten-password"),
        ("invitation", "/invitation/not-a-real-one"),
    ]
    .map(|(name, path)| Stop::at(name, path))
    .to_vec()
}
