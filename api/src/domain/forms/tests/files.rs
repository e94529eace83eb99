//! Files that come with answers: taken, sealed, removed when they are erased and never otherwise, and in snapshots.

use std::sync::Arc;

use age::secrecy::ExposeSecret;
use bytes::Bytes;
use serde_json::json;
use shared::{form::FileAnswer, ids::FormResponseId};

use super::ground::{Ground, grounds, lungs};
use crate::{
    clients::objects::{ObjectStore, Served, folder::FolderStore},
    config::{Config, DataDir},
    database::Database,
    domain::{
        Actor,
        campaigns::fixtures::manager,
        forms::{self, Addressed, NewFile, Stored},
        snapshots,
    },
    state::App,
};

/// A published form that asks for a letter.
async fn asking(ground: &Ground) -> Addressed {
    let form = ground.form(false).await;
    let mut asked = lungs();
    asked["pages"][0]["sections"][0]["fields"][2] =
        json!({ "id": "letter", "kind": { "file": { "types": ["pdf"] } }, "label": { "en": "Letter" } });
    ground.save(form, &asked).await;
    ground.publish(form).await;
    ground.addressed(None).await.unwrap()
}

async fn upload(ground: &Ground, form: &Addressed, content: &'static str) -> FileAnswer {
    let app = &ground.0.app;
    let file = NewFile { name: "../a.pdf".to_owned(), content: Bytes::from(content) };
    let answer = forms::examine_file(app, &form.version, "letter", &file).unwrap();
    if !forms::is_refused(&answer) {
        forms::keep_file(app, &form.version, "letter", &answer, &file.content).await.unwrap();
    }
    answer
}

async fn send(ground: &Ground, form: &Addressed, letter: &FileAnswer) -> FormResponseId {
    let stamp = ground.stamp(form);
    let answers = json!({ "name": "A", "wheeze": "no", "letter": letter });
    match ground.answer_openly(form, &stamp, answers).await.unwrap().stored {
        Stored::New(id) => id,
        other => panic!("these are new: {other:?}"),
    }
}

#[tokio::test]
async fn files_that_no_row_knows_are_left_alone_and_those_of_erased_answers_go() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = asking(&ground).await;
        let letter = upload(&ground, &form, "%PDF-1.7 smoke").await;
        let id = send(&ground, &form, &letter).await;
        // As after an older snapshot was restored: the file is there, its row is not.
        let unknown = "u".repeat(letter.key.len());
        app.form_files.put_bytes(&unknown, Bytes::from_static(b"sealed"), Served::NEVER).await.unwrap();
        assert_eq!(forms::sweep_files(app).await.unwrap(), 0);
        assert_eq!(app.form_files.list("").await.unwrap().len(), 2);
        ground.sql(&format!("DELETE FROM form_response WHERE id = {}", id.get())).await;
        assert_eq!(forms::sweep_files(app).await.unwrap(), 1);
        let left = app.form_files.list("").await.unwrap();
        assert_eq!(left, [(unknown, 6)]);
        assert_eq!(ground.number("SELECT COUNT(*) AS n FROM erased_file").await, 0);
    }
}

#[tokio::test]
async fn a_snapshot_holds_the_files_and_a_restore_brings_them_back() {
    for ground in grounds().await {
        let folder = tempfile::tempdir().unwrap();
        let secret = age::x25519::Identity::generate();
        let identity = folder.path().join("backup-key.txt");
        std::fs::write(&identity, secret.to_string().expose_secret()).unwrap();
        let mut config = Config { data_dir: DataDir(folder.path().join("data")), ..Config::default() };
        config.snapshots.recipients = vec![secret.to_public().to_string()];
        let place: Arc<dyn ObjectStore> = Arc::new(FolderStore::new(folder.path().join("snapshots")));
        let app = App { config: config.into(), snapshot_places: Arc::new(vec![place]), ..ground.0.app.clone() };
        let form = asking(&ground).await;
        let letter = upload(&ground, &form, "%PDF-1.7 smoke").await;
        let lost = upload(&ground, &form, "%PDF-1.7 lost").await;
        let id = send(&ground, &form, &letter).await;
        app.form_files.delete(&lost.key).await.unwrap();
        let taken = snapshots::take_now(&app, &Actor::command("test"), "manual", &|_| {}).await.unwrap();
        let file = folder.path().join("snapshots").join(&taken.file_name);
        let verified = snapshots::verify(file.clone(), identity.clone()).await.unwrap();
        assert_eq!((verified.files, verified.rows["form_attachment"]), (1, 2));
        assert_eq!(taken.row_counts, json!(verified.rows), "files are no rows");

        let url = format!("sqlite:{}", folder.path().join("restored.sqlite").display());
        let database = Database::connect(&url, 2).await.unwrap();
        let (keys, files) = (folder.path().join("keys.json"), folder.path().join("files"));
        let restored = snapshots::restore(file.clone(), identity.clone(), &database, &keys, &files, &|_| {}).await;
        assert_eq!(restored.unwrap().files, 1);
        let store = Arc::new(FolderStore::new(files.clone()));
        let revived = App { database, form_files: store, ..app };
        let read = forms::content_of(&revived, &manager(), id, "letter").await.unwrap();
        assert_eq!(read.content, b"%PDF-1.7 smoke");

        // What cannot be restored leaves nothing behind, and nothing is written over.
        let other = Database::connect(&format!("{url}-2"), 2).await.unwrap();
        let again =
            snapshots::restore(file, identity, &other, &folder.path().join("other.json"), &files, &|_| {}).await;
        assert!(again.unwrap_err().to_string().contains("--files-to"));
        assert!(files.join(&letter.key).exists());
    }
}

#[tokio::test]
async fn a_file_is_known_by_its_content_sealed_and_swept_when_it_belongs_to_nothing() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let addressed = asking(&ground).await;
        let lies = upload(&ground, &addressed, "MZ not a letter").await;
        assert!(forms::is_refused(&lies));
        assert_eq!(app.form_files.list("").await.unwrap(), [], "it is not kept");
        let kept = upload(&ground, &addressed, "%PDF-1.7 smoke").await;
        assert_eq!((kept.name.as_str(), kept.media_type.as_str()), ("a.pdf", "application/pdf"));
        let stored = app.form_files.get_bytes(&kept.key, 1_000).await.unwrap().unwrap();
        assert!(!stored.windows(5).any(|bytes| bytes == b"smoke"), "sealed");
        let unsent = upload(&ground, &addressed, "%PDF-1.7 unsent").await;
        let stamp = ground.stamp(&addressed);
        let answers = json!({ "name": "A", "wheeze": "no", "letter": kept });
        let Stored::New(id) = ground.answer_openly(&addressed, &stamp, answers.clone()).await.unwrap().stored else {
            panic!("these are new");
        };
        let stamp = ground.stamp(&addressed);
        let stolen = ground.answer_openly(&addressed, &stamp, answers).await.unwrap_err();
        assert_eq!(stolen.code(), "INVALID_INPUT", "it belongs to other answers");
        let read = forms::content_of(app, &manager(), id, "letter").await.unwrap();
        assert_eq!(read.content, b"%PDF-1.7 smoke");
        assert_eq!(forms::sweep_files(app).await.unwrap(), 0);
        ground.0.clock.advance(std::time::Duration::from_hours(49));
        assert_eq!(forms::sweep_files(app).await.unwrap(), 1);
        assert!(app.form_files.get_bytes(&unsent.key, 1_000).await.unwrap().is_none());
        assert!(app.form_files.get_bytes(&kept.key, 1_000).await.unwrap().is_some());
        // What is erased does not wait for the night.
        let jobs = "SELECT COUNT(*) AS n FROM job WHERE kind = 'sweep_form_files'";
        assert_eq!(ground.number(jobs).await, 0);
        assert!(forms::erase_response(app, &manager(), id).await.unwrap());
        assert_eq!((ground.number(jobs).await, forms::sweep_files(app).await.unwrap()), (1, 1));
        assert!(app.form_files.get_bytes(&kept.key, 1_000).await.unwrap().is_none());
    }
}
