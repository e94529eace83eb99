//! Links by which a person chooses a password: for somebody new, and for somebody who forgot theirs.

use std::time::Duration;

use aws_lc_rs::digest;
use entity::{password_reset, time::Timestamp, user, values::UserState};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, sea_query::Expr,
};
use serde_json::json;
use shared::{ids::UserId, permission::Permission};

use super::{
    lockout, password, sessions,
    sign_in::{self, Challenge},
    users::{self, NewUser},
};
use crate::{
    clients::random::token,
    domain::{Actor, Error, Result, audit, once},
    state::App,
};

const LIFETIME: Duration = Duration::from_hours(168); // somebody may be on leave for a week
const SECRET: usize = 43; // letters, 256 bits
const INVITE: &str = "user.invite";

/// A link that lets one person choose a password.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub user: UserId,
    /// Holds a secret: shown once, to who invites.
    pub url: String,
    pub expires_at: Timestamp,
}

/// The secret of a new link, and the whole link.
pub(super) fn new_link(app: &App) -> (String, String) {
    let secret = token(app.random.as_ref(), SECRET);
    let url = format!("{}/invitation/{secret}", app.config.http.base_url());
    (secret, url)
}

/// What the database keeps of a secret.
pub(super) fn link_hash(secret: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, secret.as_bytes()).as_ref().to_vec()
}

/// Invites a person, who then chooses a password and enrols an authenticator app.
pub async fn invite(app: &App, actor: &Actor, new: &NewUser) -> Result<Invitation> {
    invite_once(app, actor, new, None).await
}

/// The same for a caller who may ask again: one `request_id` invites one person. The link is kept nowhere, so that
/// asking again gives a new one in place of that which never arrived.
///
/// # Errors
/// `CONFLICT` for an address that is taken, and for a `request_id` that invited somebody else or somebody who has
/// come meanwhile.
pub async fn invite_once(app: &App, actor: &Actor, new: &NewUser, request_id: Option<&str>) -> Result<Invitation> {
    actor.require(Permission::ManageUsers)?;
    let (secret, url) = new_link(app);
    let expires_at = app.clock.timestamp().plus(LIFETIME);
    let row = user::ActiveModel {
        state: Set(UserState::Invited),
        invitation_hash: Set(Some(link_hash(&secret))),
        invitation_expires_at: Set(Some(expires_at)),
        ..users::blank(app, new)?
    };
    let transaction = app.database.begin().await?;
    if let Some(made) = once::recall(&transaction, actor, INVITE, request_id).await? {
        let user = lockout::hold(&transaction, made.into()).await?;
        if user.state != UserState::Invited || user.email != new.email.key() {
            let message = "This request invited somebody else, or the person has come meanwhile. Look at the list of \
                           staff, and use a new request id for another invitation.";
            return Err(Error::refused("CONFLICT", message));
        }
        return replace_link(transaction, app, actor, made.into()).await;
    }
    let user = users::insert(&transaction, row).await?;
    users::created(&transaction, app, actor, user, new, "invited").await?;
    once::record(&transaction, actor, INVITE, request_id, user.get(), app.clock.timestamp()).await?;
    transaction.commit().await?;
    Ok(Invitation { user, url, expires_at })
}

/// A new link for somebody who lost theirs or forgot the password; the one before stops working. The old
/// password works until the link is used.
pub async fn renew(app: &App, actor: &Actor, id: UserId) -> Result<Invitation> {
    actor.require(Permission::ManageUsers)?;
    if actor.user_id() == Some(id) {
        return Err(Error::refused("OWN_ACCOUNT", "Change your own password under your account."));
    }
    let transaction = app.database.begin().await?;
    if lockout::hold(&transaction, id).await?.state == UserState::Disabled {
        return Err(Error::refused("DISABLED", "This account is disabled. Enable it first."));
    }
    replace_link(transaction, app, actor, id).await
}

/// Gives a user who is held another link, and commits.
async fn replace_link(transaction: DatabaseTransaction, app: &App, actor: &Actor, id: UserId) -> Result<Invitation> {
    let (secret, url) = new_link(app);
    let now = app.clock.timestamp();
    let expires_at = now.plus(LIFETIME);
    user::Entity::update_many()
        .col_expr(user::Column::InvitationHash, Expr::value(link_hash(&secret)))
        .col_expr(user::Column::InvitationExpiresAt, Expr::value(expires_at))
        .filter(user::Column::Id.eq(id.get()))
        .exec(&transaction)
        .await?;
    let entry = audit::Entry { action: "user.invitation_renewed", subject: Some(id.to_string()), detail: json!({}) };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    Ok(Invitation { user: id, url, expires_at })
}

/// Uses a link up: sets the password and goes on as if it had just been typed at sign-in. Whoever was
/// signed in as this person with the old password is so no longer; the second factor stays, and so does a
/// lock, which wrong codes may have caused.
pub async fn accept(app: &App, secret: &str, password: &str) -> Result<Challenge> {
    let refused = || {
        let message = "This link is wrong, was used already or has run out. Ask for another under \"Forgotten \
                       password\", or ask an administrator.";
        Error::refused("INVITATION_INVALID", message)
    };
    let now = app.clock.timestamp();
    let hash = link_hash(secret);
    let link = find(app, &hash, now).await?.ok_or_else(refused)?;
    password::check("password", password, &[&link.user.name, &link.user.email])?;
    let password_hash = password::hash(password, app.random.as_ref()).await?;
    let transaction = app.database.begin().await?;
    let id = UserId::from(link.user.id);
    let user = lockout::hold(&transaction, id).await?;
    // Conditional on the link: of two that come at once one wins.
    if user.state == UserState::Disabled || !link.use_up(&transaction, &hash).await? {
        return Err(refused());
    }
    withdraw(&transaction, id).await?;
    user::Entity::update_many()
        .col_expr(user::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(user::Column::State, Expr::value(UserState::Active))
        .filter(user::Column::Id.eq(user.id))
        .exec(&transaction)
        .await?;
    let ended = sessions::end_all(&transaction, app, id, None).await?;
    let challenge = sign_in::challenge(&transaction, app, &user).await?;
    let invited = user.state == UserState::Invited;
    let action = if invited { "user.invitation_accepted" } else { "user.password_reset" };
    let detail = json!({ "ended_sessions": ended, "by_mail": link.mailed });
    let entry = audit::Entry { action, subject: Some(id.to_string()), detail };
    audit::record(&transaction, now, &Actor::user(id, &user.name, user.role), entry).await?;
    transaction.commit().await?;
    Ok(challenge)
}

/// Makes every open link of a user useless.
pub(super) async fn withdraw(transaction: &impl ConnectionTrait, id: UserId) -> Result<()> {
    user::Entity::update_many()
        .col_expr(user::Column::InvitationHash, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(user::Column::InvitationExpiresAt, Expr::value(Option::<i64>::None))
        .filter(user::Column::Id.eq(id.get()))
        .exec(transaction)
        .await?;
    password_reset::Entity::update_many()
        .col_expr(password_reset::Column::TokenHash, Expr::value(Option::<Vec<u8>>::None))
        .filter(password_reset::Column::UserId.eq(id.get()))
        .exec(transaction)
        .await?;
    Ok(())
}

/// A link that can still be used, and whose.
struct Link {
    user: user::Model,
    /// Asked for by the person and sent by mail, rather than handed over.
    mailed: bool,
}

impl Link {
    async fn use_up(&self, transaction: &impl ConnectionTrait, hash: &[u8]) -> Result<bool> {
        let nothing = || Expr::value(Option::<Vec<u8>>::None);
        let used = if self.mailed {
            password_reset::Entity::update_many()
                .col_expr(password_reset::Column::TokenHash, nothing())
                .filter(password_reset::Column::UserId.eq(self.user.id))
                .filter(password_reset::Column::TokenHash.eq(hash.to_vec()))
                .exec(transaction)
                .await?
        } else {
            user::Entity::update_many()
                .col_expr(user::Column::InvitationHash, nothing())
                .filter(user::Column::Id.eq(self.user.id))
                .filter(user::Column::InvitationHash.eq(hash.to_vec()))
                .exec(transaction)
                .await?
        };
        Ok(used.rows_affected == 1)
    }
}

async fn find(app: &App, hash: &[u8], now: Timestamp) -> Result<Option<Link>> {
    let reader = app.database.reader();
    let invited = user::Entity::find()
        .filter(user::Column::InvitationHash.eq(hash.to_vec()))
        .filter(user::Column::InvitationExpiresAt.gt(now))
        .one(reader)
        .await?;
    if let Some(user) = invited {
        return Ok(Some(Link { user, mailed: false }));
    }
    let reset = password_reset::Entity::find()
        .filter(password_reset::Column::TokenHash.eq(hash.to_vec()))
        .filter(password_reset::Column::ExpiresAt.gt(now))
        .one(reader)
        .await?;
    let Some(reset) = reset else { return Ok(None) };
    let user = user::Entity::find_by_id(reset.user_id).one(reader).await?;
    Ok(user.filter(|user| user.state == UserState::Active).map(|user| Link { user, mailed: true }))
}
