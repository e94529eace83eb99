//! Reports as the browser asks for them.

#![allow(clippy::unwrap_used)]

use async_graphql::{Request, Response};
use serde_json::{Value, json};
use shared::permission::Role;

use crate::{
    domain::{
        Actor,
        reports::{self, fixture::Fixture},
    },
    graphql::build,
};

async fn ask(fixture: &Fixture, role: Role, query: &str) -> Response {
    let actor = Actor::user(1.into(), "Mo", role);
    build(fixture.app.clone()).execute(Request::new(query).data(actor)).await
}

async fn answer(fixture: &Fixture, role: Role, query: &str) -> Value {
    let response = ask(fixture, role, query).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    response.data.into_json().unwrap()
}

const SAVE: &str = r#"mutation { saveReport(input: { name: "Monday list", kind: NON_RESPONDENTS, campaignId: "campaign-1" })
    { report { id name kind cron campaign { name } } } }"#;
const RUN: &str = r#"mutation { runReport(input: { id: "report-1" }) { run { id state csvUrl report { name } } } }"#;
const ROWS: &str = r#"{ reportRun(id: "report-run-1") { state rowCount csvUrl rows(first: 1) { totalCount
    pageInfo { hasNextPage } nodes { position wavesSent patient { familyName } } } } }"#;

#[tokio::test]
async fn a_report_is_made_run_and_read() {
    let fixture = Fixture::new().await;
    let saved = answer(&fixture, Role::Manager, SAVE).await;
    let report = json!({ "id": "report-1", "name": "Monday list", "kind": "NON_RESPONDENTS", "cron": null,
        "campaign": { "name": "Flu 2026" } });
    assert_eq!(saved["saveReport"]["report"], report);
    let run = answer(&fixture, Role::Manager, RUN).await;
    let running =
        json!({ "id": "report-run-1", "state": "RUNNING", "csvUrl": null, "report": { "name": "Monday list" } });
    assert_eq!(run["runReport"]["run"], running);
    reports::execute(&fixture.app, &fixture.actor, 1.into()).await.unwrap();
    let rows = answer(&fixture, Role::Manager, ROWS).await;
    let expected = json!({ "state": "DONE", "rowCount": 2, "csvUrl": "/reports/runs/report-run-1.csv", "rows": {
        "totalCount": 2, "pageInfo": { "hasNextPage": true },
        "nodes": [{ "position": 1, "wavesSent": 2, "patient": { "familyName": "Adams" } }] } });
    assert_eq!(rows["reportRun"], expected);
}

#[tokio::test]
async fn a_schedule_shows_when_it_comes_next() {
    let fixture = Fixture::new().await;
    answer(&fixture, Role::Manager, SAVE).await;
    let query =
        r#"mutation { scheduleReport(input: { id: "report-1", cron: "0 8 * * MON" }) { report { cron nextRunAt } } }"#;
    let scheduled = answer(&fixture, Role::Manager, query).await;
    let report = json!({ "cron": "0 8 * * MON", "nextRunAt": "2026-10-12T07:00:00+00:00" });
    assert_eq!(scheduled["scheduleReport"]["report"], report);
}

#[tokio::test]
async fn an_auditor_sees_that_a_run_was_made_and_nobody_in_it() {
    let fixture = Fixture::new().await;
    answer(&fixture, Role::Manager, SAVE).await;
    answer(&fixture, Role::Manager, RUN).await;
    reports::execute(&fixture.app, &fixture.actor, 1.into()).await.unwrap();
    let list =
        answer(&fixture, Role::Auditor, "{ reports { totalCount nodes { runs { nodes { rowCount csvUrl } } } } }")
            .await;
    let runs = json!({ "nodes": [{ "rowCount": 2, "csvUrl": null }] });
    assert_eq!(list["reports"], json!({ "totalCount": 1, "nodes": [{ "runs": runs }] }));
    let refused = ask(&fixture, Role::Auditor, ROWS).await;
    let code = refused.errors[0].extensions.as_ref().and_then(|extensions| extensions.get("code")).cloned();
    assert_eq!(code, Some("FORBIDDEN".into()));
    let refused = ask(&fixture, Role::Auditor, RUN).await;
    assert_eq!(refused.errors.len(), 1);
}
