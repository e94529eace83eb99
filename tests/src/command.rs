//! `recall` run to its end, as an operator would on a terminal.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::process::Command;

use crate::Result;

/// No command of a test works longer; one that does hangs.
const LIMIT: Duration = Duration::from_mins(5);

/// How a command ended.
#[derive(Debug)]
pub struct Finished {
    /// The exit code; -1 for one ended by a signal.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Finished {
    /// The JSON document on standard output, of a command that must have ended well.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        ensure!(self.code == 0, "the command ended with {}:\n{}", self.code, self.stderr);
        serde_json::from_str(&self.stdout).with_context(|| format!("this is not the JSON expected: {}", self.stdout))
    }
}

/// What `recall user add … --with-credentials --json` prints.
#[derive(Clone, Debug, Deserialize)]
pub struct Credentials {
    pub email: String,
    pub password: String,
    /// Base32, as an authenticator app takes it.
    pub totp_secret: String,
}

/// The `recall` under test: `RECALL_TEST_BIN`.
pub fn binary() -> Result<PathBuf> {
    let set = std::env::var_os("RECALL_TEST_BIN")
        .context("RECALL_TEST_BIN does not say where `recall` is: run the tests with `cargo xtask test --only NAME`")?;
    let path = PathBuf::from(set);
    ensure!(path.is_file(), "RECALL_TEST_BIN names {}, which is not a file", path.display());
    Ok(path)
}

/// `recall` with nothing in its environment that would configure it but `settings`.
pub fn recall(settings: &[(String, String)]) -> Result<Command> {
    let mut command = Command::new(binary()?);
    for (name, _) in std::env::vars() {
        if name.starts_with("RECALL_") || name.starts_with("AWS_") || name == "DATABASE_URL" {
            command.env_remove(name);
        }
    }
    command.envs(settings.iter().map(|(name, value)| (name, value))).kill_on_drop(true).stdin(Stdio::null());
    Ok(command)
}

pub async fn finish(mut command: Command) -> Result<Finished> {
    let output = tokio::time::timeout(LIMIT, command.output())
        .await
        .with_context(|| format!("the command did not end within {} s", LIMIT.as_secs()))?
        .context("cannot start recall")?;
    Ok(Finished {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).context("standard output is not UTF-8")?,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}
