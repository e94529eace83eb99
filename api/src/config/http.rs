//! Where the server listens and what it calls itself.

use std::net::SocketAddr;

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described { key: "http.listen", meaning: "Address and port; port 0 takes a free one." },
    Described {
        key: "http.public_url",
        meaning: "What patients and staff type: scheme and host, no path. Links in messages begin with it. Without it, the address listened on.",
    },
    Described {
        key: "http.secure_cookies",
        meaning: "Send cookies over TLS only. Leave on in production; browsers treat loopback as secure.",
    },
    Described {
        key: "http.behind_proxy",
        meaning: "A reverse proxy stands in front: take the client's address from the last entry of `X-Forwarded-For`. Off where clients connect directly, or they could lie about it.",
    },
];

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpConfig {
    pub listen: SocketAddr,
    pub public_url: Option<String>,
    pub secure_cookies: bool,
    pub behind_proxy: bool,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            secure_cookies: true,
            behind_proxy: false,
        }
    }
}

impl HttpConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if let Some(url) = &self.public_url
            && (!(url.starts_with("https://") || url.starts_with("http://")) || url.ends_with('/'))
        {
            bail!(
                "http.public_url: {url:?} must be a scheme and a host without a slash at the end, as https://recall.example.org"
            );
        }
        Ok(())
    }

    /// The beginning of every link.
    pub fn base_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }
}
