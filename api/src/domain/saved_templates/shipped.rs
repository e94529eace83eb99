//! The two texts that the library begins with: an email and an SMS for a flu vaccination. They name no illness.

use sea_orm::ConnectionTrait;
use serde_json::json;
use shared::{
    channel::Channel,
    template::{default_email_body, default_email_subject, default_sms},
};

use crate::{database::Database, domain::Result};

/// The setting that remembers that they were shipped, so that what staff deleted stays away.
pub const SHIPPED: &str = "shipped_templates";
const VERSION: i64 = 1;
const NAME: &str = "Flu vaccination";

/// Puts the shipped texts into the library, once in its life.
pub async fn ensure_shipped(database: &Database) -> Result<()> {
    let now = database.engine().now();
    let transaction = database.begin().await?;
    let sql = format!(
        "INSERT INTO setting (name, value, updated_at, updated_by) VALUES (?, ?, {now}, 'recall') ON CONFLICT DO NOTHING"
    );
    let values = [SHIPPED.into(), json!({ "version": VERSION }).into()];
    if transaction.execute_raw(database.statement(&sql, values)).await?.rows_affected() == 0 {
        return Ok(transaction.rollback().await?);
    }
    let sql = format!(
        "INSERT INTO message_template (name, channel, subject, body, shipped, updated_at) \
         VALUES (?, ?, ?, ?, ?, {now}) ON CONFLICT DO NOTHING"
    );
    let texts =
        [(Channel::Email, Some(default_email_subject()), default_email_body()), (Channel::Sms, None, default_sms())];
    for (channel, subject, body) in texts {
        let values = [NAME.into(), channel.as_str().into(), subject.into(), body.into(), true.into()];
        transaction.execute_raw(database.statement(&sql, values)).await?;
    }
    transaction.commit().await?;
    Ok(())
}
