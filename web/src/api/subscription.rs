//! Live updates: one GraphQL subscription over WebSocket (`graphql-transport-ws`), reconnected until dropped.

use std::convert::Infallible;
use std::time::Duration;

use futures::StreamExt;
use futures::future::{AbortHandle, Abortable};
use graphql_ws_client::graphql::GraphqlOperation;
use graphql_ws_client::ws_stream_wasm::Connection;
use graphql_ws_client::{Client, Subscription};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ws_stream_wasm::WsMeta;

use super::{ApiError, transport};
use crate::browser;
use crate::session::Session;

/// Waits between attempts to reconnect: quick after a hiccup, gentle on a server that is down.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(30),
];

/// What a subscription reports to its screen.
pub enum Event<T> {
    /// Changes will arrive by themselves from now on.
    Connected,
    /// Something changed.
    Changed(T),
    /// The connection is gone; another attempt follows.
    Lost,
}

/// Follows a subscription until the current owner is cleaned up. A server that ends the stream is asked again,
/// ever more slowly: whoever has seen the end of its subject stops following.
pub fn follow<T, V>(
    session: Session,
    operation: &cynic::StreamingOperation<T, V>,
    on_event: impl Fn(Event<T>) + 'static,
) where
    T: DeserializeOwned + 'static,
    V: Serialize,
{
    // An operation is made of strings, numbers and lists with names for keys: it always has a JSON form.
    let operation = Operation(serde_json::to_value(operation).unwrap_or_default());
    let (handle, registration) = AbortHandle::new_pair();
    on_cleanup(move || handle.abort());
    let relay = move |event: Event<Value>| match event {
        Event::Connected => on_event(Event::Connected),
        Event::Lost => on_event(Event::Lost),
        Event::Changed(answer) => {
            // An event that cannot be read is left out: the next poll brings the figures or the error.
            if let Ok(data) = read(&answer) {
                on_event(Event::Changed(data));
            }
        }
    };
    spawn_local(async move {
        // An abort is the normal end: the screen went away.
        let _ = Abortable::new(keep_up(session, operation, &relay), registration).await;
    });
}

/// Reads the data out of one event, which has the shape of a response.
fn read<T: DeserializeOwned>(answer: &Value) -> Result<T, ApiError> {
    transport::decode(&transport::open(&answer.to_string(), 200)?)
}

async fn keep_up(session: Session, operation: Operation, relay: &dyn Fn(Event<Value>)) {
    let mut attempt = 0;
    loop {
        if let Some(mut events) = connect(session, operation.clone()).await {
            relay(Event::Connected);
            while let Some(Ok(answer)) = events.next().await {
                attempt = 0;
                relay(Event::Changed(answer));
            }
        }
        relay(Event::Lost);
        browser::sleep(PAUSES[attempt.min(PAUSES.len() - 1)]).await;
        attempt += 1;
    }
}

async fn connect(session: Session, operation: Operation) -> Option<Subscription<Operation>> {
    let url = browser::web_socket_url(transport::ENDPOINT)?;
    let socket = WsMeta::connect(url, Some(vec!["graphql-transport-ws"])).await.ok()?;
    // A browser cannot set headers on a WebSocket: the token travels in the first message.
    let payload = serde_json::json!({ "authorization": session.authorization().await? });
    Client::build(Connection::new(socket).await).payload(payload).ok()?.subscribe(operation).await.ok()
}

/// An operation already in its JSON form, so that the client is compiled once for all subscriptions.
#[derive(Clone, Serialize)]
#[serde(transparent)]
struct Operation(Value);

impl GraphqlOperation for Operation {
    type Response = Value;
    type Error = Infallible;

    fn decode(&self, data: Value) -> Result<Value, Infallible> {
        Ok(data)
    }
}
