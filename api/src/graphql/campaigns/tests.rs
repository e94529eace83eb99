//! The campaign's part of the schema, asked as a client asks.
#![allow(clippy::unwrap_used)]

use async_graphql::{Request, Value};
use futures::StreamExt;
use serde_json::json;
use shared::permission::Role;

use crate::{
    domain::{
        Actor,
        campaigns::{
            cancel,
            fixtures::{NewPatient, Practice, command, manager},
            launch_unattended,
        },
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
