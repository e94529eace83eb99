//! Mail relays that keep what they receive as files.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::{env, process};

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::setup::python;

use super::server::{self, Server};
use super::smtp_sink::SmtpSink;

/// aiosmtpd, delivering to a Maildir.
pub struct Relay {
    server: Server,
    folder: PathBuf,
}

impl Relay {
    pub fn start(paths: &Paths, logs: &Path) -> Result<Self> {
        // A Maildir of its own making: Python's mailbox creates one only where nothing is.
        let folder = unused("recall-mail")?;
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

/// aiosmtpd several times, with TLS and passwords of which `xtask/peers/mail_servers.py` tells.
pub struct Secure {
    _server: Server,
    folder: PathBuf,
}

impl Secure {
    pub fn start(paths: &Paths, logs: &Path) -> Result<Self> {
        let folder = unused("recall-secure-mail")?;
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let server = Server::start("mail-servers", logs, |port| {
            let mut servers = server::command(python::program(paths, "python"));
            servers.arg(paths.root.join("xtask/peers/mail_servers.py")).arg(port.to_string()).arg(&folder);
            servers
        })?;
        Ok(Self { _server: server, folder })
    }

    /// With `servers.json`, the authority's certificate and the mails.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Postfix's `smtp-sink`, with every mail in one file.
pub struct Keeping {
    sink: SmtpSink,
    folder: PathBuf,
}

impl Keeping {
    pub fn start(paths: &Paths) -> Result<Self> {
        let folder = unused("recall-smtp-sink")?;
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        fs::set_permissions(&folder, Permissions::from_mode(0o777))?; // the sink may run as another user
        Ok(Self { sink: SmtpSink::keeping(paths, &folder.join("mails"))?, folder })
    }

    /// `host:port`.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.sink.port())
    }

    pub fn file(&self) -> PathBuf {
        self.folder.join("mails")
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A path in the temporary folder where nothing is.
fn unused(name: &str) -> Result<PathBuf> {
    let folder = env::temp_dir().join(format!("{name}-{}", process::id()));
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    Ok(folder)
}
