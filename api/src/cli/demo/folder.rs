//! The folder of the demo: always fresh, and never anybody else's.

use std::{
    fs,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use age::secrecy::ExposeSecret;
use anyhow::{Context, bail};

use super::summary::Summary;
use crate::config::{Config, DataDir, EmailTransport, SmsTransport};

/// Says that the folder was made by a demo and may be made anew.
const MARK: &str = ".recall-demo";

pub struct DemoFolder {
    path: PathBuf,
    public_key: String,
}

impl DemoFolder {
    /// Makes `demo` in the data folder; one that an earlier demo left is replaced.
    pub fn make(data_dir: &Path) -> anyhow::Result<Self> {
        let path = data_dir.join("demo");
        if path.exists() {
            if !path.join(MARK).exists() {
                bail!("{} exists and was not made by a demo; move it away first", path.display());
            }
            fs::remove_dir_all(&path).with_context(|| format!("{} cannot be replaced", path.display()))?;
        }
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&path)?;
        fs::write(path.join(MARK), "Made by `recall demo`, which replaces this folder every time.\n")?;
        let secret = age::x25519::Identity::generate();
        let folder = Self { path, public_key: secret.to_public().to_string() };
        let mut file =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.backup_identity())?;
        writeln!(file, "# public key: {}\n{}", folder.public_key, secret.to_string().expose_secret())?;
        Ok(folder)
    }

    /// The configuration of the demo: everything stays in the folder, whatever is configured otherwise.
    pub fn config(&self, base: &Config) -> Config {
        let mut config = base.clone();
        config.data_dir = DataDir(self.path.clone());
        config.keys.file = None;
        config.sms.transport = SmsTransport::Local;
        config.sms.per_second = 0;
        config.email.transport = EmailTransport::Local;
        config.email.per_second = 0;
        config.email.notices_to = vec!["partners@example.org".to_owned()];
        // The outbox is a file: it takes a large group as quickly as a small one.
        config.worker.group = config.worker.batch;
        config.practice.booking_link.get_or_insert_with(|| "https://example.org/book".to_owned());
        config.snapshots.recipients = vec![self.public_key.clone()];
        config.snapshots.folder = None;
        config.snapshots.s3.bucket = None;
        config
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn patients_file(&self) -> PathBuf {
        self.path.join("patients.csv")
    }

    /// The secret key of the snapshots, which in earnest is nowhere near the server.
    pub fn backup_identity(&self) -> PathBuf {
        self.path.join("backup-key.txt")
    }

    pub fn restored_database(&self) -> PathBuf {
        self.path.join("restored.sqlite")
    }

    pub fn restored_keys(&self) -> PathBuf {
        self.path.join("restored-keys.json")
    }

    /// Keeps what was printed, credentials included, for who comes back later.
    pub fn save(&self, summary: &Summary) -> anyhow::Result<()> {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(self.path.join("summary.json"))?;
        serde_json::to_writer_pretty(&mut file, summary)?;
        Ok(())
    }
}
