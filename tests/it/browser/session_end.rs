//! A session that ends while a campaign is being written takes nothing of it away.

use anyhow::Context;
use entity::{session, user};
use fantoccini::{Locator, key::Key};
use recall_tests::browser::Page;
use recall_tests::{App, Client, Credentials, Engine, Result, browser, for_each_engine, scene, wait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

for_each_engine! {
    async fn a_campaign_is_as_it_was_typed_after_the_session_has_ended(engine: Engine) {
        if !browser::is_available() {
            return Ok(());
        }
        let app = App::start(engine).await?;
        scene::import_patients(&app, 120).await?;
        let colleague = app.signed_in("administrator").await?;
        let user = app.user("ada@practice.example", "manager").await?;
        browser::browse(&format!("session-end-{engine:?}"), async |page| {
            page.sign_in(&app, &user).await?;

            page.goto(&app.url("/campaigns/new")).await?;
            page.fill("Name", "Flu 2026, over forty").await?;
            page.fill("Purpose", "flu-lungs").await?;
            page.choose("Condition", "Chronic respiratory disease").await?;
            page.press("Add a condition").await?;
            page.element("#rule-2-kind").await?.select_by_label("are of an age").await?;
            page.fill("From age", "40").await?;
            page.shows("With an email address").await?;
            forget_sessions(&app, &user).await?;
            comes_back(page, &user).await?;
            page.shows("What you typed before is here again").await?;
            page.press("Save and continue").await?;

            page.shows("Send by email").await?;
            page.fill("Subject", "Your vaccination at {{ practice }}").await?;
            page.fill("Text message", "Book at {{ practice }}: {{ link }}").await?;
            page.shows("1 segment each").await?;
            disable_and_enable(&colleague, &user).await?;
            comes_back(page, &user).await?;
            page.press("Save and continue").await?;

            page.mark("At a day and time").await?;
            page.shows("Sends on").await?;
            disable_and_enable(&colleague, &user).await?;
            comes_back(page, &user).await?;
            page.press("Save and continue").await?;
            page.shows("Schedule for").await?;
            page.shows("aged 40 or over").await
        })
        .await?;
        let campaigns = "{ campaigns(first: 10) { nodes { name kind templates { channel subject body } } } }";
        let campaigns = colleague.query(campaigns, json!({})).await?;
        let nodes = campaigns["campaigns"]["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), 1, "{campaigns}");
        assert_eq!((nodes[0]["name"].as_str(), nodes[0]["kind"].as_str()), (Some("Flu 2026, over forty"), Some("flu-lungs")));
        let written = nodes[0]["templates"].to_string();
        assert!(written.contains("Your vaccination at {{ practice }}"), "{written}");
        assert!(written.contains("Book at {{ practice }}: {{ link }}"), "{written}");
    }
}

/// A form, how it is opened, what is typed into it, and the button that meets the end of the session.
struct Form {
    path: &'static str,
    opens: &'static [&'static str],
    fills: &'static [(&'static str, &'static str)],
    marks: &'static [&'static str],
    button: &'static str,
}

const FORMS: &[Form] = &[
    Form {
        path: "/reports/{report}",
        opens: &["More actions", "Rename"],
        fills: &[("Name", "Silent ones")],
        marks: &[],
        button: "//dialog[@open]//button[normalize-space()='Rename']",
    },
    Form {
        path: "/reports/{report}",
        opens: &["More actions", "Change schedule"],
        fills: &[],
        marks: &["Run by itself", "Thursday"],
        button: "//dialog[@open]//button[normalize-space()='Save schedule']",
    },
    Form {
        path: "/settings/people",
        opens: &["Actions for Noor Khan", "Change name or role"],
        fills: &[("Name", "Noor Khan-Ward")],
        marks: &["Auditor"],
        button: "//dialog[@open]//button[normalize-space()='Save']",
    },
    Form {
        path: "/backups",
        opens: &[],
        fills: &[
            ("Public keys", "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"),
            ("Code of your authenticator", "123456"),
        ],
        marks: &[],
        button: "//main//button[normalize-space()='Save keys']",
    },
];

#[tokio::test]
async fn what_is_typed_into_a_form_is_there_after_the_session_has_ended() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 40).await?;
    let client = app.signed_in("administrator").await?;
    let campaign = scene::draft(&client).await?;
    let input = json!({ "name": "Not acknowledged", "kind": "NON_RESPONDENTS", "campaignId": campaign });
    let save = "mutation($input: SaveReportInput!) { saveReport(input: $input) { report { id } } }";
    let report = client.query(save, json!({ "input": input })).await?["saveReport"]["report"]["id"].clone();
    let report = report.as_str().context("the report has no id")?;
    let add = ["user", "add", "noor@practice.example", "--name", "Noor Khan", "--role", "viewer", "--with-credentials"];
    app.run(&add).await?;
    let user = app.user("ada@practice.example", "administrator").await?;
    browser::browse("session-end-forms", async |page| {
        page.sign_in(&app, &user).await?;
        for form in FORMS {
            page.goto(&app.url(&form.path.replace("{report}", report))).await?;
            page.settled().await?;
            for words in form.opens {
                page.press(words).await?;
            }
            for (label, text) in form.fills {
                page.fill(label, text).await?;
            }
            for label in form.marks {
                page.mark(label).await?;
            }
            let typed = page.typed().await?;
            forget_sessions(&app, &user).await?;
            page.driver().find(Locator::XPath(form.button)).await?.click().await?;
            page.shows("You have been signed out").await?;
            page.confirm("Sign in again").await?;
            page.shows("Your session has ended").await?;
            page.enter(&user).await?;
            wait::until("the form to be as it was typed", || async {
                Ok((page.typed().await? == typed).then_some(()))
            })
            .await
            .with_context(|| format!("{}: {typed} was typed", form.path))?;
            if form.button.starts_with("//dialog") {
                page.driver().active_element().await?.send_keys(&Key::Escape).await?;
            }
        }
        Ok(())
    })
    .await
}

/// The server does not know the user's sessions any more, as after a restore from a backup.
async fn forget_sessions(app: &App, user: &Credentials) -> Result {
    let database = app.database().connect().await?;
    let user = user::Entity::find().filter(user::Column::Email.eq(&user.email)).one(&database).await?;
    let user = user.context("there is no such user")?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(user.id)).exec(&database).await?;
    Ok(database.close().await?)
}

/// A colleague disables the account, which ends all its sessions, and enables it again.
async fn disable_and_enable(colleague: &Client, user: &Credentials) -> Result {
    let users = colleague.query("{ users { id email } }", json!({})).await?;
    let user = users["users"].as_array().into_iter().flatten().find(|one| one["email"] == user.email.as_str());
    let input = json!({ "input": { "id": user.context("the user is not in the list")?["id"] } });
    for change in ["disableUser", "enableUser"] {
        let document = format!("mutation($input: UserInput!) {{ {change}(input: $input) {{ user {{ id }} }} }}");
        colleague.query(&document, input.clone()).await?;
    }
    Ok(())
}

/// Goes on, meets the end of the session, signs in again and finds everything as it was typed.
async fn comes_back(page: &Page, user: &Credentials) -> Result {
    let typed = page.typed().await?;
    let address = page.driver().current_url().await?;
    // What the page asks by itself may meet the end first: then the dialog lies over the button.
    let pressed = page.press("Save and continue").await;
    page.shows("You have been signed out").await.with_context(|| format!("after going on: {pressed:?}"))?;
    assert_eq!(page.typed().await?, typed, "the page stays as it is");
    page.confirm("Sign in again").await?;
    page.shows("Your session has ended").await?;
    page.enter(user).await?;
    page.element("main form.wizard").await?;
    page.settled().await?;
    assert_eq!(page.driver().current_url().await?, address);
    assert_eq!(page.typed().await?, typed, "after signing in again");
    Ok(())
}
