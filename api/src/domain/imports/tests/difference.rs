//! The same people again: created, updated, unchanged.

use shared::permission::Role;

use super::{HEADER, Practice, nhs, tally};
use crate::domain::{
    Actor,
    imports::{ImportRequest, generate, run_file},
    patients,
};

#[tokio::test]
async fn the_same_file_twice_changes_nothing() {
    let practice = Practice::open().await;
    let mut file = Vec::new();
    generate::write(&mut file, 1500, 5, &|_| {}).unwrap();
    assert_eq!(tally(&practice.import(&file).await.unwrap()), [1500, 0, 0, 0]);
    let contacts = practice.number("SELECT COUNT(*) FROM contact_point").await;
    assert!(contacts > 2000);
    let known = "SELECT COUNT(*) FROM contact_point WHERE (kind = 'phone') <> (textable IS NOT NULL)";
    assert_eq!(practice.number(known).await, 0, "of every number it is known whether it takes a text");
    assert_eq!(tally(&practice.import(&file).await.unwrap()), [0, 0, 1500, 0]);
    assert_eq!(practice.number("SELECT COUNT(*) FROM contact_point").await, contacts);
    assert_eq!(practice.number("SELECT n FROM row_count WHERE name = 'patient'").await, 1500);
    assert_eq!(practice.number("SELECT COUNT(*) FROM audit_event WHERE action = 'import.committed'").await, 2);
}

#[tokio::test]
async fn a_changed_row_replaces_the_patient_with_contact_points_and_conditions() {
    let practice = Practice::open().await;
    practice.rows(&["1,,Ada,Hill,1950-02-01,f,07700 900001,ada@example.org,,LS1 4AP,snomed|195967001|Asthma,"]).await;
    let id = practice.number("SELECT id FROM patient").await;
    let summary = practice.rows(&["1,,Ada,Hill-Moss,1950-02-01,f,07700 900002,,,LS1 4AP,snomed|13645005|COPD,"]).await;
    assert_eq!(tally(&summary), [0, 1, 0, 0]);
    assert_eq!(practice.number("SELECT id FROM patient").await, id);
    let found = patients::contact_points_of(&practice.test.app, &[id]).await.unwrap();
    let values: Vec<_> = found[&id].iter().map(|contact| contact.value.as_str()).collect();
    assert_eq!(values, ["07700 900002"]);
    assert_eq!(practice.text("SELECT code FROM condition").await, "13645005");
    assert_eq!(practice.text("SELECT name_key FROM patient").await, "hill moss ada");
}

#[tokio::test]
async fn without_a_local_id_the_nhs_number_tells_who_it_is() {
    let practice = Practice::open().await;
    practice.rows(&[&format!("1,{},Ada,Hill,,,,,,,,", nhs(0))]).await;
    let summary = practice.rows(&[&format!(",{},Ada,Moss,,,,,,,,", nhs(0))]).await;
    assert_eq!(tally(&summary), [0, 1, 0, 0]);
    assert_eq!(practice.text("SELECT local_id FROM patient").await, "1", "the id is kept");
    let summary = practice.rows(&[&format!("9,{},Ada,Moss,,,,,,,,", nhs(0))]).await;
    assert_eq!(tally(&summary), [0, 1, 0, 0]);
    assert_eq!(practice.text("SELECT local_id FROM patient").await, "9", "the practice gave a new id");
}

#[tokio::test]
async fn rows_that_contradict_the_database_or_each_other_are_rejected() {
    let practice = Practice::open().await;
    practice.rows(&[&format!("1,{},Ada,Hill,,,,,,,,", nhs(0)), &format!("2,{},Bea,Hill,,,,,,,,", nhs(1))]).await;
    let summary = practice.rows(&[&format!("1,{},Ada,Hill,,,,,,,,", nhs(1)), "2,,Bea,Hill,,,,,,,,"]).await;
    assert_eq!(tally(&summary), [0, 1, 0, 1]);
    assert!(summary.issues[0].reason.contains("another patient"), "{:?}", summary.issues);
    let summary = practice.rows(&["1,,Ada,Hill,,,,,,,,", &format!("7,{},Ada,Hill,,,,,,,,", nhs(0))]).await;
    assert_eq!(summary.issues[0].reason, "row 2 is about the same patient");
}

#[tokio::test]
async fn a_file_that_does_not_say_the_status_leaves_it_as_it_is() {
    let practice = Practice::open().await;
    practice.rows(&["1,,Ada,Hill,,,,,,,,restricted"]).await;
    assert_eq!(tally(&practice.rows(&["1,,Ada,Moss,,,,,,,,"]).await), [0, 1, 0, 0]);
    assert_eq!(practice.text("SELECT status FROM patient").await, "restricted");
}

#[tokio::test]
async fn the_same_local_id_of_another_source_is_another_patient() {
    let practice = Practice::open().await;
    practice.rows(&["1,,Ada,Hill,,,,,,,,"]).await;
    let path = practice.file(format!("{HEADER}\n1,,Bea,Moss,,,,,,,,\n"));
    let request = ImportRequest { path, source: Some("hospital".to_owned()), ..Default::default() };
    assert_eq!(tally(&practice.run(request).await.unwrap()), [1, 0, 0, 0]);
}

#[tokio::test]
async fn who_may_not_import_does_not() {
    let practice = Practice::open().await;
    let viewer = Actor::user(1.into(), "Viewer", Role::Viewer);
    let request = ImportRequest { path: practice.file(HEADER), ..Default::default() };
    let error = run_file(&practice.test.app, &viewer, request, &|_| {}).await.unwrap_err();
    assert_eq!(error.code(), "FORBIDDEN");
}

#[tokio::test]
async fn a_failing_write_leaves_nothing_and_says_so() {
    let practice = Practice::open().await;
    practice
        .execute("CREATE TRIGGER full BEFORE INSERT ON condition BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
        .await;
    let path = practice.file(format!("{HEADER}\n1,,Ada,Hill,,,,,,,snomed|195967001|Asthma,\n"));
    let error = practice.run(ImportRequest { path, ..Default::default() }).await.unwrap_err();
    assert!(error.is_internal());
    assert!(practice.is_untouched().await);
    assert_eq!(practice.text("SELECT state FROM import").await, "failed");
}
