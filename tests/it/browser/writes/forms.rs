//! Forms: made, saved, published, made public, renamed, linked to and retired.

use recall_tests::{App, Engine, Result, browser, wait};
use serde_json::json;

use super::Button::{InDialog, OnPage};
use super::Once::{Event, Holds};
use super::Step::{Fill, Mark, Press, See, Visit};
use super::Write;
use super::stage::{id, play};

#[tokio::test]
async fn what_is_done_to_a_form_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let create = "mutation($input: CreateFormInput!) { createForm(input: $input) { form { id } } }";
    let make =
        async || id(&client, create, json!({ "input": { "source": { "starter": "already-vaccinated" } } })).await;
    let (draft, live) = (make().await?, make().await?);
    let publish = "mutation($input: PublishFormInput!) { publishForm(input: $input) { version { id } } }";
    client.query(publish, json!({ "input": { "id": live, "draftVersion": 1 } })).await?;
    wait::until("the form to be published", || async {
        let state = client.query("query($id: ID!) { form(id: $id) { state } }", json!({ "id": live })).await?;
        Ok((state["form"]["state"] == "PUBLISHED").then_some(()))
    })
    .await?;
    play("writes-form", &app, &[("draft", draft), ("live", live)], FORM).await
}

const FORM: &[Write] = &[
    Write {
        name: "make a form",
        steps: &[Visit("/forms"), Press("New form"), Mark("I have had my vaccination")],
        button: InDialog("Make the form"),
        code: None,
        mutation: "createForm",
        once: Event("form.created"),
        done: "Pages and questions",
        learns: false,
    },
    Write {
        name: "name a form",
        steps: &[
            Visit("/forms/{draft}/publish"),
            Fill("Name", "Vaccinated elsewhere"),
            Mark("Patients may change their answers"),
        ],
        button: OnPage("Save"),
        code: None,
        mutation: "saveFormDraft",
        once: Holds("{ form(id: \"{draft}\") { name } }", "Vaccinated elsewhere"),
        done: "Saved.",
        learns: false,
    },
    Write {
        name: "make a form public",
        steps: &[Visit("/forms/{live}/publish"), See("The address alone opens nothing")],
        button: OnPage("Make it public"),
        code: None,
        mutation: "saveFormDraft",
        once: Holds("{ form(id: \"{live}\") { isPublic } }", "true"),
        done: "Anybody who knows the address can fill it in.",
        learns: false,
    },
    Write {
        name: "publish a form",
        steps: &[
            Visit("/forms/{draft}"),
            See("Pages and questions"),
            Press("Publish"),
            See("This is the first version"),
        ],
        button: InDialog("Publish it"),
        code: None,
        mutation: "publishForm",
        once: Event("form.publish_requested"),
        done: "It is being published.",
        learns: false,
    },
    Write {
        name: "retire a form",
        steps: &[Visit("/forms/{live}/publish"), Press("Retire the form")],
        button: InDialog("Retire the form"),
        code: None,
        mutation: "retireForm",
        once: Event("form.retired"),
        done: "The form is retired.",
        learns: false,
    },
];
