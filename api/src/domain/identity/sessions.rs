//! Sessions: a short access token and a refresh token that changes at every use.

use std::time::Duration;

use entity::{session, time::Timestamp, user, values::UserState};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::Expr,
};
use serde_json::json;
use shared::ids::UserId;

use super::refresh_token::RefreshToken;
use crate::{
    crypto::jwt::{Audience, Bearer},
    domain::{Actor, Error, Result, audit},
    state::App,
};

pub const ACCESS_LIFETIME: Duration = Duration::from_mins(15);
pub const SESSION_LIFETIME: Duration = Duration::from_hours(12); // a working day, then both factors again
/// Two tabs that wake up together send the same refresh token; the second is no thief.
const GRACE: Duration = Duration::from_secs(10);
const USER_AGENT_MAX: usize = 200; // characters kept

/// A signed-in user and what the browser is given.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub actor: Actor,
    pub user: user::Model,
    pub access_token: String,
    pub access_expires_at: Timestamp,
    pub session_expires_at: Timestamp,
    /// To be kept in the cookie. `None` when another tab has just been given the new one.
    pub refresh_token: Option<RefreshToken>,
    /// Of somebody who has just enrolled an authenticator app; shown once. Else none.
    pub recovery_codes: Vec<String>,
}

/// Starts a session in the transaction that checked both factors.
pub(super) async fn start(
    transaction: &impl ConnectionTrait,
    app: &App,
    user: user::Model,
    user_agent: Option<&str>,
) -> Result<SignedIn> {
    let now = app.clock.timestamp();
    let expires_at = now.plus(SESSION_LIFETIME);
    let mut placeholder = [0; 32]; // until the number of the session is known, which the token holds
    app.random.fill(&mut placeholder);
    let row = session::ActiveModel {
        id: NotSet,
        user_id: Set(user.id),
        refresh_hash: Set(placeholder.to_vec()),
        previous_hash: Set(None),
        created_at: Set(now),
        refreshed_at: Set(now),
        expires_at: Set(expires_at),
        revoked_at: Set(None),
        user_agent: Set(user_agent.map(|text| text.chars().take(USER_AGENT_MAX).collect())),
    };
    let id = session::Entity::insert(row).exec(transaction).await?.last_insert_id;
    let token = RefreshToken::generate(id, &app.keys, app.random.as_ref());
    session::Entity::update_many()
        .col_expr(session::Column::RefreshHash, Expr::value(token.hash.clone()))
        .filter(session::Column::Id.eq(id))
        .exec(transaction)
        .await?;
    signed_in(app, user, id, expires_at, Some(token))
}

/// Gives a new access token for a refresh token, and a new refresh token with it. A token that was used
/// before ends the session: somebody has a copy.
pub async fn refresh(app: &App, refresh_token: &str) -> Result<SignedIn> {
    let token = RefreshToken::read(refresh_token, &app.keys).ok_or(Error::Unauthenticated)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let Some(session) = session::Entity::find_by_id(token.session).one(&transaction).await? else {
        return Err(Error::Unauthenticated);
    };
    let user = user::Entity::find_by_id(session.user_id).one(&transaction).await?;
    let Some(user) = user.filter(|user| user.state == UserState::Active) else {
        return Err(Error::Unauthenticated);
    };
    if session.revoked_at.is_some() || session.expires_at <= now {
        return Err(Error::Unauthenticated);
    }
    let next = RefreshToken::generate(session.id, &app.keys, app.random.as_ref());
    // Conditional on the hash: of two that come at once one rotates, the other is late.
    let rotated = session::Entity::update_many()
        .col_expr(session::Column::PreviousHash, Expr::value(token.hash.clone()))
        .col_expr(session::Column::RefreshHash, Expr::value(next.hash.clone()))
        .col_expr(session::Column::RefreshedAt, Expr::value(now))
        .filter(session::Column::Id.eq(session.id))
        .filter(session::Column::RefreshHash.eq(token.hash.clone()))
        .filter(session::Column::RevokedAt.is_null())
        .exec(&transaction)
        .await?;
    if rotated.rows_affected == 1 {
        transaction.commit().await?;
        return signed_in(app, user, session.id, session.expires_at, Some(next));
    }
    let session = session::Entity::find_by_id(session.id).one(&transaction).await?.ok_or(Error::Unauthenticated)?;
    let late = session.previous_hash.as_ref() == Some(&token.hash) && now < session.refreshed_at.plus(GRACE);
    if late && session.revoked_at.is_none() {
        return signed_in(app, user, session.id, session.expires_at, None);
    }
    end(&transaction, app, &session, "user.refresh_token_reused").await?;
    transaction.commit().await?;
    Err(Error::Unauthenticated)
}

/// Ends the session of the access token or, where that has run out, of the refresh token. Says whether
/// there was one.
pub async fn sign_out(app: &App, actor: Option<&Actor>, refresh_token: Option<&str>) -> Result<bool> {
    let by_cookie = || refresh_token.and_then(|text| RefreshToken::read(text, &app.keys)).map(|token| token.session);
    let Some(id) = actor.and_then(|actor| actor.session).or_else(by_cookie) else {
        return Ok(false);
    };
    let transaction = app.database.begin().await?;
    let session = session::Entity::find_by_id(id).one(&transaction).await?;
    let Some(session) = session.filter(|session| session.revoked_at.is_none()) else {
        return Ok(false);
    };
    end(&transaction, app, &session, "user.signed_out").await?;
    transaction.commit().await?;
    Ok(true)
}

/// When a session ends at the latest; `None` when it has ended.
pub async fn expires_at(app: &App, session: i64) -> Result<Option<Timestamp>> {
    let session = session::Entity::find_by_id(session).one(app.database.reader()).await?;
    Ok(session.filter(|session| session.revoked_at.is_none()).map(|session| session.expires_at))
}

/// Ends every session of a user but `except`. Returns how many there were; the caller leaves the audit event.
pub(super) async fn end_all(
    transaction: &impl ConnectionTrait,
    app: &App,
    user: UserId,
    except: Option<i64>,
) -> Result<u64> {
    let now = app.clock.timestamp();
    let mut open = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::UserId.eq(user.get()))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now));
    if let Some(except) = except {
        open = open.filter(session::Column::Id.ne(except));
    }
    Ok(open.exec(transaction).await?.rows_affected)
}

/// Forgets sessions that have run out; nothing can be done with them.
pub(super) async fn prune(transaction: &impl ConnectionTrait, now: Timestamp) -> Result<()> {
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now)).exec(transaction).await?;
    Ok(())
}

async fn end(transaction: &impl ConnectionTrait, app: &App, session: &session::Model, action: &str) -> Result<()> {
    let now = app.clock.timestamp();
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::Id.eq(session.id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(transaction)
        .await?;
    let id = UserId::from(session.user_id);
    let user = user::Entity::find_by_id(session.user_id).one(transaction).await?.ok_or(Error::NotFound("user"))?;
    let actor = Actor::user(id, &user.name, user.role);
    let entry = audit::Entry { action, subject: Some(id.to_string()), detail: json!({ "session": session.id }) };
    audit::record(transaction, now, &actor, entry).await
}

fn signed_in(
    app: &App,
    user: user::Model,
    session: i64,
    session_expires_at: Timestamp,
    refresh_token: Option<RefreshToken>,
) -> Result<SignedIn> {
    let id = UserId::from(user.id);
    let now = app.clock.timestamp();
    let bearer = Bearer { subject: id.to_string(), session: Some(session), scope: None };
    let access_token = app.keys.sign_token(Audience::Api, bearer, now, ACCESS_LIFETIME)?;
    Ok(SignedIn {
        actor: Actor::user(id, &user.name, user.role).in_session(session),
        user,
        access_token,
        access_expires_at: now.plus(ACCESS_LIFETIME),
        session_expires_at,
        refresh_token,
        recovery_codes: Vec::new(),
    })
}
