//! External systems: an id, a secret that is shown once, and scopes (RFC 6749 §4.4).

use std::time::Duration;

use aws_lc_rs::{constant_time, digest};
use entity::{api_client, time::Timestamp};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use serde_json::json;
use shared::{ids::ApiClientId, permission::Permission};

use crate::{
    clients::random::token,
    crypto::jwt::{Audience, Bearer},
    domain::{Actor, Error, Result, audit, once},
    state::App,
};

pub const ACCESS_LIFETIME: Duration = Duration::from_mins(15); // RFC 6749 has no refresh token here; asking again is cheap

const KIND: &str = "client.add"; // of a request id
const ID: usize = 16; // letters, to be unique
const SECRET: usize = 43; // letters, 256 bits: nothing to guess, so a plain hash is enough to store

/// What the external system is configured with.
#[derive(Clone, Debug)]
pub struct Issued {
    pub id: ApiClientId,
    pub client_id: String,
    /// Shown once; only its hash is kept.
    pub client_secret: Secret,
    pub name: String,
    pub scopes: Vec<Permission>,
}

/// A text that no log shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Makes credentials for an external system.
pub async fn create(app: &App, actor: &Actor, name: &str, scopes: Vec<Permission>) -> Result<Issued> {
    create_once(app, actor, name, scopes, None).await
}

/// The same; asked again with the same `request_id` it gives the client that was made, with a new secret,
/// because the first one may have been lost on its way.
pub async fn create_once(
    app: &App,
    actor: &Actor,
    name: &str,
    scopes: Vec<Permission>,
    request_id: Option<&str>,
) -> Result<Issued> {
    actor.require(Permission::ManageClients)?;
    if let Some(scope) = scopes.iter().find(|scope| !actor.may(**scope)) {
        return Err(Error::invalid("scopes", format!("You may not do {scope} yourself, so you cannot give it away.")));
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::invalid("name", "Give the system a name of 1 to 100 characters, as \"Upload agent\"."));
    }
    if scopes.is_empty() {
        return Err(Error::invalid("scopes", "Give at least one scope, as patients:import."));
    }
    let client_id = format!("recall-{}", token(app.random.as_ref(), ID));
    let secret = token(app.random.as_ref(), SECRET);
    let now = app.clock.timestamp();
    let texts: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    let row = api_client::ActiveModel {
        id: NotSet,
        client_id: Set(client_id.clone()),
        name: Set(name.to_owned()),
        secret_hash: Set(hash(&secret)),
        scopes: Set(json!(texts)),
        created_at: Set(now),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    let transaction = app.database.begin().await?;
    if let Some(id) = once::recall(&transaction, actor, KIND, request_id).await? {
        return renew_secret(transaction, app, actor, id.into(), secret).await;
    }
    let id = ApiClientId::from(api_client::Entity::insert(row).exec(&transaction).await?.last_insert_id);
    let detail = json!({ "name": name, "scopes": texts });
    once::record(&transaction, actor, KIND, request_id, id.get(), now).await?;
    record(&transaction, now, actor, "client.created", Some(id), detail).await?;
    transaction.commit().await?;
    Ok(Issued { id, client_id, client_secret: Secret(secret), name: name.to_owned(), scopes })
}

async fn renew_secret(
    transaction: DatabaseTransaction,
    app: &App,
    actor: &Actor,
    id: ApiClientId,
    secret: String,
) -> Result<Issued> {
    let client = api_client::Entity::find_by_id(id.get()).one(&transaction).await?.ok_or(Error::NotFound("client"))?;
    if client.revoked_at.is_some() {
        return Err(already_revoked());
    }
    api_client::Entity::update_many()
        .col_expr(api_client::Column::SecretHash, Expr::value(hash(&secret)))
        .filter(api_client::Column::Id.eq(id.get()))
        .exec(&transaction)
        .await?;
    record(&transaction, app.clock.timestamp(), actor, "client.secret_renewed", Some(id), json!({})).await?;
    transaction.commit().await?;
    let scopes = scopes(&client)?;
    Ok(Issued { id, client_id: client.client_id, client_secret: Secret(secret), name: client.name, scopes })
}

/// Reads scopes as people and programs write them; each once, in the order of [`Permission::ALL`].
pub fn parse_scopes(texts: &[String]) -> Result<Vec<Permission>> {
    let read = |text: &String| {
        text.trim().parse::<Permission>().map_err(|_| {
            let known: Vec<&str> = Permission::ALL.iter().map(|scope| scope.as_str()).collect();
            let wrong: String = text.chars().take(50).collect();
            Error::invalid("scopes", format!("There is no scope {wrong:?}; there are {}.", known.join(", ")))
        })
    };
    let wanted: Vec<Permission> = texts.iter().map(read).collect::<Result<_>>()?;
    Ok(Permission::ALL.iter().copied().filter(|scope| wanted.contains(scope)).collect())
}

fn already_revoked() -> Error {
    Error::refused("ALREADY_REVOKED", "These credentials were revoked before.")
}

/// All of them, revoked ones too, newest first.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<api_client::Model>> {
    actor.require(Permission::ManageClients)?;
    Ok(api_client::Entity::find().order_by_desc(api_client::Column::Id).all(app.database.reader()).await?)
}

/// One of them.
pub async fn find(app: &App, actor: &Actor, id: ApiClientId) -> Result<api_client::Model> {
    actor.require(Permission::ManageClients)?;
    let client = api_client::Entity::find_by_id(id.get()).one(app.database.reader()).await?;
    client.ok_or(Error::NotFound("client"))
}

/// Takes the credentials away; tokens that were given for them stop working at once.
pub async fn revoke(app: &App, actor: &Actor, id: ApiClientId) -> Result<()> {
    actor.require(Permission::ManageClients)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let revoked = api_client::Entity::update_many()
        .col_expr(api_client::Column::RevokedAt, Expr::value(now))
        .filter(api_client::Column::Id.eq(id.get()))
        .filter(api_client::Column::RevokedAt.is_null())
        .exec(&transaction)
        .await?;
    if revoked.rows_affected == 0 {
        return match api_client::Entity::find_by_id(id.get()).one(&transaction).await? {
            Some(_) => Err(already_revoked()),
            None => Err(Error::NotFound("client")),
        };
    }
    record(&transaction, now, actor, "client.revoked", Some(id), json!({})).await?;
    transaction.commit().await?;
    Ok(())
}

/// The scopes that a client was given.
pub fn scopes(client: &api_client::Model) -> Result<Vec<Permission>> {
    let scopes = serde_json::from_value(client.scopes.clone());
    Ok(scopes.map_err(|error| anyhow::anyhow!("the scopes of client {} cannot be read: {error}", client.id))?)
}

/// An access token that was given for credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub access_token: String,
    pub lifetime: Duration,
    pub scopes: Vec<Permission>,
}

/// Why none was given (RFC 6749 §5.2).
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    #[error("the client id or its secret is wrong, or was revoked")]
    InvalidClient,
    #[error("the client was not given this scope: {0}")]
    InvalidScope(String),
    #[error(transparent)]
    Failed(#[from] Error),
}

/// Gives an access token for the scopes asked for (separated by spaces), or for all that the client has.
pub async fn grant(
    app: &App,
    client_id: &str,
    secret: &str,
    wanted: Option<&str>,
) -> std::result::Result<Grant, GrantError> {
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await.map_err(Error::from)?;
    let client = api_client::Entity::find()
        .filter(api_client::Column::ClientId.eq(client_id))
        .one(&transaction)
        .await
        .map_err(Error::from)?;
    let stored = client.as_ref().map_or(String::new(), |client| client.secret_hash.clone());
    let right = constant_time::verify_slices_are_equal(hash(secret).as_bytes(), stored.as_bytes()).is_ok();
    let id = client.as_ref().map(|client| ApiClientId::from(client.id));
    let Some(client) = client.filter(|client| right && client.revoked_at.is_none()) else {
        let detail = json!({ "reason": "wrong or revoked credentials" });
        record(&transaction, now, &Actor::system("token"), "client.token_refused", id, detail).await?;
        transaction.commit().await.map_err(Error::from)?;
        return Err(GrantError::InvalidClient);
    };
    let scopes = granted(&scopes(&client)?, wanted)?;
    let texts: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    let id = ApiClientId::from(client.id);
    let bearer = Bearer { subject: id.to_string(), session: None, scope: Some(texts.join(" ")) };
    let access_token = app.keys.sign_token(Audience::Api, bearer, now, ACCESS_LIFETIME).map_err(Error::from)?;
    api_client::Entity::update_many()
        .col_expr(api_client::Column::LastUsedAt, Expr::value(now))
        .filter(api_client::Column::Id.eq(client.id))
        .exec(&transaction)
        .await
        .map_err(Error::from)?;
    let actor = Actor::client(&id.to_string(), &client.name, scopes.clone());
    record(&transaction, now, &actor, "client.token_granted", Some(id), json!({ "scopes": texts })).await?;
    transaction.commit().await.map_err(Error::from)?;
    Ok(Grant { access_token, lifetime: ACCESS_LIFETIME, scopes })
}

fn granted(owned: &[Permission], wanted: Option<&str>) -> std::result::Result<Vec<Permission>, GrantError> {
    let Some(wanted) = wanted.filter(|wanted| !wanted.trim().is_empty()) else { return Ok(owned.to_vec()) };
    let find = |text: &str| {
        let found = owned.iter().copied().find(|scope| scope.as_str() == text);
        found.ok_or_else(|| GrantError::InvalidScope(text.to_owned()))
    };
    wanted.split_ascii_whitespace().map(find).collect()
}

fn hash(secret: &str) -> String {
    format!("sha256:{}", audit::hex(digest::digest(&digest::SHA256, secret.as_bytes()).as_ref()))
}

async fn record(
    transaction: &impl ConnectionTrait,
    at: Timestamp,
    actor: &Actor,
    action: &str,
    subject: Option<ApiClientId>,
    detail: serde_json::Value,
) -> Result<()> {
    let subject = subject.map(|id| id.to_string());
    audit::record(transaction, at, actor, audit::Entry { action, subject, detail }).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{domain::identity::access::authenticate, testing::TestApp};

    async fn issued(app: &App) -> Issued {
        let scopes = vec![Permission::ImportPatients, Permission::ViewPatients];
        create(app, &Actor::command("test"), "Upload agent", scopes).await.unwrap()
    }

    #[tokio::test]
    async fn a_client_acts_with_the_scopes_it_asked_for() {
        let test = TestApp::start().await;
        let issued = issued(&test.app).await;
        let secret = &issued.client_secret.0;
        let grant = grant(&test.app, &issued.client_id, secret, Some("patients:import")).await.unwrap();
        let actor = authenticate(&test.app, &grant.access_token).await.unwrap();
        assert!(actor.may(Permission::ImportPatients) && !actor.may(Permission::ViewPatients));
        assert_eq!((actor.id.as_str(), actor.user_id()), ("client-1", None));
        test.clock.advance(ACCESS_LIFETIME);
        assert!(authenticate(&test.app, &grant.access_token).await.is_err());
    }

    #[tokio::test]
    async fn asked_again_it_is_the_same_client_with_a_new_secret() {
        let test = TestApp::start().await;
        let make = async || {
            let scopes = vec![Permission::ImportPatients];
            create_once(&test.app, &Actor::command("test"), "Upload agent", scopes, Some("request-1")).await
        };
        let (first, again) = (make().await.unwrap(), make().await.unwrap());
        assert_eq!((&first.id, &first.client_id), (&again.id, &again.client_id));
        let lost = grant(&test.app, &first.client_id, &first.client_secret.0, None).await;
        assert!(matches!(lost, Err(GrantError::InvalidClient)));
        grant(&test.app, &again.client_id, &again.client_secret.0, None).await.unwrap();
        revoke(&test.app, &Actor::command("test"), first.id).await.unwrap();
        assert_eq!(make().await.unwrap_err().code(), "ALREADY_REVOKED");
    }

    #[tokio::test]
    async fn a_scope_that_is_none_is_named_and_nobody_gives_more_than_they_have() {
        let error = parse_scopes(&["patients:view".into(), "patients:eat".into()]).unwrap_err().to_string();
        assert!(error.starts_with("There is no scope \"patients:eat\"; there are patients:view,"), "{error}");
        let twice = parse_scopes(&["reports:view".into(), "patients:view".into(), "reports:view".into()]).unwrap();
        assert_eq!(twice, [Permission::ViewPatients, Permission::ViewReports]);
        let test = TestApp::start().await;
        let actor = Actor::client("client-9", "Integrator", vec![Permission::ManageClients]);
        let refused = create(&test.app, &actor, "Upload agent", vec![Permission::ViewPatients]).await.unwrap_err();
        assert!(matches!(refused, Error::Invalid { field, .. } if field == "scopes"));
    }

    #[tokio::test]
    async fn a_revoked_client_is_refused_at_once() {
        let test = TestApp::start().await;
        let issued = issued(&test.app).await;
        let secret = &issued.client_secret.0;
        let grant_before = grant(&test.app, &issued.client_id, secret, None).await.unwrap();
        revoke(&test.app, &Actor::command("test"), issued.id).await.unwrap();
        assert!(authenticate(&test.app, &grant_before.access_token).await.is_err());
        let refused = grant(&test.app, &issued.client_id, secret, None).await;
        assert!(matches!(refused, Err(GrantError::InvalidClient)));
        let again = revoke(&test.app, &Actor::command("test"), issued.id).await;
        assert_eq!(again.unwrap_err().code(), "ALREADY_REVOKED");
    }

    #[tokio::test]
    async fn wrong_secrets_and_foreign_scopes_are_refused() {
        let test = TestApp::start().await;
        let issued = issued(&test.app).await;
        for (id, secret) in [(issued.client_id.as_str(), "wrong"), ("nobody", issued.client_secret.0.as_str())] {
            assert!(matches!(grant(&test.app, id, secret, None).await, Err(GrantError::InvalidClient)));
        }
        let refused = grant(&test.app, &issued.client_id, &issued.client_secret.0, Some("users:manage")).await;
        assert!(matches!(refused, Err(GrantError::InvalidScope(scope)) if scope == "users:manage"));
    }
}
