//! The protocol (tus 1.0.0, https://tus.io/protocols/resumable-upload), as far as an upload in parts needs it.

use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::ArrayBuffer;
use serde::Deserialize;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::digest;
use crate::api::ApiError;
use crate::session::Session;
use crate::text;

const ADDRESS: &str = "/uploads";

/// Why a step of an upload did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It may succeed a little later, from wherever the server stands then.
    Passing,
    /// The server does not know this upload any more.
    Gone,
    /// It will not succeed; a sentence says why.
    Final(String),
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Offline | ApiError::TimedOut | ApiError::Unreadable(_) => Self::Passing,
            ApiError::Outdated | ApiError::Refused(_) => Self::Final(error.sentence()),
        }
    }
}

/// Sends the requests of one upload.
pub struct Agent {
    pub session: Session,
    pub stop: AbortSignal,
}

impl Agent {
    /// Announces a file. Returns the address to send its parts to.
    pub async fn create(&self, name: &str, size: f64) -> Result<String, Failure> {
        let name = digest::base64(name.as_bytes()).unwrap_or_default();
        let headers = [("upload-length", size.to_string()), ("upload-metadata", format!("filename {name}"))];
        let answer = self.send(Method::POST, ADDRESS, &headers, None).await?;
        answer.headers().get("location").ok_or_else(|| Failure::Final(text::error::unreadable(answer.status())))
    }

    /// How many bytes the server has.
    pub async fn offset(&self, path: &str) -> Result<f64, Failure> {
        let answer = self.send(Method::HEAD, path, &[], None).await?;
        offset_of(&answer)
    }

    /// Sends a part that begins at `offset`. Returns how many bytes the server has then.
    pub async fn append(&self, path: &str, offset: f64, part: &ArrayBuffer) -> Result<f64, Failure> {
        let mut headers =
            vec![("content-type", "application/offset+octet-stream".to_owned()), ("upload-offset", offset.to_string())];
        if let Some(digest) = digest::sha256(part).await {
            headers.push(("upload-checksum", format!("sha256 {digest}")));
        }
        let answer = self.send(Method::PATCH, path, &headers, Some(part)).await?;
        offset_of(&answer)
    }

    /// Takes an upload back.
    pub async fn remove(&self, path: &str) -> Result<(), Failure> {
        self.send(Method::DELETE, path, &[], None).await.map(drop)
    }

    /// Sends a request; once more with a new token where the old one has run out meanwhile.
    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, String)],
        body: Option<&ArrayBuffer>,
    ) -> Result<Response, Failure> {
        let answer = self.request(method.clone(), path, headers, body).await?;
        if answer.status() != 401 {
            return judge(answer).await;
        }
        self.session.renew().await?;
        judge(self.request(method, path, headers, body).await?).await
    }

    async fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, String)],
        body: Option<&ArrayBuffer>,
    ) -> Result<Response, Failure> {
        let token = self.session.authorization().await.ok_or(Failure::Passing)?;
        let mut request = RequestBuilder::new(path)
            .method(method)
            .header("tus-resumable", "1.0.0")
            .header("authorization", &token)
            .abort_signal(Some(&self.stop));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = match body {
            Some(body) => request.body(JsValue::from(body)),
            None => request.build(),
        };
        request.map_err(|_| Failure::Passing)?.send().await.map_err(|_| Failure::Passing)
    }
}

fn offset_of(answer: &Response) -> Result<f64, Failure> {
    let offset = answer.headers().get("upload-offset").and_then(|offset| offset.parse().ok());
    offset.ok_or_else(|| Failure::Final(text::error::unreadable(answer.status())))
}

/// What a refusal says.
#[derive(Deserialize)]
struct Refusal {
    error: Explanation,
}

#[derive(Deserialize)]
struct Explanation {
    message: String,
}

async fn judge(answer: Response) -> Result<Response, Failure> {
    match answer.status() {
        200..=299 => Ok(answer),
        404 | 410 => Err(Failure::Gone),
        // Another offset, somebody else at it, damaged on the way, a server or proxy that is not well.
        409 | 423 | 460 | 429 | 500.. => Err(Failure::Passing),
        status => {
            let refusal: Option<Refusal> = answer.json().await.ok();
            Err(Failure::Final(
                refusal.map_or_else(|| text::error::unreadable(status), |refusal| refusal.error.message),
            ))
        }
    }
}
