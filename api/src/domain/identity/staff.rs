//! Members of staff as an administrator sees and changes them.
//!
//! There is always an active administrator, and nobody takes away their own rights: whoever could do so
//! by mistake could not undo it.

use std::collections::HashSet;

use entity::{totp, user, values::UserState};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde_json::json;
use shared::{
    ids::UserId,
    permission::{Permission, Role},
};

use super::{invitations, lockout, recovery, sessions, users};
use crate::{
    domain::{Actor, Error, Result, audit},
    state::App,
};

/// A member of staff.
#[derive(Clone, Debug)]
pub struct Member {
    pub user: user::Model,
    /// Has shown a right code of an authenticator app.
    pub second_factor: bool,
}

/// Everybody, by name.
pub async fn members(app: &App, actor: &Actor) -> Result<Vec<Member>> {
    actor.require(Permission::ManageUsers)?;
    let reader = app.database.reader();
    let mut users = user::Entity::find().all(reader).await?;
    users.sort_by_cached_key(|user| (user.name.to_lowercase(), user.id));
    let enrolled = totp::Entity::find()
        .select_only()
        .column(totp::Column::UserId)
        .filter(totp::Column::ConfirmedAt.is_not_null())
        .into_tuple::<i64>()
        .all(reader)
        .await?;
    let enrolled: HashSet<i64> = enrolled.into_iter().collect();
    Ok(users.into_iter().map(|user| Member { second_factor: enrolled.contains(&user.id), user }).collect())
}

/// One of them.
pub async fn member(app: &App, actor: &Actor, id: UserId) -> Result<Member> {
    actor.require(Permission::ManageUsers)?;
    let reader = app.database.reader();
    let user = user::Entity::find_by_id(id.get()).one(reader).await?.ok_or(Error::NotFound("user"))?;
    let totp = totp::Entity::find_by_id(id.get()).one(reader).await?;
    Ok(Member { user, second_factor: totp.is_some_and(|row| row.confirmed_at.is_some()) })
}

/// Changes name or role; what is `None` stays. A new role counts from the next request on.
pub async fn change(app: &App, actor: &Actor, id: UserId, name: Option<&str>, role: Option<Role>) -> Result<Member> {
    actor.require(Permission::ManageUsers)?;
    let name = name.map(users::checked_name).transpose()?;
    let transaction = app.database.begin().await?;
    let user = hold(&transaction, id).await?;
    let name = name.filter(|name| *name != user.name);
    let role = role.filter(|role| *role != user.role);
    if role.is_some() {
        if actor.user_id() == Some(id) {
            return Err(Error::refused("OWN_ACCOUNT", "Ask another administrator to change your role."));
        }
        keep_an_administrator(&transaction, &user).await?;
    }
    let mut update = user::Entity::update_many().filter(user::Column::Id.eq(user.id));
    if let Some(name) = name {
        update = update.col_expr(user::Column::Name, Expr::value(name));
    }
    if let Some(role) = role {
        update = update.col_expr(user::Column::Role, Expr::value(role));
    }
    if name.is_some() || role.is_some() {
        update.exec(&transaction).await?;
        let role = role.map(|role| json!({ "before": user.role, "after": role }));
        let detail = json!({ "name_changed": name.is_some(), "role": role });
        record(&transaction, app, actor, id, "user.changed", detail).await?;
    }
    transaction.commit().await?;
    member(app, actor, id).await
}

/// Lets nobody in by this account. Sessions and access tokens end at once: each request looks them up.
pub async fn disable(app: &App, actor: &Actor, id: UserId) -> Result<Member> {
    actor.require(Permission::ManageUsers)?;
    if actor.user_id() == Some(id) {
        return Err(Error::refused("OWN_ACCOUNT", "You cannot disable your own account. Ask another administrator."));
    }
    let transaction = app.database.begin().await?;
    let user = hold(&transaction, id).await?;
    if user.state != UserState::Disabled {
        keep_an_administrator(&transaction, &user).await?;
        set_state(&transaction, id, UserState::Disabled).await?;
        invitations::withdraw(&transaction, id).await?;
        let ended = sessions::end_all(&transaction, app, id, None).await?;
        record(&transaction, app, actor, id, "user.disabled", json!({ "ended_sessions": ended })).await?;
    }
    transaction.commit().await?;
    member(app, actor, id).await
}

/// Lets them in again: with the password they had, or with a new link for who never chose one.
pub async fn enable(app: &App, actor: &Actor, id: UserId) -> Result<Member> {
    actor.require(Permission::ManageUsers)?;
    let transaction = app.database.begin().await?;
    let user = hold(&transaction, id).await?;
    if user.state == UserState::Disabled {
        let state = if user.password_hash.is_some() { UserState::Active } else { UserState::Invited };
        set_state(&transaction, id, state).await?;
        lockout::clear(&transaction, id).await?;
        record(&transaction, app, actor, id, "user.enabled", json!({})).await?;
    }
    transaction.commit().await?;
    member(app, actor, id).await
}

/// Forgets the authenticator and the recovery codes; the next sign-in enrols anew. Sessions end, but for the
/// one that asks: whoever signed in by a recovery code may reset their own.
pub async fn reset_second_factor(app: &App, actor: &Actor, id: UserId) -> Result<Member> {
    actor.require(Permission::ManageUsers)?;
    let transaction = app.database.begin().await?;
    hold(&transaction, id).await?;
    totp::Entity::delete_by_id(id.get()).exec(&transaction).await?;
    recovery::forget(&transaction, id).await?;
    let ended = sessions::end_all(&transaction, app, id, actor.session).await?;
    record(&transaction, app, actor, id, "user.second_factor_reset", json!({ "ended_sessions": ended })).await?;
    transaction.commit().await?;
    member(app, actor, id).await
}

/// Reads the user for a change. All administrators are locked first and in order, so that two changes at
/// once neither wait for each other for ever nor take away the last two.
async fn hold(transaction: &impl ConnectionTrait, id: UserId) -> Result<user::Model> {
    administrators(transaction).await?;
    lockout::hold(transaction, id).await
}

async fn administrators(transaction: &impl ConnectionTrait) -> Result<Vec<i64>> {
    let active = user::Entity::find()
        .filter(user::Column::Role.eq(Role::Administrator))
        .filter(user::Column::State.eq(UserState::Active))
        .order_by_asc(user::Column::Id)
        .lock_exclusive();
    Ok(active.all(transaction).await?.into_iter().map(|user| user.id).collect())
}

/// Refuses to go on where `user` is the only active administrator.
async fn keep_an_administrator(transaction: &impl ConnectionTrait, user: &user::Model) -> Result<()> {
    if administrators(transaction).await? == [user.id] {
        let message = "This is the only administrator who can sign in. Make another one first.";
        return Err(Error::refused("LAST_ADMINISTRATOR", message));
    }
    Ok(())
}

async fn set_state(transaction: &impl ConnectionTrait, id: UserId, state: UserState) -> Result<()> {
    user::Entity::update_many()
        .col_expr(user::Column::State, Expr::value(state))
        .filter(user::Column::Id.eq(id.get()))
        .exec(transaction)
        .await?;
    Ok(())
}

async fn record(
    transaction: &impl ConnectionTrait,
    app: &App,
    actor: &Actor,
    id: UserId,
    action: &str,
    detail: serde_json::Value,
) -> Result<()> {
    let entry = audit::Entry { action, subject: Some(id.to_string()), detail };
    audit::record(transaction, app.clock.timestamp(), actor, entry).await
}
