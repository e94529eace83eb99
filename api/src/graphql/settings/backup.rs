//! How snapshots are encrypted, when they are taken and where they go.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::time::Timestamp;
use shared::permission::Permission;

use crate::{
    domain::settings,
    graphql::{
        context::{app, require},
        error::OrGraphql,
    },
};

#[derive(SimpleObject)]
pub struct BackupSettings {
    /// Public age keys; snapshots cannot be taken without one.
    keys: Vec<String>,
    /// Where copies go, in words: the in-house folder, and the bucket where one is configured.
    places: Vec<String>,
    /// How many verified snapshots are kept in each place; 0 keeps all.
    keep: u32,
    /// Minute, hour, day, month and weekday in the time of Europe/London.
    cron: String,
    next_at: Option<DateTime<Utc>>,
}

impl From<settings::BackupSettings> for BackupSettings {
    fn from(settings: settings::BackupSettings) -> Self {
        Self {
            keys: settings.keys,
            places: settings.places,
            keep: settings.keep,
            cron: settings.cron,
            next_at: settings.next_at.map(Timestamp::to_utc),
        }
    }
}

#[derive(InputObject)]
pub struct SaveBackupKeysInput {
    /// Public age keys, each `age1…`; at least one.
    keys: Vec<String>,
    /// A fresh code of the authenticator; it works once.
    #[graphql(secret)]
    code: String,
}

#[derive(SimpleObject)]
pub struct SaveBackupKeysPayload {
    settings: BackupSettings,
}

#[derive(Default)]
pub struct BackupQuery;

#[Object]
impl BackupQuery {
    /// How snapshots are encrypted, when they are taken and where they go.
    async fn backup_settings(&self, ctx: &Context<'_>) -> Result<BackupSettings> {
        let actor = require(ctx, Permission::ViewSnapshots)?;
        Ok(settings::backup(app(ctx)?, actor).await.or_graphql()?.into())
    }
}

#[derive(Default)]
pub struct BackupMutation;

#[Object]
impl BackupMutation {
    /// Sets the public keys that snapshots are encrypted to. Fails with WRONG_CODE, CODE_ALREADY_USED or INVALID_INPUT.
    async fn save_backup_keys(&self, ctx: &Context<'_>, input: SaveBackupKeysInput) -> Result<SaveBackupKeysPayload> {
        let actor = require(ctx, Permission::ManageSettings)?;
        let saved = settings::save_backup_keys(app(ctx)?, actor, &input.keys, &input.code).await.or_graphql()?;
        Ok(SaveBackupKeysPayload { settings: saved.into() })
    }
}
