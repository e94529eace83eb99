//! Changing one's own password: both factors once more, and every other session ends.

use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use shared::ids::UserId;

use super::{lockout, password, sessions, sign_in, totp};
use crate::{
    domain::{Actor, Error, Result, audit, once},
    state::App,
};

const CHANGE: &str = "user.change_password";

/// One `request_id` changes it once: a caller who heard no answer asks again and hears that it is done.
///
/// Wrong passwords and wrong codes count towards the lockout as they do at sign-in.
pub async fn change(
    app: &App,
    actor: &Actor,
    current: &str,
    new: &str,
    code: &str,
    request_id: Option<&str>,
) -> Result<()> {
    let id = actor.user_id().ok_or_else(totp::people_only)?;
    if once::recall(app.database.reader(), actor, CHANGE, request_id).await?.is_some() {
        return Ok(());
    }
    let user = super::users::find(app, id).await?.ok_or(Error::Unauthenticated)?;
    lockout::check(&user, app.clock.timestamp())?;
    password::check("new", new, &[&user.name, &user.email])?;
    if current == new {
        return Err(Error::invalid("new", "This is the password you have. Choose another."));
    }
    if !password::verify(current, user.password_hash.as_deref()).await? {
        return wrong_password(app, id).await;
    }
    let hash = password::hash(new, app.random.as_ref()).await?;
    let outcome = write(app, actor, &user, &hash, code, request_id).await;
    lockout::count_wrong_code(app, id, &outcome).await?;
    outcome
}

async fn write(
    app: &App,
    actor: &Actor,
    user: &user::Model,
    hash: &str,
    code: &str,
    request_id: Option<&str>,
) -> Result<()> {
    let id = UserId::from(user.id);
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    totp::use_code(&transaction, app, id, code).await?;
    // Conditional on the password that was checked: of two changes at once one wins.
    let changed = user::Entity::update_many()
        .col_expr(user::Column::PasswordHash, Expr::value(hash))
        .filter(user::Column::Id.eq(user.id))
        .filter(user::Column::PasswordHash.eq(user.password_hash.clone()))
        .exec(&transaction)
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::refused("CONFLICT", "The password was changed a moment ago. Begin again."));
    }
    super::invitations::withdraw(&transaction, id).await?;
    let ended = sessions::end_all(&transaction, app, id, actor.session).await?;
    let detail = json!({ "ended_sessions": ended });
    let entry = audit::Entry { action: "user.password_changed", subject: Some(id.to_string()), detail };
    audit::record(&transaction, now, actor, entry).await?;
    once::record(&transaction, actor, CHANGE, request_id, id.get(), now).await?;
    transaction.commit().await?;
    Ok(())
}

async fn wrong_password(app: &App, id: UserId) -> Result<()> {
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let user = lockout::hold(&transaction, id).await?;
    lockout::check(&user, now)?;
    let lock = lockout::count_failure(&transaction, &user, now).await?;
    sign_in::failed(&transaction, Some(&user), "change of password", lock, now).await?;
    transaction.commit().await?;
    Err(Error::refused("WRONG_CREDENTIALS", "Your present password is wrong."))
}
