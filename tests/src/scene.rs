//! Scenes that many tests begin with: patients in the database, a campaign over those with a lung condition.

use std::path::PathBuf;

use anyhow::Context;
use serde_json::{Value, json};

use crate::{App, Client, Result, wait};

/// The shipped code set.
pub const LUNGS: &str = "chronic-respiratory-disease";

/// What tests read of a campaign.
pub const CAMPAIGN: &str = "id name state wave counts { recipients sent followed acknowledged nonRespondents neverSent \
     unreachable channels { channel wave queued sending sent delivered bounced failed uncertain suppressed cancelled total } }";

/// A file of invented patients in the data folder of `app`.
pub async fn patients_file(app: &App, patients: u32) -> Result<PathBuf> {
    let file = app.data().join("patients.csv");
    let (n, path) = (patients.to_string(), file.display().to_string());
    app.json(&["generate", "--patients", &n, "--seed", "7", "--out", &path]).await?;
    Ok(file)
}

/// Imports that many invented patients.
pub async fn import_patients(app: &App, patients: u32) -> Result<Value> {
    let file = patients_file(app, patients).await?;
    app.json(&["import", &file.display().to_string()]).await
}

/// A CSV file with these lines in the data folder of `app`.
pub fn file(app: &App, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
    let path = app.data().join(name);
    std::fs::write(&path, content)?;
    Ok(path)
}

/// Templates that fit one SMS segment and name no condition.
pub fn templates() -> Value {
    json!([
        { "channel": "EMAIL", "subject": "A message from {{ practice }}",
          "body": "Hello {{ given_name }},\n\nplease book your flu vaccination: {{ link }}\n" },
        { "channel": "SMS", "body": "{{ practice }}: please book your flu vaccination {{ link }}" }
    ])
}

/// Drafts a campaign over everybody with a long-term lung condition and returns its id.
pub async fn draft(client: &Client) -> Result<Value> {
    let document = "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } } }";
    let input = json!({ "name": "Flu 2026, lungs", "kind": "flu", "rule": { "condition": { "codeSet": LUNGS } },
        "channels": ["EMAIL", "SMS"], "templates": templates() });
    Ok(client.query(document, json!({ "input": input })).await?["createCampaign"]["campaign"]["id"].clone())
}

/// Launches a campaign with a fresh code.
pub async fn launch(client: &mut Client, campaign: &Value) -> Result<Value> {
    let code = client.code().await?;
    let document = format!(
        "mutation($input: LaunchCampaignInput!) {{ launchCampaign(input: $input) {{ campaign {{ {CAMPAIGN} }} }} }}"
    );
    let answer = client.query(&document, json!({ "input": { "id": campaign, "code": code } })).await?;
    Ok(answer["launchCampaign"]["campaign"].clone())
}

pub async fn campaign(client: &Client, id: &Value) -> Result<Value> {
    let document = format!("query($id: ID!) {{ campaign(id: $id) {{ {CAMPAIGN} }} }}");
    Ok(client.query(&document, json!({ "id": id })).await?["campaign"].clone())
}

/// Waits until no message of a campaign is queued or on its way.
pub async fn dispatched(client: &Client, id: &Value) -> Result<Value> {
    wait::until("every message to be dispatched", || async {
        let campaign = campaign(client, id).await?;
        let open: i64 = channels(&campaign).map(|channel| number(channel, "queued") + number(channel, "sending")).sum();
        Ok((open == 0).then_some(()))
    })
    .await?;
    // Anew: an answer is not read in one go, and what was on its way at its beginning may have arrived by its end.
    campaign(client, id).await
}

/// The rows of a campaign's ledger.
pub fn channels(campaign: &Value) -> impl Iterator<Item = &Value> {
    campaign["counts"]["channels"].as_array().into_iter().flatten()
}

/// A whole number out of an answer; 0 where there is none.
pub fn number(value: &Value, field: &str) -> i64 {
    value[field].as_i64().unwrap_or_default()
}

/// A message in the local outbox.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: String,
    pub to: String,
    pub body: String,
}

/// Every message in the local outbox of a channel (`email` or `sms`), notices to staff left out.
pub fn outbox(app: &App, channel: &str) -> Result<Vec<Sent>> {
    let mut sent = Vec::new();
    for entry in std::fs::read_dir(app.data().join("outbox")).context("there is no outbox")? {
        let path = entry?.path();
        if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(channel)) {
            continue;
        }
        for line in std::fs::read_to_string(&path)?.lines() {
            let message: Value = serde_json::from_str(line).with_context(|| format!("no message: {line}"))?;
            let text = |field: &str| message[field].as_str().map(ToOwned::to_owned);
            let id = text("id").context("a message without id")?;
            if id.starts_with("message-") {
                let body = text("body").or_else(|| text("text")).context("a message without body")?;
                sent.push(Sent { id, to: text("to").context("a message without address")?, body });
            }
        }
    }
    Ok(sent)
}

/// The path of the personal link in a message.
pub fn link(message: &Sent) -> Result<String> {
    let start = message.body.find("/m/").context("the message holds no link")?;
    let path = &message.body[start..];
    Ok(path.split_whitespace().next().unwrap_or(path).to_owned())
}
