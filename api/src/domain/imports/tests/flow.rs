//! An upload through check and commit, each of which may be run again.

use super::{HEADER, Practice};
use crate::domain::{
    Actor, Result,
    imports::{
        self, NewImport,
        uploads::{self, Expected, NewUpload},
    },
};

pub async fn upload(practice: &Practice, actor: &Actor, content: &[u8]) -> String {
    let app = &practice.test.app;
    let size_bytes = u64::try_from(content.len()).unwrap();
    let upload = uploads::create(app, actor, NewUpload { file_name: "patients.csv".into(), size_bytes }).await.unwrap();
    let (first, second) = content.split_at(content.len() / 2);
    for (offset, part) in [(0, first), (first.len(), second)] {
        let expected = Expected { offset: u64::try_from(offset).unwrap(), checksum: None };
        let mut received = uploads::receive(app, &upload, expected).unwrap();
        uploads::append(&mut received, part).unwrap();
        received.end(app, &upload, true).await.unwrap();
    }
    upload.id
}

pub fn manager() -> Actor {
    Actor::user(7.into(), "Manager", shared::permission::Role::Manager)
}

#[tokio::test]
async fn an_upload_is_checked_then_committed_and_its_file_removed() -> Result<()> {
    let practice = Practice::open().await;
    let app = &practice.test.app;
    let actor = manager();
    let file = format!("{HEADER}\n1,,Ada,Hill,,,,,,,,\n2,,,,,,,,,,,\n");
    let upload_id = upload(&practice, &actor, file.as_bytes()).await;
    let import = imports::create(app, &actor, NewImport { upload_id, ..Default::default() }).await?.id;
    assert_eq!(practice.number("SELECT COUNT(*) FROM job WHERE kind = 'check_import'").await, 1);

    let early = imports::request_commit(app, &actor, import.into()).await.unwrap_err();
    assert_eq!(early.code(), "CONFLICT");
    for _ in 0..2 {
        imports::check_job(app, import).await.unwrap();
    }
    let checked = imports::by_id(app, &actor, import.into()).await?;
    assert_eq!((checked.rows_total, checked.created, checked.rejected), (2, 1, 1));
    assert!(practice.number("SELECT COUNT(*) FROM patient").await == 0, "a check writes no patient");
    assert_eq!(imports::issues(app, &actor, import.into(), None, 10).await?.len(), 1);

    imports::request_commit(app, &actor, import.into()).await?;
    for _ in 0..2 {
        imports::commit_job(app, import).await.unwrap();
    }
    assert_eq!(practice.number("SELECT COUNT(*) FROM patient").await, 1);
    assert_eq!(practice.text("SELECT state FROM import").await, "committed");
    assert_eq!(practice.number("SELECT COUNT(*) FROM upload").await, 0);
    assert_eq!(std::fs::read_dir(app.config.upload_dir()).unwrap().count(), 0);
    Ok(())
}

#[tokio::test]
async fn an_import_that_is_asked_for_again_is_made_once_even_when_its_file_is_gone() -> Result<()> {
    const KEY: Option<&str> = Some("c0a9ef0e-0c6d-4f2b-8d2e-5b0a3f1d9a44");
    let practice = Practice::open().await;
    let app = &practice.test.app;
    let actor = manager();
    let upload_id = upload(&practice, &actor, format!("{HEADER}\n1,,Ada,Hill,,,,,,,,\n").as_bytes()).await;
    let new = NewImport { upload_id, ..Default::default() };
    let first = imports::create_once(app, &actor, new.clone(), KEY).await?;
    assert_eq!(imports::create_once(app, &actor, new.clone(), KEY).await?.id, first.id);
    imports::check_job(app, first.id).await.unwrap();
    imports::discard(app, &actor, first.id.into()).await?;
    assert_eq!(imports::create_once(app, &actor, new.clone(), KEY).await?.id, first.id);
    assert_eq!(practice.number("SELECT COUNT(*) FROM import").await, 1);
    assert_eq!(practice.number("SELECT COUNT(*) FROM job WHERE kind = 'check_import'").await, 1);
    assert_eq!(imports::create(app, &actor, new).await.unwrap_err().code(), "NOT_FOUND");
    Ok(())
}

#[tokio::test]
async fn a_wrong_file_fails_the_import_with_its_reason() -> Result<()> {
    let practice = Practice::open().await;
    let actor = manager();
    let upload_id = upload(&practice, &actor, b"what;is;this\n1;2;3\n").await;
    let app = &practice.test.app;
    let import = imports::create(app, &actor, NewImport { upload_id, ..Default::default() }).await?.id;
    imports::check_job(app, import).await.unwrap();
    assert_eq!(practice.text("SELECT state FROM import").await, "failed");
    assert!(practice.text("SELECT message FROM import").await.contains("no known column"));
    Ok(())
}

#[tokio::test]
async fn an_upload_is_its_owners_alone_and_must_be_complete() {
    let practice = Practice::open().await;
    let app = &practice.test.app;
    let actor = manager();
    let new = NewUpload { file_name: "patients.csv".into(), size_bytes: 10 };
    let upload_id = uploads::create(app, &actor, new).await.unwrap().id;
    let new = NewImport { upload_id: upload_id.clone(), ..Default::default() };
    assert_eq!(imports::create(app, &actor, new.clone()).await.unwrap_err().code(), "UPLOAD_INCOMPLETE");
    let other = Actor::user(8.into(), "Other", shared::permission::Role::Manager);
    assert_eq!(imports::create(app, &other, new).await.unwrap_err().code(), "NOT_FOUND");
    practice.test.clock.advance(uploads::LIFETIME);
    assert_eq!(uploads::find(app, &actor, &upload_id).await.unwrap_err().code(), "NOT_FOUND");
    assert_eq!(uploads::remove_expired(app).await.unwrap(), 1);
}
