//! Campaigns: written, launched, paused, resumed, reminded and cancelled.

use recall_tests::{App, Engine, Result, browser, scene};
use serde_json::json;

use super::Button::{InDialog, OnPage};
use super::Once::{Event, Holds};
use super::Step::{Choose, Fill, Press, See, Visit};
use super::Write;
use super::stage::{id, play};

#[tokio::test]
async fn what_is_written_for_a_campaign_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 60).await?;
    let client = app.signed_in("manager").await?;
    let draft = async || anyhow::Ok(scene::draft(&client).await?.as_str().unwrap_or_default().to_owned());
    let words = [("draft", draft().await?), ("other draft", draft().await?)];
    play("writes-draft", &app, &words, DRAFT).await
}

#[tokio::test]
async fn what_is_done_to_a_campaign_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 60).await?;
    let mut client = app.signed_in("manager").await?;
    let campaign = scene::draft(&client).await?;
    let save = "mutation($input: SaveCampaignDraftInput!) { saveCampaignDraft(input: $input) { campaign { id } } }";
    client.query(save, json!({ "input": { "id": campaign, "plan": { "budget": "250.00" } } })).await?;
    scene::launch(&mut client, &campaign).await?;
    scene::dispatched(&client, &campaign).await?;
    let recipient = "query($id: ID!) { campaign(id: $id) { recipients(first: 1) { nodes { patient { id } } } } }";
    let patient = id(&client, recipient, json!({ "id": campaign })).await?;
    let words = [("campaign", campaign.as_str().unwrap_or_default().to_owned()), ("patient", patient)];
    play("writes-campaign", &app, &words, LAUNCHED).await
}

#[tokio::test]
async fn an_approval_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::on(Engine::Sqlite).setting("sending.approval_above", "10").start().await?;
    scene::import_patients(&app, 60).await?;
    let client = app.signed_in("manager").await?;
    let words = [("draft", scene::draft(&client).await?.as_str().unwrap_or_default().to_owned())];
    play("writes-approval", &app, &words, APPROVAL).await
}

const APPROVAL: &[Write] = &[Write {
    name: "approve a campaign",
    steps: &[Visit("/campaigns/{draft}"), See("Not approved yet")],
    button: OnPage("Approve"),
    code: Some("approval-code"),
    mutation: "approveCampaign",
    once: Event("campaign.approved"),
    done: "You have approved it.",
    learns: true,
}];

const DRAFT: &[Write] = &[
    Write {
        name: "create a campaign",
        steps: &[
            Visit("/campaigns/new"),
            Fill("Name", "Flu 2027"),
            Choose("Condition", "Chronic respiratory disease"),
            See("With an email address"),
        ],
        button: OnPage("Save and continue"),
        code: None,
        mutation: "createCampaign",
        once: Event("campaign.created"),
        done: "Send by email",
        learns: false,
    },
    Write {
        name: "save a draft",
        steps: &[
            Visit("/campaigns/{draft}/edit/who"),
            See("With an email address"),
            Fill("Name", "Flu, with another name"),
        ],
        button: OnPage("Save and continue"),
        code: None,
        mutation: "saveCampaignDraft",
        once: Holds("{ campaign(id: \"{draft}\") { name } }", "Flu, with another name"),
        done: "Send by email",
        learns: false,
    },
    Write {
        name: "send a test",
        steps: &[Visit("/campaigns/{draft}/edit/messages"), Press("Send me a test")],
        button: InDialog("Send the test"),
        code: None,
        mutation: "sendTestMessage",
        once: Event("template.test_sent"),
        done: "The test is on its way to",
        learns: false,
    },
    Write {
        name: "delete a draft",
        steps: &[Visit("/campaigns/{other draft}/settings"), Press("Delete draft")],
        button: InDialog("Delete draft"),
        code: None,
        mutation: "deleteCampaignDraft",
        once: Event("campaign.deleted"),
        done: "The draft is deleted.",
        learns: false,
    },
    Write {
        name: "launch a campaign",
        steps: &[Visit("/campaigns/{draft}/edit/check"), See("Check before you send")],
        button: OnPage("Send to"),
        code: Some("launch-code"),
        mutation: "launchCampaign",
        once: Event("campaign.launched"),
        done: "has begun.",
        learns: false,
    },
];

const LAUNCHED: &[Write] = &[
    Write {
        name: "pause a campaign",
        steps: &[Visit("/campaigns/{campaign}")],
        button: OnPage("Pause"),
        code: None,
        mutation: "pauseCampaign",
        once: Event("campaign.paused"),
        done: "Resume",
        learns: true,
    },
    Write {
        name: "resume a campaign",
        steps: &[Visit("/campaigns/{campaign}")],
        button: OnPage("Resume"),
        code: None,
        mutation: "resumeCampaign",
        once: Event("campaign.resumed"),
        done: "Pause",
        learns: true,
    },
    Write {
        name: "raise a budget",
        steps: &[Visit("/campaigns/{campaign}"), Press("Raise the budget"), Fill("New budget in pounds", "300")],
        button: InDialog("Raise"),
        code: None,
        mutation: "raiseCampaignBudget",
        once: Event("campaign.budget_raised"),
        done: "The budget is raised.",
        learns: false,
    },
    Write {
        name: "remind",
        steps: &[Visit("/campaigns/{campaign}"), Press("Remind now")],
        button: InDialog("Remind"),
        code: None,
        mutation: "sendReminder",
        once: Event("campaign.reminded"),
        done: "The reminder is on its way.",
        learns: false,
    },
    Write {
        name: "revoke a link",
        steps: &[Visit("/patients/{patient}"), Press("Revoke the link")],
        button: InDialog("Revoke the link"),
        code: None,
        mutation: "revokeLink",
        once: Event("recipient.link_revoked"),
        done: "The link no longer works.",
        learns: false,
    },
    Write {
        name: "cancel a campaign",
        steps: &[
            Visit("/campaigns/{campaign}"),
            Press("More actions"),
            Press("Cancel campaign"),
            Fill("Type", "cancel"),
        ],
        button: InDialog("Cancel campaign"),
        code: None,
        mutation: "cancelCampaign",
        once: Event("campaign.cancelled"),
        done: "Cancelled",
        learns: true,
    },
];
