//! Members of staff: who they are, and making one with credentials at the command line.

use entity::{
    user,
    values::{ActorKind, UserState},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait, PaginatorTrait, QueryOrder,
};
use serde_json::json;
use shared::{
    email::EmailAddress,
    ids::UserId,
    permission::{Permission, Role},
};

use super::{
    password,
    totp::{self, Enrolment},
};
use crate::{
    clients::random::token,
    domain::{Actor, Error, Result, audit},
    state::App,
};

const PASSWORD: usize = 20; // letters, 119 bits: typed once, kept in a password manager

/// Who is to be let in.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub email: EmailAddress,
    pub name: String,
    pub role: Role,
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

pub(super) fn blank(app: &App, new: &NewUser) -> Result<user::ActiveModel> {
    let name = checked_name(&new.name)?;
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

/// A name that fits a line.
pub(super) fn checked_name(name: &str) -> Result<&str> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Error::invalid("name", "Give a name of 1 to 100 characters on one line."));
    }
    Ok(name)
}

pub(super) async fn insert(transaction: &impl ConnectionTrait, row: user::ActiveModel) -> Result<UserId> {
    match user::Entity::insert(row).exec(transaction).await {
        Ok(inserted) => Ok(UserId::from(inserted.last_insert_id)),
        Err(error) if matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))) => {
            Err(Error::refused(
                "CONFLICT",
                "Somebody signs in by this email address already. Disabled accounts keep theirs.",
            ))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn created(
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
