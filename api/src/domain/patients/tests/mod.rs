//! Patients: found, added, corrected, never contacted, erased.

#![allow(clippy::unwrap_used)]

mod by_hand;
mod changes;
mod erase;
mod find;
mod never_contact;

use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    domain::{
        Actor,
        imports::{ImportRequest, ImportSummary, run_file},
    },
    testing::TestApp,
};

const FILE: &str = "local_id,given_name,family_name,phone,email,conditions,status\n\
    1,Ada,O'Brien,07700 900001,ada@example.org,snomed|195967001|Asthma,\n\
    2,Béa,Obrien,07700 900001,,icd10|J45.9|Asthma,\n\
    3,Cal,Smith,,cal@example.org,snomed|10509002|Acute bronchitis,\n\
    4,Dot,Smith,,,,deceased\n";

async fn practice() -> TestApp {
    let test = TestApp::start().await;
    assert_eq!(import(&test, FILE).await.tally.created, 4);
    test
}

async fn import(test: &TestApp, content: &str) -> ImportSummary {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patients.csv");
    std::fs::write(&path, content).unwrap();
    let request = ImportRequest { path, ..Default::default() };
    run_file(&test.app, &Actor::command("test"), request, &|_| {}).await.unwrap()
}

/// The last audit event: what was done, to whom, with which detail.
async fn last_event(test: &TestApp) -> (String, Option<String>, String) {
    let newest = entity::audit_event::Entity::find().order_by_desc(entity::audit_event::Column::Id);
    let event = newest.one(test.app.database.reader()).await.unwrap().unwrap();
    (event.action, event.subject, event.detail.to_string())
}
