//! Files that only those may have who are signed in: fetched with the token, then saved as if a link had been followed.

use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::prelude::{document, set_timeout};
use serde::Deserialize;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

use super::ApiError;
use super::error::{Reason, Refusal};
use crate::session::Session;

/// How long the browser may take to begin saving before the bytes are let go of.
const LINGER: Duration = Duration::from_secs(60);

/// Fetches the file at `path` and saves it as `name`.
pub async fn save(session: Session, path: &str, name: &str) -> Result<(), ApiError> {
    let mut answer = get(session, path).await?;
    if answer.status() == 401 {
        session.renew().await?;
        answer = get(session, path).await?;
    }
    if !answer.ok() {
        return Err(refusal(&answer).await);
    }
    let bytes = answer.binary().await.map_err(|_| ApiError::Offline)?;
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    let blob = Blob::new_with_u8_array_sequence(&parts).map_err(|_| ApiError::Outdated)?;
    offer(&blob, name).ok_or(ApiError::Outdated)
}

async fn get(session: Session, path: &str) -> Result<Response, ApiError> {
    let mut request = RequestBuilder::new(path).method(Method::GET);
    if let Some(token) = session.authorization().await {
        request = request.header("authorization", &token);
    }
    request.send().await.map_err(|_| ApiError::Offline)
}

/// Follows a link to the blob, which is how a page saves a file.
fn offer(blob: &Blob, name: &str) -> Option<()> {
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        LINGER,
    );
    Some(())
}

#[derive(Deserialize)]
struct Envelope {
    error: Explanation,
}

#[derive(Deserialize)]
struct Explanation {
    code: Reason,
    message: String,
}

async fn refusal(answer: &Response) -> ApiError {
    match answer.json::<Envelope>().await {
        Ok(Envelope { error }) => ApiError::Refused(Refusal {
            reason: error.code,
            message: error.message,
            field: None,
            retry_after_seconds: None,
            request_id: None,
        }),
        Err(_) => ApiError::Unreadable(answer.status()),
    }
}
