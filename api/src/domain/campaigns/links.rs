//! Revoking a recipient's link, as after a message that went to the wrong person.

use entity::{recipient, recipient_event, values::EventKind};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait,
};
use serde_json::json;
use shared::{ids::RecipientId, permission::Permission};

use crate::{
    database::Engine,
    domain::{Actor, Error, Result, audit, once},
    state::App,
};

const REVOKE: &str = "recipient.revoke_link";

/// Makes every link sent to this recipient so far useless; the next message carries a new one, and whoever said "not
/// for me" to an old link no longer closes it.
pub async fn revoke_link(app: &App, actor: &Actor, id: RecipientId) -> Result<recipient::Model> {
    revoke_link_once(app, actor, id, None).await
}

/// The same for a caller who may ask again: one `request_id` revokes once.
pub async fn revoke_link_once(
    app: &App,
    actor: &Actor,
    id: RecipientId,
    request_id: Option<&str>,
) -> Result<recipient::Model> {
    actor.require(Permission::LaunchCampaigns)?;
    let transaction = app.database.begin().await?;
    if let Some(done) = once::recall(&transaction, actor, REVOKE, request_id).await? {
        if done != id.get() {
            return Err(once::taken());
        }
        let recipient = recipient::Entity::find_by_id(done).one(&transaction).await?;
        return recipient.ok_or(Error::NotFound("recipient"));
    }
    let sql = "UPDATE recipient SET link_version = link_version + 1, not_me_at = NULL WHERE id = ?";
    transaction.execute_raw(Engine::of(&transaction).statement(sql, [id.get().into()])).await?;
    let recipient = recipient::Entity::find_by_id(id.get()).one(&transaction).await?;
    let recipient = recipient.ok_or(Error::NotFound("recipient"))?;
    let now = app.clock.timestamp();
    let event = recipient_event::ActiveModel {
        id: NotSet,
        campaign_id: Set(recipient.campaign_id),
        recipient_id: Set(recipient.id),
        kind: Set(EventKind::LinkRevoked),
        at: Set(now),
        weak: Set(false),
        agent: Set(None),
    };
    recipient_event::Entity::insert(event).exec_without_returning(&transaction).await?;
    let entry = audit::Entry {
        action: "recipient.link_revoked",
        subject: Some(id.to_string()),
        detail: json!({ "link_version": recipient.link_version }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    once::record(&transaction, actor, REVOKE, request_id, id.get(), now).await?;
    transaction.commit().await?;
    Ok(recipient)
}
