//! Configuration: defaults, then a TOML file, then environment variables; wrong keys stop the start.

mod delivery_logs;
mod describe;
mod email;
mod feedback;
mod forms;
mod http;
mod log;
mod practice;
mod prices;
mod sending;
mod sms;
mod snapshots;
mod worker;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use shared::prices::Prices;

pub use self::{
    delivery_logs::DeliveryLogsConfig,
    describe::markdown,
    email::{EmailConfig, EmailTransport},
    feedback::{FeedbackConfig, NoticesConfig, topic_region},
    forms::FormsConfig,
    http::HttpConfig,
    log::{LogConfig, LogFormat},
    practice::PracticeConfig,
    sending::SendingConfig,
    sms::{SmsConfig, SmsTransport},
    snapshots::{S3Config, SnapshotConfig},
    worker::{LONGEST_LEASE, WorkerConfig},
};

/// One word about a key, for `docs/configuration.md`.
pub struct Described {
    pub key: &'static str,
    pub meaning: &'static str,
}

/// Everything that can be set.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The data folder of the embedded default.
    pub data_dir: DataDir,
    pub database: DatabaseConfig,
    pub keys: KeysConfig,
    pub http: HttpConfig,
    pub log: LogConfig,
    pub practice: PracticeConfig,
    pub sms: SmsConfig,
    pub email: EmailConfig,
    pub feedback: FeedbackConfig,
    pub notices: NoticesConfig,
    pub worker: WorkerConfig,
    pub sending: SendingConfig,
    pub prices: Prices,
    pub snapshots: SnapshotConfig,
    pub forms: FormsConfig,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DataDir(pub PathBuf);

impl Default for DataDir {
    fn default() -> Self {
        Self("recall-data".into())
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseConfig {
    pub url: Option<String>,
    pub max_connections: u32,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self { url: None, max_connections: 16 }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeysConfig {
    pub file: Option<PathBuf>,
}

impl Config {
    /// Reads `file` (or `recall.toml` where that exists) and the environment.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            if !file.exists() {
                bail!("the configuration file {} does not exist", file.display());
            }
            figment = figment.merge(Toml::file_exact(file));
        } else if Path::new("recall.toml").exists() {
            figment = figment.merge(Toml::file_exact("recall.toml"));
        }
        // RECALL_SECTION__KEY, and RECALL_DATA_DIR, which has no section.
        figment = figment
            .merge(Env::prefixed("RECALL_").filter(|key| key.as_str().contains("__")).split("__"))
            .merge(Env::prefixed("RECALL_").only(&["data_dir"]))
            .merge(Env::raw().only(&["DATABASE_URL"]).map(|_| "database.url".into()));
        let config: Self = figment.extract().context("the configuration is wrong")?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        self.http.check()?;
        self.log.check()?;
        self.sms.check()?;
        self.email.check()?;
        self.feedback.check()?;
        self.notices.check()?;
        self.worker.check()?;
        self.sending.check()?;
        prices::check(&self.prices)?;
        self.snapshots.check()?;
        self.forms.check()
    }

    pub fn data_dir(&self) -> &Path {
        &self.data_dir.0
    }

    /// The database to use: the configured one, or SQLite in the data folder.
    pub fn database_url(&self) -> String {
        self.database
            .url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data_dir().join("recall.sqlite").display()))
    }

    pub fn key_file(&self) -> PathBuf {
        self.keys.file.clone().unwrap_or_else(|| self.data_dir().join("keys.json"))
    }

    pub fn outbox_dir(&self) -> PathBuf {
        self.data_dir().join("outbox")
    }

    /// Pages of forms and files of answers, where they are in no bucket.
    pub fn forms_dir(&self) -> PathBuf {
        self.data_dir().join("forms")
    }

    pub fn upload_dir(&self) -> PathBuf {
        self.data_dir().join("uploads")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use super::*;

    #[test]
    fn an_unknown_key_is_named() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        writeln!(file, "[http]\nlisten_on = \"127.0.0.1:1\"").unwrap();
        let error = format!("{:#}", Config::load(Some(file.path())).unwrap_err());
        assert!(error.contains("listen_on"), "{error}");
    }
}
