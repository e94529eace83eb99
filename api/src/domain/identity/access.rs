//! From a bearer token (RFC 6750) to the actor it stands for.

use entity::{api_client, session, user, values::UserState};
use sea_orm::EntityTrait;
use shared::{
    ids::{ApiClientId, UserId},
    permission::Permission,
};

use super::clients;
use crate::{
    crypto::jwt::{Audience, Bearer},
    domain::{Actor, Error, Result},
    state::App,
};

/// The user or external system that an access token was given to. Role, scopes and revocation are looked
/// up each time, so that taking something away works at once and not when the token expires.
pub async fn authenticate(app: &App, bearer: &str) -> Result<Actor> {
    let token = app.keys.read_token(Audience::Api, bearer, app.clock.timestamp());
    let bearer = token.map_err(|_| Error::Unauthenticated)?;
    if let Ok(id) = bearer.subject.parse::<UserId>() {
        return user(app, id, &bearer).await;
    }
    let id = bearer.subject.parse::<ApiClientId>().map_err(|_| Error::Unauthenticated)?;
    client(app, id, &bearer).await
}

async fn user(app: &App, id: UserId, bearer: &Bearer) -> Result<Actor> {
    let number = bearer.session.ok_or(Error::Unauthenticated)?;
    let found = session::Entity::find_by_id(number).find_also_related(user::Entity).one(app.database.reader()).await?;
    let Some((session, Some(user))) = found else { return Err(Error::Unauthenticated) };
    let good = session.user_id == id.get()
        && session.revoked_at.is_none()
        && session.expires_at > app.clock.timestamp()
        && user.state == UserState::Active;
    if !good {
        return Err(Error::Unauthenticated);
    }
    Ok(Actor::user(id, &user.name, user.role).in_session(session.id))
}

async fn client(app: &App, id: ApiClientId, bearer: &Bearer) -> Result<Actor> {
    let client = api_client::Entity::find_by_id(id.get()).one(app.database.reader()).await?;
    let client = client.filter(|client| client.revoked_at.is_none()).ok_or(Error::Unauthenticated)?;
    let granted: Vec<&str> = bearer.scope.as_deref().unwrap_or_default().split(' ').collect();
    let scopes = clients::scopes(&client)?;
    let scopes: Vec<Permission> = scopes.into_iter().filter(|scope| granted.contains(&scope.as_str())).collect();
    Ok(Actor::client(&id.to_string(), &client.name, scopes))
}
