//! The connection between a page and the server, and the ways it fails.

use serde_json::{Value, json};

use crate::Result;
use crate::browser::Page;

/// How the server behaves towards the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    Answering,
    /// Takes requests and does not answer; they go on once it is answering again.
    Silent,
    /// Cannot be reached.
    Gone,
}

/// What becomes of one request of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives and is done, and the answer is lost on the way back.
    AnswerLost,
    /// It does not arrive: a proxy on the way answers in place of the server, with status 502.
    BadGateway,
}

impl Page {
    /// How the server is to look from now on.
    pub async fn server(&self, server: Server) -> Result {
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Fetch.disable", json!({})).await?;
        let blocked: &[&str] = if server == Server::Gone { &["*/graphql*"] } else { &[] };
        self.devtools("Network.setBlockedURLs", json!({ "urls": blocked })).await?;
        if server == Server::Silent {
            let patterns = json!({ "patterns": [{ "urlPattern": "*/graphql*" }] });
            self.devtools("Fetch.enable", patterns).await?;
        }
        Ok(())
    }

    /// The next request of the page for `mutation`, such as `addPatient`, meets this fate; all others are spared.
    pub async fn spoil(&self, mutation: &str, fate: Fate) -> Result {
        let script = "const [mutation, isLost] = arguments;
            const real = window.fetch;
            window.fetch = async (resource, options) => {
                const body = resource instanceof Request ? await resource.clone().text() : String(options?.body);
                if (!body.includes('mutation') || !body.includes(mutation)) return real(resource, options);
                window.fetch = real;
                if (!isLost) return new Response('<html><h1>Bad gateway</h1></html>', { status: 502 });
                await real(resource, options);
                throw new TypeError('the connection was lost');
            }";
        let arguments = vec![Value::from(mutation), Value::from(fate == Fate::AnswerLost)];
        Ok(self.driver().execute(script, arguments).await.map(drop)?)
    }
}
