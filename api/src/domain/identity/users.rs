//! Members of staff: invited by a link, or made with credentials at the command line.

use std::time::Duration;

use aws_lc_rs::digest;
use entity::{
    user,
    values::{ActorKind, UserState},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use serde_json::json;
use shared::{
    email::EmailAddress,
    ids::UserId,
    permission::{Permission, Role},
};

use super::{
    password,
    sign_in::{self, Challenge},
    totp::{self, Enrolment},
};
use crate::{
    clients::random::token,
    domain::{Actor, Error, Result, audit},
    state::App,
};

const INVITATION_LIFETIME: Duration = Duration::from_hours(168); // somebody may be on leave for a week
const INVITATION: usize = 43; // letters, 256 bits
const PASSWORD: usize = 20; // letters, 119 bits: typed once, kept in a password manager

/// Who is to be let in.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub email: EmailAddress,
    pub name: String,
    pub role: Role,
}

/// A link that lets one person choose a password.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub user: UserId,
    /// Holds a secret: shown once, to who invites.
    pub url: String,
    pub expires_at: entity::time::Timestamp,
}

/// Everything a person needs to sign in. Shown once.
#[derive(Clone)]
pub struct Credentials {
    pub user: UserId,
    pub password: String,
    pub totp: Enrolment,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials({})", self.user)
    }
}

/// Invites a person, who then chooses a password and enrols an authenticator app.
pub async fn invite(app: &App, actor: &Actor, new: &NewUser) -> Result<Invitation> {
    actor.require(Permission::ManageUsers)?;
    let secret = token(app.random.as_ref(), INVITATION);
    let now = app.clock.timestamp();
    let expires_at = now.plus(INVITATION_LIFETIME);
    let row = user::ActiveModel {
        state: Set(UserState::Invited),
        invitation_hash: Set(Some(invitation_hash(&secret))),
        invitation_expires_at: Set(Some(expires_at)),
        ..blank(app, new)?
    };
    let transaction = app.database.begin().await?;
    let user = insert(&transaction, row).await?;
    created(&transaction, app, actor, user, new, "invited").await?;
    transaction.commit().await?;
    let url = format!("{}/invitation/{secret}", app.config.http.base_url());
    Ok(Invitation { user, url, expires_at })
}

/// Makes a user with a password and a second factor, to be handed over by who makes it. For the command
/// line: over the network a person is invited, so that nobody else knows their password.
pub async fn create_with_credentials(app: &App, actor: &Actor, new: &NewUser) -> Result<Credentials> {
    actor.require(Permission::ManageUsers)?;
    if actor.kind != ActorKind::Command {
        return Err(Error::refused("COMMAND_LINE_ONLY", "Invite the person instead."));
    }
    let password = token(app.random.as_ref(), PASSWORD);
    let row = user::ActiveModel {
        state: Set(UserState::Active),
        password_hash: Set(Some(password::hash(&password, app.random.as_ref()).await?)),
        ..blank(app, new)?
    };
    let transaction = app.database.begin().await?;
    let user = insert(&transaction, row).await?;
    // The secret is handed over here, so signing in with the password alone must never show it.
    let totp = totp::create(&transaction, app, user, &new.email.key(), true).await?;
    created(&transaction, app, actor, user, new, "active").await?;
    transaction.commit().await?;
    Ok(Credentials { user, password, totp })
}

/// Uses an invitation up: sets the password and goes on as if it had just been typed at sign-in.
pub async fn accept_invitation(app: &App, secret: &str, password: &str) -> Result<Challenge> {
    let refused = || {
        let message =
            "This invitation is wrong, was used already or is older than a week. Ask an administrator for a new one.";
        Error::refused("INVITATION_INVALID", message)
    };
    let now = app.clock.timestamp();
    let invited = user::Entity::find()
        .filter(user::Column::InvitationHash.eq(invitation_hash(secret)))
        .filter(user::Column::State.eq(UserState::Invited))
        .filter(user::Column::InvitationExpiresAt.gt(now));
    let user = invited.clone().one(app.database.reader()).await?.ok_or_else(refused)?;
    password::check(password, &[&user.name, &user.email])?;
    let hash = password::hash(password, app.random.as_ref()).await?;
    let transaction = app.database.begin().await?;
    // Conditional on the invitation: of two that come at once one wins.
    let accepted = user::Entity::update_many()
        .col_expr(user::Column::PasswordHash, Expr::value(hash))
        .col_expr(user::Column::State, Expr::value(UserState::Active))
        .col_expr(user::Column::InvitationHash, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(user::Column::InvitationExpiresAt, Expr::value(Option::<i64>::None))
        .filter(user::Column::Id.eq(user.id))
        .filter(user::Column::InvitationHash.eq(invitation_hash(secret)))
        .exec(&transaction)
        .await?;
    if accepted.rows_affected == 0 {
        return Err(refused());
    }
    let challenge = sign_in::challenge(&transaction, app, &user).await?;
    let id = UserId::from(user.id);
    let entry = audit::Entry { action: "user.invitation_accepted", subject: Some(id.to_string()), detail: json!({}) };
    audit::record(&transaction, now, &Actor::user(id, &user.name, user.role), entry).await?;
    transaction.commit().await?;
    Ok(challenge)
}

/// All of them, oldest first.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<user::Model>> {
    actor.require(Permission::ManageUsers)?;
    Ok(user::Entity::find().order_by_asc(user::Column::Id).all(app.database.reader()).await?)
}

/// One of them, as shown to themselves.
pub async fn find(app: &App, id: UserId) -> Result<Option<user::Model>> {
    Ok(user::Entity::find_by_id(id.get()).one(app.database.reader()).await?)
}

/// Whether there is anybody yet; without, the first administrator is made at the command line.
pub async fn any(app: &App) -> Result<bool> {
    Ok(user::Entity::find().count(app.database.reader()).await? > 0)
}

fn blank(app: &App, new: &NewUser) -> Result<user::ActiveModel> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::invalid("name", "Give a name of 1 to 100 characters."));
    }
    Ok(user::ActiveModel {
        id: NotSet,
        email: Set(new.email.key()),
        name: Set(name.to_owned()),
        role: Set(new.role),
        state: NotSet,
        password_hash: Set(None),
        invitation_hash: Set(None),
        invitation_expires_at: Set(None),
        failed_attempts: Set(0),
        locked_until: Set(None),
        created_at: Set(app.clock.timestamp()),
        last_sign_in_at: Set(None),
    })
}

async fn insert(transaction: &impl ConnectionTrait, row: user::ActiveModel) -> Result<UserId> {
    match user::Entity::insert(row).exec(transaction).await {
        Ok(inserted) => Ok(UserId::from(inserted.last_insert_id)),
        Err(error) if matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))) => {
            Err(Error::refused("CONFLICT", "There is a user with this email address already. See: recall user list"))
        }
        Err(error) => Err(error.into()),
    }
}

async fn created(
    transaction: &impl ConnectionTrait,
    app: &App,
    actor: &Actor,
    user: UserId,
    new: &NewUser,
    state: &str,
) -> Result<()> {
    let entry = audit::Entry {
        action: "user.created",
        subject: Some(user.to_string()),
        detail: json!({ "role": new.role.as_str(), "state": state }),
    };
    audit::record(transaction, app.clock.timestamp(), actor, entry).await
}

fn invitation_hash(secret: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, secret.as_bytes()).as_ref().to_vec()
}
