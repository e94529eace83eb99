//! Where snapshots go and who can read them.

use std::path::PathBuf;

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described {
        key: "snapshots.recipients",
        meaning: "Public age keys (`age1…`) to which snapshots are encrypted, until keys are saved in the app. The secret keys belong in a safe, not on this server.",
    },
    Described { key: "snapshots.folder", meaning: "In-house folder. Without it, `snapshots` in the data folder." },
    Described { key: "snapshots.keep", meaning: "How many verified snapshots are kept in each place; 0 keeps all." },
    Described { key: "snapshots.s3.bucket", meaning: "Bucket for a second copy; without it none is made." },
    Described { key: "snapshots.s3.prefix", meaning: "Beginning of the object names." },
    Described { key: "snapshots.s3.region", meaning: "AWS region; without it, the SDK's own." },
    Described {
        key: "snapshots.s3.endpoint_url",
        meaning: "Another endpoint than Amazon's; addresses buckets by path.",
    },
];

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SnapshotConfig {
    pub recipients: Vec<String>,
    pub folder: Option<PathBuf>,
    pub keep: u32,
    pub s3: S3Config,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct S3Config {
    pub bucket: Option<String>,
    pub prefix: String,
    pub region: Option<String>,
    pub endpoint_url: Option<String>,
}

impl Default for SnapshotConfig {
    fn default() -> Self {
        Self { recipients: Vec::new(), folder: None, keep: 30, s3: S3Config::default() }
    }
}

impl SnapshotConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        for recipient in &self.recipients {
            if let Err(error) = recipient.parse::<age::x25519::Recipient>() {
                bail!("snapshots.recipients: {recipient:?} is no public age key (age1…): {error}");
            }
        }
        Ok(())
    }
}
