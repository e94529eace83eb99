//! Snapshots: from either engine into either engine, and nothing that is damaged.

use recall_tests::{App, Engine, Result, TestDatabase, for_each_engine, scene};
use serde_json::Value;
use std::path::PathBuf;

/// An app with patients and a backup key, and its first snapshot.
async fn snapshot(engine: Engine) -> Result<(App, PathBuf, PathBuf, Value)> {
    let keys = tempfile::tempdir()?.keep();
    let identity = keys.join("backup-key.txt");
    let bare = App::on(engine).prepare().await?;
    let made = bare.json(&["snapshot", "keygen", "--out", &identity.display().to_string()]).await?;
    let recipients = format!("[{}]", made["public_key"]);
    let app = App::on(engine).setting("snapshots.recipients", recipients).prepare().await?;
    scene::import_patients(&app, 200).await?;
    let taken = app.json(&["snapshot", "take"]).await?;
    let file = app.data().join("snapshots").join(taken["file"].as_str().unwrap());
    Ok((app, file, identity, taken))
}

for_each_engine! {
    async fn what_was_taken_restores_into_both_engines(engine: Engine) {
        let (app, file, identity, taken) = snapshot(engine).await?;
        let (file, identity) = (file.display().to_string(), identity.display().to_string());
        let verified = app.json(&["snapshot", "verify", &file, "--identity", &identity]).await?;
        assert_eq!(verified["rows"], taken["rows"]);
        for into in [Engine::Sqlite, Engine::Postgres].into_iter().filter(|into| into.is_available()) {
            let target = TestDatabase::new(into).await?;
            let keys = app.data().join(format!("keys-{into:?}.json")).display().to_string();
            let restore = ["snapshot", "restore", &file, "--identity", &identity, "--into", target.url(), "--keys-to", &keys];
            let restored = app.json(&restore).await?;
            assert_eq!(restored["rows"], taken["rows"], "{engine:?} into {into:?}");
            let again = app.run(&[&restore[..7], &["--keys-to", "other.json"]].concat()).await?;
            assert_eq!(again.code, 3, "{}", again.stderr);
            assert!(again.stderr.contains("not empty"), "{}", again.stderr);

            // The restored data is alive: a server on it, with the restored keys, opens what was sealed.
            let revived = App::on(into).variable("DATABASE_URL", target.url()).setting("keys.file", keys).start().await?;
            let client = revived.signed_in("viewer").await?;
            let answer = client
                .query("{ patients(first: 200) { totalCount nodes { nhsNumber contactPoints { value } } } }", Value::Null)
                .await?;
            assert_eq!(answer["patients"]["totalCount"], 200);
            let numbers = answer["patients"]["nodes"].as_array().unwrap().iter();
            assert!(numbers.filter(|patient| patient["nhsNumber"].is_string()).count() > 100);
        }
    }

    async fn one_flipped_bit_is_found(engine: Engine) {
        let (app, file, identity, _) = snapshot(engine).await?;
        let whole = std::fs::read(&file)?;
        let identity = identity.display().to_string();
        for position in [10, whole.len() / 2, whole.len() - 1] {
            let mut bytes = whole.clone();
            bytes[position] ^= 0b0000_0100;
            let damaged = scene::file(&app, "damaged.age", bytes)?.display().to_string();
            let verified = app.run(&["snapshot", "verify", &damaged, "--identity", &identity]).await?;
            assert_eq!(verified.code, 3, "at {position}: {}", verified.stderr);
            let target = TestDatabase::new(Engine::Sqlite).await?;
            let restore = ["snapshot", "restore", &damaged, "--identity", &identity, "--into", target.url()];
            assert_eq!(app.run(&restore).await?.code, 3, "a damaged snapshot is not restored");
            let retry = ["snapshot", "restore", &file.display().to_string(), "--identity", &identity, "--into", target.url(), "--keys-to"];
            let keys = app.data().join(format!("keys-{position}.json")).display().to_string();
            app.json(&[&retry[..], &[&keys]].concat()).await?;
        }
        let cut = scene::file(&app, "cut.age", &whole[..whole.len() - 100])?.display().to_string();
        assert_eq!(app.run(&["snapshot", "verify", &cut, "--identity", &identity]).await?.code, 3);
    }

    async fn without_a_public_key_no_snapshot_is_taken(engine: Engine) {
        let app = App::on(engine).prepare().await?;
        let refused = app.run(&["snapshot", "take"]).await?;
        assert_eq!(refused.code, 1);
        assert!(refused.stderr.contains("keygen"), "{}", refused.stderr);
    }
}
