//! Settings: the practice, people, external systems, code sets and templates.

use recall_tests::{App, Engine, Result, browser, scene};
use serde_json::json;

use super::Button::{InDialog, OnPage};
use super::Once::{Event, Holds, More};
use super::Step::{Attach, Fill, Mark, Press, Visit};
use super::stage::{id, play};
use super::{ALREADY, Write};

#[tokio::test]
async fn what_is_set_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let save = "mutation($input: SaveTemplateInput!) { saveTemplate(input: $input) { template { id } } }";
    let input = json!({ "name": "Old", "channel": "SMS", "body": "Book your flu vaccination: {{ link }}" });
    let template = id(&client, save, json!({ "input": input })).await?;
    let codes = scene::file(&app, "asthma.csv", "code,term\n195967001,Asthma\n")?.display().to_string();
    play("writes-settings", &app, &[("template", template), ("codes", codes)], SETTINGS).await
}

#[tokio::test]
async fn what_is_done_to_an_account_or_a_system_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let add = ["user", "add", "noor@practice.example", "--name", "Noor Khan", "--role", "viewer", "--with-credentials"];
    app.json(&add).await?;
    play("writes-access", &app, &[], ACCESS).await
}

const SETTINGS: &[Write] = &[
    Write {
        name: "save the practice",
        steps: &[
            Visit("/settings/practice"),
            Fill("Name of the practice", "Harbour Street"),
            Fill("Phone", "020 7946 0018"),
        ],
        button: OnPage("Save changes"),
        code: None,
        mutation: "savePractice",
        once: Holds("{ practice { name } }", "Harbour Street"),
        done: "Messages and patient pages say so from now on.",
        learns: false,
    },
    Write {
        name: "import a code set",
        steps: &[
            Visit("/settings/code-sets"),
            Press("Import a code set"),
            Fill("Title", "Asthma alone"),
            Fill("Short name", "asthma-alone"),
            Attach("CSV file", "{codes}"),
        ],
        button: InDialog("Import"),
        code: None,
        mutation: "importCodeSet",
        once: Event("code_set.imported"),
        done: "has been imported",
        learns: false,
    },
    Write {
        name: "save a template",
        steps: &[
            Visit("/settings/templates/new"),
            Fill("Name", "Flu, first message"),
            Mark("Text"),
            Fill("Message", "It is time for your flu vaccination: {{ link }}"),
        ],
        button: OnPage("Save template"),
        code: None,
        mutation: "saveTemplate",
        once: Event("template.saved"),
        done: "The template has been saved.",
        learns: false,
    },
    Write {
        name: "delete a template",
        steps: &[Visit("/settings/templates/{template}"), Press("Delete")],
        button: InDialog("Delete the template"),
        code: None,
        mutation: "deleteTemplate",
        once: Event("template.deleted"),
        done: "The template has been deleted.",
        learns: false,
    },
];

const ACCESS: &[Write] = &[
    Write {
        name: "change a role",
        steps: &[
            Visit("/settings/people"),
            Press("Actions for Noor Khan"),
            Press("Change name or role"),
            Mark("Auditor"),
        ],
        button: InDialog("Save"),
        code: None,
        mutation: "changeUser",
        once: More("{ auditEvents(filter: { action: \"user.changed\" }) { totalCount } }"),
        done: "Changed. It holds from their next click on.",
        learns: false,
    },
    Write {
        name: "reset an authenticator",
        steps: &[Visit("/settings/people"), Press("Actions for Noor Khan"), Press("Reset authenticator")],
        button: InDialog("Reset the authenticator"),
        code: None,
        mutation: "resetSecondFactor",
        once: Holds("{ users { secondFactor } }", "false true true"),
        done: "They set up a new authenticator when they next sign in.",
        learns: false,
    },
    Write {
        name: "disable an account",
        steps: &[Visit("/settings/people"), Press("Actions for Noor Khan"), Press("Disable")],
        button: InDialog("Disable the account"),
        code: None,
        mutation: "disableUser",
        once: Event("user.disabled"),
        done: "They cannot sign in any more.",
        learns: false,
    },
    Write {
        name: "enable an account",
        steps: &[Visit("/settings/people"), Press("Actions for Noor Khan"), Press("Enable")],
        button: InDialog("Enable the account"),
        code: None,
        mutation: "enableUser",
        once: Event("user.enabled"),
        done: "They can sign in again.",
        learns: false,
    },
    Write {
        name: "add a system",
        steps: &[
            Visit("/settings/systems"),
            Press("Add a system"),
            Fill("Name of the system", "Upload agent"),
            Mark("Upload and commit patient files"),
        ],
        button: InDialog("Make credentials"),
        code: None,
        mutation: "addApiClient",
        once: Event("client.created"),
        done: "The secret is shown only now.",
        learns: false,
    },
    Write {
        name: "revoke a system",
        steps: &[Visit("/settings/systems"), Press("Revoke Upload agent")],
        button: InDialog("Revoke the credentials"),
        code: None,
        mutation: "revokeApiClient",
        once: Event("client.revoked"),
        done: ALREADY,
        learns: false,
    },
    Write {
        name: "invite somebody",
        steps: &[
            Visit("/settings/people"),
            Press("Invite somebody"),
            Fill("Name", "Tom Ward"),
            Fill("Email address", "tom@practice.example"),
            Mark("Manager"),
        ],
        button: InDialog("Make the invitation"),
        code: None,
        mutation: "inviteUser",
        once: More("{ users { id } }"),
        done: "Pass this link on",
        learns: false,
    },
];
