//! What is logged and how.

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described { key: "log.format", meaning: "`text` for people or `json` for programs; always on standard error." },
    Described { key: "log.filter", meaning: "What is logged, as `info` or `warn,api=debug`." },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    pub format: LogFormat,
    pub filter: String,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "warn,api=info".into() }
    }
}

impl LogConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if let Err(error) = self.filter.parse::<tracing_subscriber::EnvFilter>() {
            bail!("log.filter: {:?} is no filter: {error}", self.filter);
        }
        Ok(())
    }
}
