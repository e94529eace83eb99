//! Forms with something in every room: a live version, a draft that is another, and a handful of answers.

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::forms::{Made, open};
use crate::{App, Client, Result};

/// What they say of their lungs: each a person, each with other answers.
const PEOPLE: [&[(&str, &str)]; 5] = [
    &[("condition", "asthma"), ("sleep", "yes"), ("breathlessness", "2"), ("wellbeing", "6"), ("smoking", "never")],
    &[("condition", "copd"), ("sleep", "yes"), ("breathlessness", "4"), ("wellbeing", "9"), ("smoking", "former")],
    &[("condition", "asthma"), ("sleep", "no"), ("breathlessness", "1"), ("wellbeing", "2"), ("smoking", "never")],
    &[
        ("condition", "bronchiectasis"),
        ("sleep", "no"),
        ("breathlessness", "3"),
        ("wellbeing", "5"),
        ("smoking", "vape"),
    ],
    &[("condition", "asthma"), ("sleep", "no"), ("breathlessness", "1"), ("wellbeing", "0"), ("smoking", "never")],
];

/// What all of them say.
const ALIKE: [(&str, &str); 11] = [
    ("day_symptoms", "yes"),
    ("activities", "no"),
    ("steroid_courses", "1"),
    ("admitted", "no"),
    ("intensive_care", "no"),
    ("uses_inhaler", "yes"),
    ("reliever", "up-to-2"),
    ("preventer", "always"),
    ("technique", "yes"),
    ("warning_signs", "none"),
    ("action_plan", "yes"),
];

/// The shipped questionnaire, answered in the open, so that its charts have something to show; its id, and the id of an
/// answer.
pub(super) async fn form(app: &App, client: &Client) -> Result<(String, Option<String>)> {
    changed_form(app, client, |_| (), &[]).await
}

/// The same with a change that is made before it is published, and with more that everybody says.
pub(super) async fn changed_form(
    app: &App,
    client: &Client,
    change: impl FnOnce(&mut Value),
    more: &[(&str, &str)],
) -> Result<(String, Option<String>)> {
    let source = json!({ "starter": "respiratory-questionnaire" });
    let mut form = Made::from(client, &source, true).await?;
    let look = "query($id: ID!) { form(id: $id) { draft } }";
    let mut draft = client.query(look, json!({ "id": form.id })).await?["form"]["draft"].clone();
    for field in fields(&mut draft) {
        let is_written = field["kind"]["longText"].is_object();
        if let Some(field) = field.as_object_mut().filter(|_| !is_written) {
            field.remove("sensitive");
        }
    }
    change(&mut draft);
    form.save(client, &json!({ "draft": draft })).await?;
    form.publish(client).await?;
    let anybody = app.client()?;
    for person in PEOPLE {
        let page = open(&anybody, &form.path()).await?;
        let sent = page.press(&anybody, "send", &[person, &ALIKE, more].concat()).await?;
        ensure!(!sent.says("name=\"_press\""), "an answer was not taken: {}", sent.html);
    }
    // The next version words one question otherwise, and asks one less.
    draft["title"]["en"] = json!("How your breathing has been this year");
    if let Some(fields) = draft["pages"][5]["sections"][0]["fields"].as_array_mut() {
        fields.pop();
        fields[0]["label"]["en"] = json!("Do you smoke, or did you?");
    }
    form.save(client, &json!({ "draft": draft })).await?;
    let look = "query($form: ID!) { formResponses(formId: $form) { nodes { id } } }";
    let answers = client.query(look, json!({ "form": form.id })).await?["formResponses"]["nodes"].clone();
    let first = answers[0]["id"].as_str().context("the form has no answer")?;
    Ok((form.id, Some(first.to_owned())))
}

fn fields(draft: &mut Value) -> impl Iterator<Item = &mut Value> {
    let pages = draft["pages"].as_array_mut().into_iter().flatten();
    let sections = pages.flat_map(|page| page["sections"].as_array_mut().into_iter().flatten());
    sections.flat_map(|section| section["fields"].as_array_mut().into_iter().flatten())
}
