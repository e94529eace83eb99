//! Every dialog, menu and sheet of the app as it opens, on the things of a furnished scene.

use anyhow::Context;
use reqwest::header::LOCATION;
use reqwest::{Method, StatusCode};
use serde_json::json;

use super::stop::{Act, Stop, Things};
use crate::{Client, Result, wait};

const MENU: &str = "[role=menu]";

/// A name that no button of a list shares.
const COLLEAGUE: &str = "Noor Khan";

/// Makes what only some dialogs are about, and gives a stop for each.
pub async fn stops(client: &Client, things: &Things) -> Result<Vec<Stop>> {
    let import = checked_import(client).await?;
    let never = never_contact(client).await?;
    let invite = "mutation($input: InviteUserInput!) { inviteUser(input: $input) { user { id } } }";
    let colleague = json!({ "email": "noor@practice.example", "name": COLLEAGUE, "role": "VIEWER" });
    client.query(invite, json!({ "input": colleague })).await?;
    let add = "mutation($input: AddApiClientInput!) { addApiClient(input: $input) { client { id } } }";
    let system = json!({ "name": "Upload agent", "scopes": ["patients:import"] });
    client.query(add, json!({ "input": system })).await?;
    let mut stops = people(things, &import, &never);
    stops.extend(campaigns(things));
    stops.extend(settings(things));
    Ok(stops)
}

/// Patients, their files, and the frame around every page.
fn people(things: &Things, import: &str, never: &str) -> Vec<Stop> {
    let patient = format!("/patients/{}", things.patient);
    let import = format!("/imports/{import}");
    vec![
        Stop::at("palette", "/").after(&[Act::Chord('k'), Act::See("dialog[open] input")]),
        Stop::at("palette-found", "/").after(&[
            Act::Chord('k'),
            Act::See("dialog[open] input"),
            Act::Type("smi"),
            Act::See("dialog[open] [role=option]"),
        ]),
        Stop::at("account-menu", "/").after(&[Act::Click(".account"), Act::See("#account-menu:popover-open")]),
        Stop::at("shortcuts", "/").after(&[
            Act::Click(".account"),
            Act::Press("Keyboard short-cuts"),
            Act::See("dialog[open] .dialog__title"),
        ]),
        Stop::at("patient-never-dialog", patient.clone()).dialog(&["Never contact"]),
        Stop::at("patient-erase-dialog", patient.clone()).dialog(&["Erase"]),
        Stop::at("patient-revoke-dialog", patient).dialog(&["Revoke the link"]),
        Stop::at("patient-never", format!("/patients/{never}")),
        Stop::at("patient-lift-dialog", format!("/patients/{never}")).dialog(&["Lift"]),
        Stop::at("stop-dialog", "/patients/stopped").dialog(&["Stop a number or address"]),
        Stop::at("stop-lift-dialog", "/patients/stopped").dialog(&["Lift"]),
        Stop::at("import-checked", import.clone()),
        Stop::at("import-commit-dialog", import.clone()).dialog(&["Import "]),
        Stop::at("import-discard-dialog", import).dialog(&["Discard"]),
    ]
}

/// Campaigns, forms and reports.
fn campaigns(things: &Things) -> Vec<Stop> {
    let Things { campaign, draft, report, form, answer, .. } = things;
    let campaign = format!("/campaigns/{campaign}");
    let messages = format!("/campaigns/{draft}/edit/messages");
    let report = format!("/reports/{report}");
    let mut stops = vec![
        Stop::at("remind-dialog", campaign.clone()).dialog(&["Remind now"]),
        Stop::at("campaign-menu", campaign.clone()).after(&[Act::Press("More actions"), Act::See(MENU)]),
        Stop::at("cancel-dialog", campaign).dialog(&["More actions", "Cancel campaign"]),
        Stop::at("draft-delete-dialog", format!("/campaigns/{draft}/settings")).dialog(&["Delete draft"]),
        Stop::at("test-dialog", messages.clone()).dialog(&["Send me a test"]),
        Stop::at("real-dialog", messages).dialog(&["See it for a real patient"]),
        Stop::at("report-new-dialog", "/reports").dialog(&["New report"]),
        Stop::at("report-rename-dialog", report.clone()).dialog(&["More actions", "Rename"]),
        Stop::at("report-schedule-dialog", report.clone()).dialog(&["More actions", "Change schedule"]),
        Stop::at("report-delete-dialog", report).dialog(&["More actions", "Delete"]),
        Stop::at("form-new-dialog", "/forms").dialog(&["New form"]),
        Stop::at("form-retire-dialog", format!("/forms/{form}/publish")).dialog(&["Retire the form"]),
    ];
    let erase = |answer: &String| {
        Stop::at("answer-erase-dialog", format!("/forms/{form}/answers/{answer}")).dialog(&["Delete"])
    };
    stops.extend(answer.as_ref().map(erase));
    stops
}

fn settings(things: &Things) -> Vec<Stop> {
    let of = "Actions for Noor Khan";
    vec![
        Stop::at("invite-dialog", "/settings/people").dialog(&["Invite somebody"]),
        Stop::at("person-menu", "/settings/people").after(&[Act::Press(of), Act::See(MENU)]),
        Stop::at("person-change-dialog", "/settings/people").dialog(&[of, "Change name or role"]),
        Stop::at("person-link-dialog", "/settings/people").dialog(&[of, "New invitation link"]),
        Stop::at("person-disable-dialog", "/settings/people").dialog(&[of, "Disable"]),
        Stop::at("system-add-dialog", "/settings/systems").dialog(&["Add a system"]),
        Stop::at("system-revoke-dialog", "/settings/systems").dialog(&["Revoke"]),
        Stop::at("code-set-import-dialog", "/settings/code-sets").dialog(&["Import a code set"]),
        Stop::at("template-delete-dialog", format!("/settings/templates/{}", things.template)).dialog(&["Delete"]),
    ]
}

/// Somebody whom no campaign writes to.
async fn never_contact(client: &Client) -> Result<String> {
    let found = client.query("{ patients(last: 1) { nodes { id } } }", json!({})).await?;
    let id = found["patients"]["nodes"][0]["id"].as_str().context("there is no patient")?.to_owned();
    let set = "mutation($input: SetNeverContactInput!) { setNeverContact(input: $input) { patient { id } } }";
    client.query(set, json!({ "input": { "id": id, "reason": "Asked by letter, in May." } })).await?;
    Ok(id)
}

/// An import that waits for a decision.
async fn checked_import(client: &Client) -> Result<String> {
    let file = "local_id,family_name,given_name,birth_date\n\
        N1,Hill,Ada,1957-03-24\nN2,Ward,Tom,1957-13-24\nN3,Khan,Noor,1960-01-02\n";
    let begun = client
        .request(Method::POST, "/uploads")
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", file.len())
        .header("Upload-Metadata", "filename cGF0aWVudHMuY3N2")
        .send()
        .await?;
    anyhow::ensure!(begun.status() == StatusCode::CREATED, "{}", begun.text().await?);
    let location = begun.headers()[LOCATION].to_str()?.to_owned();
    let start = location.find("/uploads/").context("the upload has no address")?;
    let path = location[start..].to_owned();
    let sent = client
        .request(Method::PATCH, &path)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Offset", 0)
        .header("Content-Type", "application/offset+octet-stream")
        .body(file)
        .send()
        .await?;
    anyhow::ensure!(sent.status() == StatusCode::NO_CONTENT, "{}", sent.text().await?);
    let upload = path.trim_start_matches("/uploads/");
    let create = "mutation($input: CreateImportInput!) { createImport(input: $input) { import { id } } }";
    let made = client.query(create, json!({ "input": { "uploadId": upload } })).await?;
    let id = made["createImport"]["import"]["id"].as_str().context("an import without id")?.to_owned();
    wait::until("the file to be checked", || async {
        let look = "query($id: ID!) { import(id: $id) { state } }";
        let state = client.query(look, json!({ "id": id })).await?["import"]["state"].clone();
        Ok((state == "CHECKED").then_some(()))
    })
    .await?;
    Ok(id)
}
