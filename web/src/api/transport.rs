//! GraphQL over HTTP: one operation out, its data or an [`ApiError`] back. Only the last step, reading the data
//! into the query's own type, is generic, so that each query adds little to the size of the app.

use cynic::{GraphQlError, Operation};
use gloo_net::http::{Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use web_sys::AbortSignal;

use super::{ApiError, Reason, Refusal};

/// Where the API is, on the app's own origin.
pub const ENDPOINT: &str = "/graphql";

/// Longer than the server's own limit for a request (30 s), so that its error arrives rather than ours.
const TIME_OUT_MS: u32 = 35_000;

/// An operation as the text that goes over the wire.
pub fn encode<Q, V: Serialize>(operation: &Operation<Q, V>) -> String {
    // Operations are made of strings, numbers and lists with names for keys: such a value always has a JSON form.
    serde_json::to_string(operation).unwrap_or_default()
}

/// The data of an answer as the query's own type.
pub fn decode<Q: DeserializeOwned>(data: &RawValue) -> Result<Q, ApiError> {
    serde_json::from_str(data.get()).map_err(|_| ApiError::Outdated)
}

/// Runs an operation of somebody who is not signed in (yet).
pub async fn run_anonymously<Q, V>(operation: Operation<Q, V>) -> Result<Q, ApiError>
where
    Q: DeserializeOwned,
    V: Serialize,
{
    decode(&post(&encode(&operation), None).await?)
}

/// Sends one operation, with the access token where there is one.
pub async fn post(body: &str, token: Option<&str>) -> Result<Box<RawValue>, ApiError> {
    let time_out = AbortSignal::timeout_with_u32(TIME_OUT_MS);
    let mut request = RequestBuilder::new(ENDPOINT)
        .method(Method::POST)
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json, application/json")
        .abort_signal(Some(&time_out));
    if let Some(token) = token {
        request = request.header("authorization", &format!("Bearer {token}"));
    }
    let unreachable = |_| {
        if time_out.aborted() { ApiError::TimedOut } else { ApiError::Offline }
    };
    let response = request.body(body).map_err(unreachable)?.send().await.map_err(unreachable)?;
    let status = response.status();
    let text = response.text().await.map_err(unreachable)?;
    open(&text, status)
}

/// The GraphQL response around the data.
#[derive(Deserialize)]
struct Envelope {
    data: Option<Box<RawValue>>,
    errors: Option<Vec<GraphQlError<Extensions>>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Extensions {
    #[serde(default)]
    code: Reason,
    field: Option<String>,
    retry_after_seconds: Option<u32>,
    request_id: Option<String>,
}

/// Takes the data out of a response, or the first of its errors. `status` is told when it is no GraphQL response.
pub fn open(text: &str, status: u16) -> Result<Box<RawValue>, ApiError> {
    let envelope: Envelope = serde_json::from_str(text).map_err(|_| ApiError::Unreadable(status))?;
    if let Some(first) = envelope.errors.into_iter().flatten().next() {
        let extensions = first.extensions.unwrap_or_default();
        return Err(ApiError::Refused(Refusal {
            reason: extensions.code,
            message: first.message,
            field: extensions.field,
            retry_after_seconds: extensions.retry_after_seconds,
            request_id: extensions.request_id,
        }));
    }
    envelope.data.ok_or(ApiError::Unreadable(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_with_a_code_is_recognised() {
        let text = r#"{"data":null,"errors":[{"message":"Locked","extensions":{"code":"LOCKED_OUT","retryAfterSeconds":60}}]}"#;
        let Err(ApiError::Refused(refusal)) = open(text, 200) else {
            panic!("expected a refusal");
        };
        assert_eq!(refusal.reason, Reason::LockedOut);
        assert_eq!(refusal.retry_after_seconds, Some(60));
    }

    #[test]
    fn a_code_from_a_later_server_keeps_its_sentence() {
        let text = r#"{"errors":[{"message":"The moon is full.","extensions":{"code":"FULL_MOON"}}]}"#;
        let error = open(text, 200).err();
        assert!(error.is_some_and(|error| error.sentence().contains("The moon is full.")));
    }

    #[test]
    fn an_error_page_of_a_proxy_is_unreadable_and_tells_its_status() {
        let error = open("<html>Bad gateway</html>", 502).err();
        assert_eq!(error, Some(ApiError::Unreadable(502)));
    }
}
