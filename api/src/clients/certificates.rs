//! Fetching the certificates that SNS signs its notifications with.

use std::time::Duration;

use anyhow::{Context, ensure};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::crypto::aws_lc_rs;

const LARGEST: usize = 64 * 1024; // bytes; a certificate with its chain has under ten thousand
const ANSWER: Duration = Duration::from_secs(10); // SNS waits 15 s for us

/// Where certificates come from. The caller has looked at the address.
#[async_trait::async_trait]
pub trait CertificateSource: Send + Sync + std::fmt::Debug {
    /// The PEM text behind a URL.
    async fn fetch(&self, url: &str) -> anyhow::Result<Bytes>;
}

/// Over HTTPS, with the roots that Mozilla trusts. Follows no redirects.
#[derive(Debug)]
pub struct HttpsCertificates(Client<HttpsConnector<HttpConnector>, Body>);

impl HttpsCertificates {
    /// Opens no connection yet.
    pub fn new() -> anyhow::Result<Self> {
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(aws_lc_rs::default_provider())
            .context("TLS cannot be set up")?
            .https_only()
            .enable_http1()
            .build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    async fn get(&self, url: Uri) -> anyhow::Result<Bytes> {
        let answer = self.0.get(url).await.context("no connection")?;
        ensure!(answer.status() == StatusCode::OK, "the answer was {}", answer.status());
        to_bytes(Body::new(answer.into_body()), LARGEST).await.context("the answer broke off or is too long")
    }
}

#[async_trait::async_trait]
impl CertificateSource for HttpsCertificates {
    async fn fetch(&self, url: &str) -> anyhow::Result<Bytes> {
        let url: Uri = url.parse().context("this is no URL")?;
        ensure!(url.scheme_str() == Some("https"), "certificates come over HTTPS only");
        tokio::time::timeout(ANSWER, self.get(url)).await.context("time-out")?
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn nothing_is_fetched_in_the_clear() {
        let source = HttpsCertificates::new().unwrap();
        let error = source.fetch("http://127.0.0.1:1/a.pem").await.unwrap_err();
        assert_eq!(error.to_string(), "certificates come over HTTPS only");
        assert!(source.fetch("https://127.0.0.1:1/a.pem").await.is_err(), "nobody listens there");
    }
}
