//! A mail relay that keeps what it receives as files.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::setup::python;

use super::server::{self, Server};

/// aiosmtpd, delivering to a Maildir.
pub struct Relay {
    server: Server,
    folder: PathBuf,
}

impl Relay {
    pub fn start(paths: &Paths, logs: &Path) -> Result<Self> {
        let folder = env::temp_dir().join(format!("recall-mail-{}", process::id()));
        // A Maildir of its own making: Python's mailbox creates one only where nothing is.
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
        }
        let server = Server::start("aiosmtpd", logs, |port| {
            let mut smtpd = server::command(python::program(paths, "aiosmtpd"));
            smtpd
                .args(["--nosetuid", "--listen", &format!("127.0.0.1:{port}")])
                .args(["--class", "aiosmtpd.handlers.Mailbox"])
                .arg(&folder);
            smtpd
        })?;
        Ok(Self { server, folder })
    }

    /// `host:port`.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.server.port())
    }

    /// The Maildir; what has arrived is in `new/`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
