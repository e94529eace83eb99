//! How snapshots are encrypted, when they are taken and where they go.

use entity::{schedule, time::Timestamp};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;
use shared::permission::Permission;

use super::store;
use crate::{
    domain::{
        Actor, Error, Result, audit,
        identity::{fresh_code::begin_with_code, totp},
        snapshots,
    },
    state::App,
};

const NAME: &str = "backup_keys";
const MOST_KEYS: usize = 10; // a few people and a safe

#[derive(Clone, Debug)]
pub struct BackupSettings {
    /// Public age keys.
    pub keys: Vec<String>,
    /// In words.
    pub places: Vec<String>,
    /// Verified snapshots kept in each place; 0 keeps all.
    pub keep: u32,
    pub cron: String,
    pub next_at: Option<Timestamp>,
}

/// The public keys that snapshots are encrypted to: as saved in the app, else as configured.
pub async fn backup_keys(connection: &impl ConnectionTrait, app: &App) -> Result<Vec<String>> {
    let saved = store::read(connection, NAME).await?;
    Ok(saved.unwrap_or_else(|| app.config.snapshots.recipients.clone()))
}

pub async fn backup(app: &App, actor: &Actor) -> Result<BackupSettings> {
    actor.require(Permission::ViewSnapshots)?;
    let reader = app.database.reader();
    let schedule = schedule::Entity::find_by_id(snapshots::NIGHTLY).one(reader).await?;
    Ok(BackupSettings {
        keys: backup_keys(reader, app).await?,
        places: app.snapshot_places.iter().map(|place| place.place()).collect(),
        keep: app.config.snapshots.keep,
        cron: schedule.as_ref().map_or_else(|| app.config.worker.snapshot_cron.clone(), |row| row.cron.clone()),
        next_at: schedule.filter(|row| row.enabled).map(|row| row.next_run_at),
    })
}

/// Sets the keys. Who could set them to their own could read every snapshot to come, so this wants a
/// fresh code and leaves the keys in the audit log.
pub async fn save_backup_keys(app: &App, actor: &Actor, keys: &[String], code: &str) -> Result<BackupSettings> {
    actor.require(Permission::ManageSettings)?;
    // Somebody without an authenticator is told so before the keys are looked at.
    actor.user_id().ok_or_else(totp::people_only)?;
    let keys = checked(keys)?;
    let now = app.clock.timestamp();
    let transaction = begin_with_code(app, actor, Permission::ManageSettings, code).await?;
    let before = backup_keys(&transaction, app).await?;
    store::write(&transaction, NAME, &keys, actor, now).await?;
    let detail = json!({ "before": before, "after": keys });
    let entry = audit::Entry { action: "backup_keys.saved", subject: None, detail };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    backup(app, actor).await
}

fn checked(keys: &[String]) -> Result<Vec<String>> {
    let mut good: Vec<String> = Vec::new();
    for (index, key) in keys.iter().map(|key| key.trim()).enumerate() {
        if key.to_ascii_uppercase().starts_with("AGE-SECRET-KEY") {
            let message = "This is a secret key. It belongs in a safe and not on this server; take it out of use and \
                           make a new pair with `recall snapshot keygen`.";
            return Err(Error::invalid(format!("keys[{index}]"), message));
        }
        if key.parse::<age::x25519::Recipient>().is_err() {
            let message = "This is no public age key. One begins with age1 and has 62 characters; copy it whole.";
            return Err(Error::invalid(format!("keys[{index}]"), message));
        }
        if !good.iter().any(|known| known == key) {
            good.push(key.to_owned());
        }
    }
    if good.is_empty() || good.len() > MOST_KEYS {
        return Err(Error::invalid("keys", format!("Give 1 to {MOST_KEYS} public age keys.")));
    }
    Ok(good)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use shared::permission::Role;

    use super::*;
    use crate::{
        clients::clock::Clock,
        domain::identity::users::{NewUser, create_with_credentials},
        testing::TestApp,
    };

    fn public_key() -> String {
        age::x25519::Identity::generate().to_public().to_string()
    }

    #[tokio::test]
    async fn keys_are_saved_behind_a_fresh_code_and_count_before_the_configuration() {
        let test = TestApp::start().await;
        let new =
            NewUser { email: "gwen@example.org".parse().unwrap(), name: "Gwen".into(), role: Role::Administrator };
        let made = create_with_credentials(&test.app, &Actor::command("test"), &new).await.unwrap();
        let gwen = Actor::user(made.user, "Gwen", Role::Administrator);
        let code = || totp::code_at(&made.totp.secret, test.clock.timestamp()).unwrap();
        let keys = [public_key(), public_key()];

        let refused = save_backup_keys(&test.app, &gwen, &keys, "000000").await;
        assert_eq!(refused.unwrap_err().code(), "WRONG_CODE");
        assert!(backup_keys(test.app.database.reader(), &test.app).await.unwrap().is_empty());
        let saved = save_backup_keys(&test.app, &gwen, &keys, &code()).await.unwrap();
        assert_eq!((saved.keys.as_slice(), saved.keep), (&keys[..], 30));
        let again = save_backup_keys(&test.app, &gwen, &keys, &code()).await;
        assert_eq!(again.unwrap_err().code(), "CODE_ALREADY_USED");

        test.clock.advance(Duration::from_secs(30));
        let taken = snapshots::take_now(&test.app, &gwen, "manual", &|_| {}).await.unwrap();
        assert_eq!(taken.state, entity::values::SnapshotState::Verified);
    }

    #[test]
    fn only_public_keys_are_taken() {
        let field = |keys: &[String]| match checked(keys).unwrap_err() {
            Error::Invalid { field, .. } => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(field(&[]), "keys");
        assert_eq!(field(&[public_key(), "age1abc".into()]), "keys[1]");
        assert_eq!(field(&[["AGE-SECRET-KEY-", "1QQQ"].concat()]), "keys[0]");
        let key = public_key();
        assert_eq!(checked(&[key.clone(), format!(" {key}\n")]).unwrap(), [key]);
    }
}
