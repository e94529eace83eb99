//! Forgotten passwords: a link to choose a new one, mailed to the person's own address.

use std::time::Duration;

use entity::{password_reset, user, values::UserState};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde_json::json;
use shared::{email::EmailAddress, ids::UserId};

use super::{
    invitations::{link_hash, new_link},
    lockout,
};
use crate::{
    clients::{delivery::SendError, email::Email},
    domain::{Actor, Error, Result, audit, settings},
    state::App,
};

const LIFETIME: Duration = Duration::from_hours(1); // mail arrives in minutes; a mailbox may be read by others later
const PAUSE: Duration = Duration::from_mins(5); // between two mails to the same person

/// Sends a link to this address if somebody signs in by it. The answer comes before the work begins, so
/// that neither it nor its time tells whether there is such a person.
pub fn request(app: &App, email: &str) -> Result<()> {
    let email: EmailAddress =
        email.parse().map_err(|error: shared::email::EmailError| Error::invalid("email", error.to_string()))?;
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = send_link(&app, &email).await {
            tracing::error!(error = %format!("{error:#}"), "a link to a new password was not sent");
        }
    });
    Ok(())
}

/// Whether a link was sent: not to nobody, and not twice within a few minutes.
pub(super) async fn send_link(app: &App, email: &EmailAddress) -> Result<bool> {
    let user = user::Entity::find().filter(user::Column::Email.eq(email.key())).one(app.database.reader()).await?;
    let Some(user) = user.filter(|user| user.state == UserState::Active) else { return Ok(false) };
    let (secret, url) = new_link(app);
    let hash = link_hash(&secret);
    if !keep(app, user.id.into(), &hash).await? {
        return Ok(false);
    }
    match app.email.send(&mail(app, &user, &url).await?).await {
        Ok(_) => Ok(true),
        Err(error) => {
            if !matches!(error, SendError::Unknown(_)) {
                // Nothing was sent: asking again may help at once.
                let unsent = password_reset::Entity::delete_many().filter(password_reset::Column::TokenHash.eq(hash));
                unsent.exec(app.database.writer()).await?;
            }
            Err(anyhow::Error::from(error).into())
        }
    }
}

/// Keeps the hash of a new link; the one before stops working. False when there was a mail a moment ago.
async fn keep(app: &App, id: UserId, hash: &[u8]) -> Result<bool> {
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    lockout::hold(&transaction, id).await?;
    let last = password_reset::Entity::find_by_id(id.get()).one(&transaction).await?;
    if last.is_some_and(|last| now < last.asked_at.plus(PAUSE)) {
        return Ok(false);
    }
    let row = password_reset::ActiveModel {
        user_id: Set(id.get()),
        token_hash: Set(Some(hash.to_vec())),
        asked_at: Set(now),
        expires_at: Set(now.plus(LIFETIME)),
    };
    let changed =
        [password_reset::Column::TokenHash, password_reset::Column::AskedAt, password_reset::Column::ExpiresAt];
    let conflict = OnConflict::column(password_reset::Column::UserId).update_columns(changed).to_owned();
    password_reset::Entity::insert(row).on_conflict(conflict).exec_without_returning(&transaction).await?;
    let entry = audit::Entry { action: "user.password_reset_asked", subject: Some(id.to_string()), detail: json!({}) };
    audit::record(&transaction, now, &Actor::system("password-reset"), entry).await?;
    transaction.commit().await?;
    Ok(true)
}

async fn mail(app: &App, user: &user::Model, url: &str) -> Result<Email> {
    let practice = settings::practice(app).await;
    let to = user.email.parse().map_err(|error| anyhow::anyhow!("the address of user-{}: {error}", user.id))?;
    Ok(Email {
        id: format!("password-reset-{}-{}", user.id, app.clock.timestamp().0),
        to,
        subject: "Recall: choose a new password".to_owned(),
        text: format!(
            "Dear {name},\n\n\
             somebody asked for a new password for your account at Recall, {practice}. Choose one here within an \
             hour:\n\n{url}\n\n\
             Your authenticator app stays as it is: you will be asked for its code.\n\n\
             If this was not you, nothing needs to be done: your password stays as it is. If such mails keep coming, \
             please tell an administrator.\n",
            name = user.name,
            practice = practice.name,
        ),
        html: None,
        unsubscribe: None,
    })
}

/// Forgets links that have run out.
pub(super) async fn prune(transaction: &impl ConnectionTrait, now: entity::time::Timestamp) -> Result<()> {
    let old = password_reset::Entity::delete_many().filter(password_reset::Column::ExpiresAt.lte(now));
    old.exec(transaction).await?;
    Ok(())
}
