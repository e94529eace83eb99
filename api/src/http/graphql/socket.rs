//! Subscriptions over WebSocket. Browsers cannot set headers there, so the token comes in the first
//! message: `{"type":"connection_init","payload":{"Authorization":"Bearer …"}}`.

use std::time::Duration;

use async_graphql::Data;
use async_graphql_axum::{GraphQLProtocol, GraphQLWebSocket};
use axum::{
    extract::WebSocketUpgrade,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::Value as Json;

use super::{LARGEST_FRAME, extract, info};
use crate::{
    graphql::{RecallSchema, error::to_graphql},
    http::{client::ClientAddress, session},
    state::App,
};

const LONGEST: Duration = Duration::from_mins(15); // as an access token: who was signed out is gone by then

pub(super) async fn upgrade(app: App, schema: RecallSchema, client: ClientAddress, parts: &mut Parts) -> Response {
    let Ok(protocol) = extract::<GraphQLProtocol>(parts, &app).await else {
        return (StatusCode::BAD_REQUEST, "Speak graphql-transport-ws.").into_response();
    };
    let upgrade = match extract::<WebSocketUpgrade>(parts, &app).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let mut data = Data::default();
    data.insert(info::request_info(&parts.headers, client));
    upgrade.protocols(["graphql-transport-ws"]).max_message_size(LARGEST_FRAME).on_upgrade(move |stream| async move {
        let serving = GraphQLWebSocket::new(stream, schema, protocol)
            .with_data(data)
            .on_connection_init(move |payload| sign_in(app, payload))
            .serve();
        // Past its time the client connects again with a fresh token.
        let _ = tokio::time::timeout(LONGEST, serving).await;
    })
}

async fn sign_in(app: App, payload: Json) -> async_graphql::Result<Data> {
    let mut data = Data::default();
    let authorization = payload.get("Authorization").or_else(|| payload.get("authorization")).and_then(Json::as_str);
    if let Some(authorization) = authorization
        && let Some(actor) = session::of_authorization(&app, authorization).await.map_err(to_graphql)?
    {
        data.insert(actor);
    }
    Ok(data)
}
