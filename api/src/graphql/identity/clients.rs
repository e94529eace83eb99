//! External systems with credentials of their own.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{api_client, time::Timestamp};
use shared::{ids::ApiClientId, permission::Permission};

use crate::{
    domain::{Error, identity::clients},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        scalars::parse_id,
    },
};

#[derive(SimpleObject)]
pub struct ApiClient {
    id: ID,
    client_id: String,
    name: String,
    /// Permissions as OAuth scopes, such as `patients:view`.
    scopes: Vec<String>,
    created_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
}

impl TryFrom<api_client::Model> for ApiClient {
    type Error = Error;

    fn try_from(row: api_client::Model) -> Result<Self, Error> {
        Ok(Self {
            scopes: clients::scopes(&row)?.iter().map(ToString::to_string).collect(),
            id: ApiClientId::from(row.id).to_string().into(),
            client_id: row.client_id,
            name: row.name,
            created_at: row.created_at.to_utc(),
            last_used_at: row.last_used_at.map(Timestamp::to_utc),
            revoked_at: row.revoked_at.map(Timestamp::to_utc),
        })
    }
}

#[derive(InputObject)]
pub struct AddApiClientInput {
    name: String,
    scopes: Vec<String>,
    /// A text of the caller's own, as a UUID: the same again gives the same client, with a new secret.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
pub struct AddApiClientPayload {
    client: ApiClient,
    secret: String,
}

#[derive(InputObject)]
pub struct ApiClientInput {
    id: ID,
}

#[derive(SimpleObject)]
pub struct ApiClientPayload {
    client: ApiClient,
}

#[derive(Default)]
pub struct ClientQuery;

#[Object]
impl ClientQuery {
    /// External systems that have credentials, the newest first; the revoked ones too.
    async fn api_clients(&self, ctx: &Context<'_>) -> Result<Vec<ApiClient>> {
        let actor = require(ctx, Permission::ManageClients)?;
        let rows = clients::list(app(ctx)?, actor).await.or_graphql()?;
        rows.into_iter().map(ApiClient::try_from).collect::<Result<_, _>>().or_graphql()
    }
}

#[derive(Default)]
pub struct ClientMutation;

#[Object]
impl ClientMutation {
    /// Credentials for an external system. The secret is shown once.
    async fn add_api_client(&self, ctx: &Context<'_>, input: AddApiClientInput) -> Result<AddApiClientPayload> {
        let actor = require(ctx, Permission::ManageClients)?;
        let scopes = clients::parse_scopes(&input.scopes).or_graphql()?;
        let app = app(ctx)?;
        let request = input.request_id.as_deref();
        let issued = clients::create_once(app, actor, &input.name, scopes, request).await.or_graphql()?;
        let row = clients::find(app, actor, issued.id).await.or_graphql()?;
        Ok(AddApiClientPayload { client: row.try_into().or_graphql()?, secret: issued.client_secret.0 })
    }

    async fn revoke_api_client(&self, ctx: &Context<'_>, input: ApiClientInput) -> Result<ApiClientPayload> {
        let actor = require(ctx, Permission::ManageClients)?;
        let id: ApiClientId = parse_id("id", &input.id)?;
        let app = app(ctx)?;
        clients::revoke(app, actor, id).await.or_graphql()?;
        let row = clients::find(app, actor, id).await.or_graphql()?;
        Ok(ApiClientPayload { client: row.try_into().or_graphql()? })
    }
}
