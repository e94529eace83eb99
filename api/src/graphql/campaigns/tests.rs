//! The campaign's part of the schema, asked as a client asks.
#![allow(clippy::unwrap_used)]

use async_graphql::{Request, Value};
use futures::StreamExt;
use serde_json::json;
use shared::{ids::CampaignId, permission::Role};

use crate::{
    domain::{
        Actor,
        campaigns::{
            cancel, create,
            fixtures::{NewPatient, Practice, command, flu, manager},
            launch_unattended,
        },
        identity::users::{NewUser, create_with_credentials},
    },
    graphql::{RecallSchema, build},
};

const CREATE: &str = r#"mutation($rule: CohortRule!, $body: String!) {
  createCampaign(input: { name: "Flu", kind: "flu", rule: $rule, channels: [SMS], templates: [{ channel: SMS, body: $body }] }) {
    campaign { id state cohort estimate { recipients unreachable texts segments cost { amount currency } } }
  }
}"#;

async fn ask(
    schema: &RecallSchema,
    actor: Actor,
    query: &str,
    variables: serde_json::Value,
) -> async_graphql::Response {
    let variables = async_graphql::Variables::from_json(variables);
    schema.execute(Request::new(query).variables(variables).data(actor)).await
}

fn code(response: &async_graphql::Response) -> Option<&Value> {
    response.errors.first()?.extensions.as_ref()?.get("code")
}

async fn with_draft() -> (Practice, RecallSchema) {
    let practice = Practice::open().await;
    practice.add(NewPatient::with_asthma(Some("+447700900001"), None)).await;
    practice.add(NewPatient::with_asthma(None, Some("a@example.org"))).await;
    let schema = build(practice.app.clone());
    let rule = json!({ "all": [{ "condition": { "codeSet": "lung" } }, { "not": { "status": "DECEASED" } }] });
    let variables = json!({ "rule": rule, "body": "{{ practice }}: please read {{ link }}" });
    let created = ask(&schema, manager(), CREATE, variables).await.into_result().unwrap().data.into_json().unwrap();
    let campaign = &created["createCampaign"]["campaign"];
    assert_eq!((campaign["id"].as_str(), campaign["state"].as_str()), (Some("campaign-1"), Some("DRAFT")));
    let cost = json!({ "amount": "0.0276", "currency": "GBP" });
    let estimate = json!({ "recipients": 2, "unreachable": 1, "texts": 1, "segments": 1, "cost": cost });
    assert_eq!(campaign["estimate"], estimate);
    (practice, schema)
}

#[tokio::test]
async fn campaigns_are_asked_for_by_state() {
    let (practice, schema) = with_draft().await;
    launch_unattended(&practice.app, &command(), 1.into()).await.unwrap();
    let drafts = [2, 3].map(|n| format!("campaign-{n}"));
    for draft in &drafts {
        let made = create(&practice.app, &manager(), flu()).await.unwrap();
        assert_eq!(&CampaignId::from(made.id).to_string(), draft);
    }
    let query = "{ live: campaigns(first: 1, states: [RUNNING, PAUSED]) { totalCount nodes { id } }
      none: campaigns(states: []) { totalCount nodes { id } }
      all: campaigns(first: 2) { totalCount nodes { id } } }";
    let shown = ask(&schema, manager(), query, json!({})).await.into_result().unwrap().data.into_json().unwrap();
    assert_eq!(shown["live"], json!({ "totalCount": 1, "nodes": [{ "id": "campaign-1" }] }));
    assert_eq!(shown["none"], json!({ "totalCount": 0, "nodes": [] }));
    assert_eq!(shown["all"], json!({ "totalCount": 3, "nodes": [{ "id": drafts[1] }, { "id": drafts[0] }] }));
}

#[tokio::test]
async fn a_campaign_shows_its_ledger_and_its_recipients() {
    let (practice, schema) = with_draft().await;
    launch_unattended(&practice.app, &command(), 1.into()).await.unwrap();
    let query = r#"{ campaign(id: "campaign-1") {
      counts { recipients neverSent unreachable channels { channel wave queued suppressed total } }
      recipients(first: 1, filter: { state: NOT_SENT }) {
        totalCount pageInfo { hasNextPage }
        nodes { id patient { id familyName } campaign { id } unreachableReason messages { channel state reason } }
      }
    } }"#;
    let shown = ask(&schema, manager(), query, json!({})).await.into_result().unwrap().data.into_json().unwrap();
    let campaign = &shown["campaign"];
    let channel = json!({ "channel": "SMS", "wave": 0, "queued": 1, "suppressed": 1, "total": 2 });
    let counts = json!({ "recipients": 2, "neverSent": 2, "unreachable": 1, "channels": [channel] });
    assert_eq!(campaign["counts"], counts);
    let node = json!({
        "id": "recipient-1",
        "patient": { "id": "patient-1", "familyName": "Test" },
        "campaign": { "id": "campaign-1" },
        "unreachableReason": null,
        "messages": [{ "channel": "SMS", "state": "QUEUED", "reason": null }],
    });
    let page = json!({ "totalCount": 2, "pageInfo": { "hasNextPage": true }, "nodes": [node] });
    assert_eq!(campaign["recipients"], page);
}

#[tokio::test]
async fn an_auditor_sees_the_numbers_and_no_recipient() {
    let (_practice, schema) = with_draft().await;
    let auditor = || Actor::user(3.into(), "Al", Role::Auditor);
    let numbers =
        ask(&schema, auditor(), r#"{ campaign(id: "campaign-1") { counts { recipients } } }"#, json!({})).await;
    assert_eq!(numbers.errors, []);
    let list = r#"{ campaign(id: "campaign-1") { recipients { nodes { id } } } }"#;
    assert_eq!(code(&ask(&schema, auditor(), list, json!({})).await), Some(&Value::from("FORBIDDEN")));
    let preview = "{ cohortPreview(rule: { sex: FEMALE }) { count } }";
    assert_eq!(code(&ask(&schema, auditor(), preview, json!({})).await), Some(&Value::from("FORBIDDEN")));
    let pause = r#"mutation { pauseCampaign(input: { id: "campaign-1" }) { campaign { id } } }"#;
    assert_eq!(code(&ask(&schema, auditor(), pause, json!({})).await), Some(&Value::from("FORBIDDEN")));
}

#[tokio::test]
async fn progress_is_told_when_it_changes_until_the_campaign_ends() {
    let (practice, schema) = with_draft().await;
    let query = r#"subscription { campaignProgress(id: "campaign-1") { state counts { recipients } } }"#;
    let mut progress = schema.execute_stream(Request::new(query).data(manager())).boxed();
    let mut next =
        async || progress.next().await.map(|answer| answer.data.into_json().unwrap()["campaignProgress"].clone());
    assert_eq!(next().await, Some(json!({ "state": "DRAFT", "counts": { "recipients": 0 } })));
    launch_unattended(&practice.app, &command(), 1.into()).await.unwrap();
    assert_eq!(next().await, Some(json!({ "state": "RUNNING", "counts": { "recipients": 2 } })));
    cancel(&practice.app, &manager(), 1.into()).await.unwrap();
    assert_eq!(next().await, Some(json!({ "state": "CANCELLED", "counts": { "recipients": 2 } })));
    assert_eq!(next().await, None);
}

#[tokio::test]
async fn a_rule_comes_back_in_the_shape_it_is_sent_in() {
    let (_practice, schema) = with_draft().await;
    let rule = json!({ "all": [
        { "condition": { "codeSet": "lung" } },
        { "condition": { "code": "J45.9", "system": "icd10", "activeOn": "2026-01-31" } },
        { "not": { "any": [{ "status": "DECEASED" }, { "sex": "FEMALE" }, { "postcodePrefix": "LS" }] } },
        { "age": { "from": 18, "to": 64 } },
        { "contactable": { "channel": "SMS" } },
        { "acknowledgedWithin": { "campaignKind": "flu", "days": 30 } },
    ] });
    let save = r#"mutation($rule: CohortRule!) { saveCampaignDraft(input: { id: "campaign-1", rule: $rule }) {
      campaign { cohort ruleJson } } }"#;
    let saved = async |rule: &serde_json::Value| {
        let response = ask(&schema, manager(), save, json!({ "rule": rule })).await.into_result().unwrap();
        response.data.into_json().unwrap()["saveCampaignDraft"]["campaign"].clone()
    };
    let first = saved(&rule).await;
    let json: serde_json::Value = serde_json::from_str(first["ruleJson"].as_str().unwrap()).unwrap();
    assert_eq!(json["all"][2]["not"]["any"][1], json!({ "sex": "FEMALE" }));
    assert_eq!(saved(&json).await, first);
}

#[tokio::test]
async fn a_campaign_says_who_made_it_and_what_was_done() {
    let (practice, schema) = with_draft().await;
    let new = NewUser { email: "mo@example.org".parse().unwrap(), name: "Mo Manager".to_owned(), role: Role::Manager };
    let made = create_with_credentials(&practice.app, &command(), &new).await.unwrap();
    assert_eq!(made.user, 1.into(), "the one who made the draft");
    launch_unattended(&practice.app, &command(), 1.into()).await.unwrap();
    let query = r#"{ campaign(id: "campaign-1") { createdBy scheduledAt activity { who action }
      messages(first: 1, filter: { channel: SMS }) { totalCount pageInfo { hasNextPage }
        nodes { channel state segments possibleDuplicate sentAt recipient { patient { familyName } } } }
      samples { name patient { id } sms { to text segments } email { subject } }
      estimate { emailAndText textOnly smsCost { amount } leftOut { reason patients }
        outOfReach { reason patients } } } }"#;
    let shown = ask(&schema, manager(), query, json!({})).await.into_result().unwrap().data.into_json().unwrap();
    let campaign = &shown["campaign"];
    assert_eq!((&campaign["createdBy"], &campaign["scheduledAt"]), (&json!("Mo Manager"), &json!(null)));
    let activity = json!([
        { "who": "Recall", "action": "campaign.launched" }, { "who": "Mo Manager", "action": "campaign.created" }
    ]);
    assert_eq!(campaign["activity"], activity);
    let recipient = json!({ "patient": { "familyName": "Test" } });
    let node = json!({ "channel": "SMS", "state": "SUPPRESSED", "segments": null, "possibleDuplicate": false,
        "sentAt": null, "recipient": recipient });
    let page = json!({ "totalCount": 2, "pageInfo": { "hasNextPage": true }, "nodes": [node] });
    assert_eq!(campaign["messages"], page);
    assert_eq!(campaign["samples"][0]["sms"]["to"], json!("07700 900001"));
    assert_eq!(campaign["samples"][0]["email"], json!(null));
    let estimate = json!({ "emailAndText": 0, "textOnly": 1, "smsCost": { "amount": "0.0276" }, "leftOut": [],
        "outOfReach": [{ "reason": "NO_CONTACT_POINT", "patients": 1 }] });
    assert_eq!(campaign["estimate"], estimate);
}

#[tokio::test]
async fn a_preview_is_refused_as_a_wrong_template_is() {
    let (_practice, schema) = with_draft().await;
    let query = r#"{ messagePreview(templates: [{ channel: SMS, body: "Hello" }]) { name } }"#;
    assert_eq!(code(&ask(&schema, manager(), query, json!({})).await), Some(&Value::from("INVALID_INPUT")));
    let query = r#"{ messagePreview(templates: [{ channel: SMS, body: "See {{ link }}" }]) { name patient { id } sms { text } } }"#;
    let shown = ask(&schema, manager(), query, json!({})).await.into_result().unwrap().data.into_json().unwrap();
    assert_eq!(shown["messagePreview"]["patient"], json!(null));
}

#[tokio::test]
async fn prices_are_told_with_date_and_source_and_a_budget_is_raised() {
    let (practice, schema) = with_draft().await;
    let query = "{ prices { channel price { amount currency } per asOf source } }";
    let told = ask(&schema, manager(), query, json!({})).await.into_result().unwrap().data.into_json().unwrap();
    let sms = json!({
        "channel": "SMS",
        "price": { "amount": "3100.00", "currency": "GBP" },
        "per": 112_500,
        "asOf": "2026-11-01",
        "source": "reference case: £3,100 for 112,500 SMS segments to UK numbers",
    });
    assert_eq!(told["prices"][1], sms);
    let plan =
        r#"mutation { saveCampaignDraft(input: { id: "campaign-1", plan: { budget: "5" } }) { campaign { id } } }"#;
    assert_eq!(ask(&schema, manager(), plan, json!({})).await.errors, []);
    launch_unattended(&practice.app, &command(), 1.into()).await.unwrap();
    let raise = "mutation($to: String) { raiseCampaignBudget(input: { id: \"campaign-1\", from: \"5.00\", to: $to }) {
      campaign { plan { budget { amount } } } } }";
    let wrong = ask(&schema, manager(), raise, json!({ "to": "ten" })).await;
    assert_eq!(code(&wrong), Some(&Value::from("INVALID_INPUT")));
    let raised = ask(&schema, manager(), raise, json!({ "to": "7.50" })).await.into_result().unwrap();
    let budget = &raised.data.into_json().unwrap()["raiseCampaignBudget"]["campaign"]["plan"]["budget"]["amount"];
    assert_eq!(budget, "7.50");
}
