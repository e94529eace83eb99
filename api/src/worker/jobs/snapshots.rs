//! Snapshots: one that was recorded, and one every night.

use entity::{snapshot, values::SnapshotState};

use crate::{
    domain::{Actor, settings, snapshots},
    queue::retry::JobError,
    state::App,
};

/// Takes a snapshot that was recorded. The first time it fails staff are told; it is tried again anyway.
pub async fn take(app: &App, id: i64) -> Result<(), JobError> {
    let row = snapshots::find(&app.database, id.into()).await?;
    match snapshots::take(app, id.into(), &|_| {}).await {
        Ok(row) => {
            tracing::info!(snapshot = row.id, size_bytes = row.size_bytes, "a snapshot was taken and verified");
            Ok(())
        }
        Err(error) => {
            if row.state == SnapshotState::Running {
                tell_staff(app, &row).await;
            }
            Err(error.into())
        }
    }
}

/// Records a snapshot, which is a job of its own, so that trying again takes the same one.
pub async fn nightly(app: &App) -> Result<(), JobError> {
    let keys = settings::backup_keys(app.database.reader(), app).await.map_err(JobError::retry)?;
    if keys.is_empty() {
        tracing::warn!("no snapshot was taken: save a public age key under Backups, or set snapshots.recipients");
        return Ok(());
    }
    snapshots::request(app, &Actor::system("nightly_snapshot"), snapshots::BY_SCHEDULE).await?;
    Ok(())
}

async fn tell_staff(app: &App, row: &snapshot::Model) {
    let text = format!(
        "The snapshot {} could not be taken. Recall tries again for some minutes.\n\n\
         Look at it under Backups, and ask an administrator where it stays failed: {}/\n",
        row.file_name,
        app.config.http.base_url()
    );
    let id = format!("snapshot-{}-failed", row.id);
    if let Err(error) = app.notices.send(&id, "Recall: a snapshot failed", &text).await {
        tracing::error!(snapshot = row.id, %error, "the notice of a failed snapshot was not sent");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::job;
    use sea_orm::EntityTrait;
    use shared::permission::Role;

    use super::*;
    use crate::config::Config;

    async fn app(folder: &tempfile::TempDir, config: Config) -> App {
        let mut config = config;
        config.data_dir.0 = folder.path().join("data");
        let app = App::open(config).await.unwrap();
        app.migrate().await.unwrap();
        app
    }

    fn with_key() -> Config {
        let mut config = Config::default();
        config.snapshots.recipients = vec![age::x25519::Identity::generate().to_public().to_string()];
        config.email.notices_to = vec!["staff@practice.example".to_owned()];
        config
    }

    #[tokio::test]
    async fn every_night_a_snapshot_is_recorded_taken_and_verified() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(&folder, with_key()).await;
        nightly(&app).await.unwrap();
        let job = job::Entity::find().one(app.database.reader()).await.unwrap().unwrap();
        assert_eq!(job.kind, "take_snapshot");
        take(&app, 1).await.unwrap();
        let row = snapshots::find(&app.database, 1.into()).await.unwrap();
        assert_eq!((row.state, row.trigger.as_str()), (SnapshotState::Verified, "nightly"));
        assert!(folder.path().join("data/snapshots").join(&row.file_name).exists());
    }

    #[tokio::test]
    async fn a_snapshot_that_is_asked_for_again_is_begun_once() {
        const KEY: Option<&str> = Some("7b6f1f3a-58d0-4a3f-9b1c-2f0f6c1f2d77");
        let folder = tempfile::tempdir().unwrap();
        let app = app(&folder, with_key()).await;
        let ada = Actor::user(1.into(), "Ada", Role::Administrator);
        let first = snapshots::request_once(&app, &ada, "manual", KEY).await.unwrap();
        let again = snapshots::request_once(&app, &ada, "manual", KEY).await.unwrap();
        assert_eq!(again.id, first.id);
        assert_eq!(job::Entity::find().all(app.database.reader()).await.unwrap().len(), 1);
        assert_ne!(snapshots::request(&app, &ada, "manual").await.unwrap().id, first.id);
    }

    #[tokio::test]
    async fn staff_are_told_once_that_a_snapshot_failed() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(&folder, with_key()).await;
        nightly(&app).await.unwrap();
        std::fs::write(folder.path().join("data/snapshots"), b"no folder").unwrap();
        assert!(matches!(take(&app, 1).await, Err(JobError::Retry(_))));
        assert!(matches!(take(&app, 1).await, Err(JobError::Retry(_))));
        let mails = std::fs::read_to_string(folder.path().join("data/outbox/email.jsonl")).unwrap();
        assert_eq!((mails.lines().count(), mails.contains("could not be taken")), (1, true));
    }

    #[tokio::test]
    async fn without_a_key_there_is_no_nightly_snapshot() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(&folder, Config::default()).await;
        nightly(&app).await.unwrap();
        assert!(job::Entity::find().one(app.database.reader()).await.unwrap().is_none());
    }
}
