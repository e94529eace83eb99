//! Files for the person at the screen: made here, or fetched with the session's token, and handed to the browser to
//! save.

use std::time::Duration;

use gloo_net::http::{Request, Response};
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::api::{ApiError, Reason, Refusal};
use crate::session::Session;

/// How long the browser may take to begin saving before the bytes are let go.
const HOLD: Duration = Duration::from_mins(1);

/// Fetches a path of the server and saves what it gives, under the name the server gives it or else `name`.
pub async fn fetch(session: Session, path: &str, name: &str) -> Result<(), ApiError> {
    let token = session.authorization().await.unwrap_or_default();
    let request = Request::get(path).header("authorization", &token);
    let response = request.send().await.map_err(|_| ApiError::Offline)?;
    if !response.ok() {
        return Err(refusal(response).await);
    }
    let headers = response.headers();
    let name = headers.get("content-disposition").as_deref().and_then(file_name).unwrap_or_else(|| name.to_owned());
    let kind = headers.get("content-type").unwrap_or_default();
    // Cut off on the way: half a file is worse than none.
    let bytes = response.binary().await.map_err(|_| ApiError::Offline)?;
    save(&name, &kind, &bytes);
    Ok(())
}

/// Saves bytes as a file. False where the browser does not let us.
pub fn save(name: &str, kind: &str, bytes: &[u8]) -> bool {
    offer(name, kind, bytes).is_ok()
}

fn offer(name: &str, kind: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &properties)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link = document().create_element("a")?.unchecked_into::<HtmlAnchorElement>();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    set_timeout(
        move || {
            // It fails only for what is no URL.
            let _ = Url::revoke_object_url(&url);
        },
        HOLD,
    );
    Ok(())
}

/// An error of the server's own paths.
#[derive(Deserialize)]
struct Problem {
    error: Body,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    code: Reason,
    message: String,
}

async fn refusal(response: Response) -> ApiError {
    match response.json::<Problem>().await {
        Ok(Problem { error: Body { code, message } }) => ApiError::Refused(Refusal {
            reason: code,
            message,
            field: None,
            retry_after_seconds: None,
            request_id: None,
        }),
        Err(_) => ApiError::Unreadable(response.status()),
    }
}

/// The name in `attachment; filename="…"`.
fn file_name(disposition: &str) -> Option<String> {
    let (_, name) = disposition.split_once("filename=")?;
    let name = name.split(';').next()?.trim().trim_matches('"');
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_keeps_the_name_the_server_gives_it() {
        assert_eq!(file_name("attachment; filename=\"flu.csv\"").as_deref(), Some("flu.csv"));
        assert_eq!(file_name("attachment; filename=flu.csv; size=7").as_deref(), Some("flu.csv"));
        assert_eq!(file_name("attachment"), None);
        assert_eq!(file_name("attachment; filename=\"\""), None);
    }
}
