//! An installation with next to nothing in it: lists without rows, and things that were made and not gone on with.

use anyhow::Context;
use serde_json::{Value, json};

use super::stop::{self, Stop, Things};
use crate::{Client, Result, scene};

/// The pages of an installation where nothing has happened yet.
pub fn lists() -> Vec<Stop> {
    stop::lists()
}

/// Makes a thing of every kind with as little as will do, and gives their pages.
pub async fn pages(client: &Client) -> Result<Vec<Stop>> {
    let draft = scene::draft(client).await?.as_str().context("the draft has no id")?.to_owned();
    let person = json!({ "givenName": "", "familyName": "Hill", "sex": "UNKNOWN", "status": "ACTIVE",
        "contactPoints": [], "conditions": [] });
    let add = "mutation($input: AddPatientInput!) { addPatient(input: $input) { patient { id } } }";
    let patient = made(client, add, person, "/addPatient/patient/id").await?;
    let save = "mutation($input: SaveReportInput!) { saveReport(input: $input) { report { id } } }";
    let about = json!({ "name": "Not acknowledged", "kind": "NON_RESPONDENTS", "campaignId": draft });
    let report = made(client, save, about, "/saveReport/report/id").await?;
    let create = "mutation($input: CreateFormInput!) { createForm(input: $input) { form { id } } }";
    let empty = json!({ "source": { "empty": "QUESTIONNAIRE" } });
    let form = made(client, create, empty, "/createForm/form/id").await?;
    let save = "mutation($input: SaveTemplateInput!) { saveTemplate(input: $input) { template { id } } }";
    let text = json!({ "name": "Text", "channel": "SMS", "body": "{{ link }}" });
    let template = made(client, save, text, "/saveTemplate/template/id").await?;
    let campaign = draft.clone();
    let things = Things { campaign, patient, report, run: None, import: None, draft, template, form, answer: None };
    Ok(things.pages())
}

/// The pages of things that are not there, or no longer.
pub fn gone() -> Vec<Stop> {
    let mut pages = Things::gone().pages();
    // Drafts are campaigns: one page of one that is not there is enough.
    pages.retain(|stop| !stop.name.starts_with("draft-"));
    pages
}

async fn made(client: &Client, document: &str, input: Value, id: &str) -> Result<String> {
    let made = client.query(document, json!({ "input": input })).await?;
    Ok(made.pointer(id).and_then(Value::as_str).with_context(|| format!("there is no {id}: {made}"))?.to_owned())
}
