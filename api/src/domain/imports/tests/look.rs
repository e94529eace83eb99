//! What people look at between check and commit: samples, reasons, rejected rows; and discarding.

use bytes::Bytes;
use entity::import;
use futures::TryStreamExt;
use shared::permission::Role;

use super::{
    HEADER, Practice,
    flow::{manager, upload},
    nhs,
};
use crate::domain::{
    Actor,
    imports::{self, NewImport, Reason, SampleKind, rejected_csv, samples},
};

async fn checked(practice: &Practice, file: &str) -> import::Model {
    let app = &practice.test.app;
    let upload_id = upload(practice, &manager(), file.as_bytes()).await;
    let import = imports::create(app, &manager(), NewImport { upload_id, ..Default::default() }).await.unwrap().id;
    imports::check_job(app, import).await.unwrap();
    imports::by_id(app, &manager(), import.into()).await.unwrap()
}

async fn csv(practice: &Practice, id: i64) -> String {
    let rejected = rejected_csv(&practice.test.app, &manager(), id.into()).await.unwrap();
    assert_eq!(rejected.file_name, format!("import-{id}-rejected.csv"));
    let chunks: Vec<Bytes> = rejected.chunks.try_collect().await.unwrap();
    String::from_utf8(chunks.concat()).unwrap()
}

#[tokio::test]
async fn samples_show_a_few_rows_as_they_would_change_the_database() {
    let practice = Practice::open().await;
    let number = nhs(0);
    let ada = format!("1,{number},Ada,Hill,24/03/1957,F,07700 900001,,1 High Street,LS1 4AB,snomed|195967001|Asthma,");
    practice.rows(&[&ada, "2,,Bea,Hill,,,,,,,,"]).await;
    let changed = "1,,Ada,Hale,24/03/1957,F,07700 900002;07700 900003,,,LS1 4AB,snomed|195967001|Asthma,";
    let new: Vec<String> = (10..20).map(|id| format!("{id},,New,Number{id},,M,,,,,,")).collect();
    let import = checked(&practice, &format!("{HEADER}\n{changed}\n2,,Bea,Hill,,,,,,,,\n{}\n", new.join("\n"))).await;
    assert_eq!((import.created, import.updated, import.unchanged), (10, 1, 1));
    assert!(!String::from_utf8_lossy(import.samples_sealed.as_ref().unwrap()).contains("Hale"), "they are sealed");

    let samples = samples(&practice.test.app, &manager(), &import).await.unwrap();
    let kinds: Vec<_> = samples.iter().map(|sample| (sample.kind, sample.row, sample.name.as_str())).collect();
    assert_eq!(kinds[..2], [(SampleKind::Created, 4, "New Number10"), (SampleKind::Created, 5, "New Number11")]);
    assert_eq!(kinds[5..], [(SampleKind::Updated, 2, "Ada Hale"), (SampleKind::Unchanged, 3, "Bea Hill")]);
    let changes: Vec<_> = samples[5]
        .fields
        .iter()
        .map(|field| (field.column.as_str(), field.before.as_deref(), field.after.as_deref()))
        .collect();
    let expected = [
        ("family_name", Some("Hill"), Some("Hale")),
        ("phone", Some("07700 900001"), Some("07700 900002, 07700 900003")),
        ("address", Some("1 High Street"), None),
    ];
    assert_eq!(changes, expected);
    assert!(samples[6].fields.is_empty());
    assert!(samples[0].fields.iter().all(|field| field.before.is_none() && field.after.is_some()));
    assert_eq!(practice.number("SELECT COUNT(*) FROM audit_event WHERE action = 'import.samples_viewed'").await, 1);
    let importer = Actor::client("client-1", "PAS", vec![shared::permission::Permission::ImportPatients]);
    let refused = imports::samples(&practice.test.app, &importer, &import).await.unwrap_err();
    assert_eq!(refused.code(), "FORBIDDEN", "who may not see patients sees none here either");
}

#[tokio::test]
async fn reasons_are_counted_over_all_rows_and_stay_after_the_commit() {
    let practice = Practice::open().await;
    let file = format!("{HEADER}\n1,,Ada,,,,,,,,,\n1,,Bea,,,,,,,,,\n1,,Cal,,,,,,,,,\n3,,,,,,,,,,,\n");
    let import = checked(&practice, &file).await;
    let reason = |column: &str, reason: &str, rows| Reason { column: Some(column.into()), reason: reason.into(), rows };
    let expected =
        [reason("local_id", "another row has the same local_id", 2), reason("family_name", "the row has no name", 1)];
    assert_eq!(imports::reasons(&import), expected);
    imports::request_commit(&practice.test.app, &manager(), import.id.into()).await.unwrap();
    imports::commit_job(&practice.test.app, import.id).await.unwrap();
    let import = imports::by_id(&practice.test.app, &manager(), import.id.into()).await.unwrap();
    assert_eq!(imports::reasons(&import), expected);
    assert!(import.samples_sealed.is_some());
}

#[tokio::test]
async fn rejected_rows_come_back_whole_while_the_upload_is_there_and_can_be_imported_once_corrected() {
    let practice = Practice::open().await;
    let file = format!("{HEADER}\n1,,Ada,Hill,,,,,,,,\n2,,Zoë,\"Hill, the elder\",,,+447700 9000XX,eve,,,,\n3,,,\n");
    let import = checked(&practice, &file).await;
    let whole = csv(&practice, import.id).await;
    let rows: Vec<&str> = whole.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
    assert_eq!(rows[0], format!("row,problem_column,problem,{HEADER}"));
    assert!(rows[1].starts_with("3,phone; email,"), "{}", rows[1]);
    assert!(rows[1].ends_with(",2,,Zoë,\"Hill, the elder\",,,'+447700 9000XX,eve,,,,"), "{}", rows[1]);
    assert_eq!(rows[2], "4,,\"the row has 4 fields, the header has 12\",3,,,");
    assert_eq!(rows.len(), 3);
    let corrected = format!("{}\n{}\n", rows[0], rows[1].replace("XX", "01").replace("eve", "eve@example.org"));
    assert_eq!(practice.import(corrected).await.unwrap().tally.created, 1);

    crate::domain::imports::uploads::discard(&practice.test.app, import.upload_id.as_ref().unwrap()).await.unwrap();
    let alone = csv(&practice, import.id).await;
    assert!(alone.starts_with("\u{feff}row,problem_column,problem\r\n3,phone; email,"), "{alone}");
    assert!(!alone.contains("Zoë"));
    let events = "SELECT COUNT(*) FROM audit_event WHERE action = 'import.rejected_exported'";
    assert_eq!(practice.number(events).await, 2);
    let viewer = Actor::user(9.into(), "Vera", Role::Viewer);
    let refused = rejected_csv(&practice.test.app, &viewer, import.id.into()).await.err().unwrap();
    assert_eq!(refused.code(), "FORBIDDEN");
}

#[tokio::test]
async fn a_discarded_import_leaves_nothing_and_cannot_be_committed() {
    let practice = Practice::open().await;
    let app = &practice.test.app;
    let import = checked(&practice, &format!("{HEADER}\n1,,Ada,Hill,,,,,,,,\n")).await;
    let discarded = imports::discard(app, &manager(), import.id.into()).await.unwrap();
    assert_eq!((discarded.state, discarded.samples_sealed), (entity::values::ImportState::Discarded, None));
    assert!(practice.is_untouched().await);
    assert_eq!(std::fs::read_dir(app.config.upload_dir()).unwrap().count(), 0);
    let committed = imports::request_commit(app, &manager(), import.id.into()).await.unwrap_err();
    assert_eq!(committed.to_string(), "The import was discarded; upload the file again.");
    assert_eq!(imports::discard(app, &manager(), import.id.into()).await.unwrap_err().code(), "ALREADY_DISCARDED");
    assert_eq!(practice.number("SELECT COUNT(*) FROM audit_event WHERE action = 'import.discarded'").await, 1);
}
