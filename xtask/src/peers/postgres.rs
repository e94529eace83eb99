//! A PostgreSQL cluster that lives as long as the value that holds it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self as this_process, Command};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::setup::{databases, debian};

use super::server::{self, Server};

/// The database that each test clones.
pub const TEMPLATE: &str = "recall_template";

/// Thirty seconds in all: a busy machine needs three.
const READY_TRIES: u32 = 300;
const READY_PAUSE: Duration = Duration::from_millis(100);

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As in production: what measurements use.
    On,
    /// Faster, and lost when the machine stops: what tests use.
    Off,
}

/// A running cluster with its data in a temporary folder.
pub struct Cluster {
    server: Server,
    folder: PathBuf,
    programs: PathBuf,
}

impl Cluster {
    pub fn start(logs: &Path, durability: Durability) -> Result<Self> {
        let programs = databases::programs()?;
        let folder = env::temp_dir().join(format!("recall-postgres-{}", this_process::id()));
        let data = folder.join("data");
        let owner = debian::is_root().then_some("postgres");
        make_folder(&folder, owner)?;
        let mut initdb = as_owner(&programs.join("initdb"), owner);
        initdb
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"])
            .arg("--pgdata")
            .arg(&data)
            .current_dir(&folder);
        process::run("initdb", logs, &mut initdb)?;
        let server = Server::start("postgres", logs, |port| {
            let mut postgres = as_owner(&programs.join("postgres"), owner);
            postgres.current_dir(&folder).arg("-D").arg(&data);
            for (name, value) in settings(port, &folder, durability) {
                postgres.arg("-c").arg(format!("{name}={value}"));
            }
            postgres
        })?;
        let cluster = Self { server, folder, programs };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// The URL of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.server.port())
    }

    /// A program of the same release.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// Runs one statement through `psql` and returns what it prints, unaligned.
    pub fn query(&self, database: &str, statement: &str) -> Result<String> {
        process::capture(
            Command::new(self.programs.join("psql"))
                .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
                .args(["--set", "ON_ERROR_STOP=1", "--command", statement])
                .arg(self.url(database)),
        )
    }

    /// Makes the template that tests clone, brought to this version by `recall migrate`.
    pub fn migrate_template(&self, recall: &Path) -> Result<()> {
        self.query("postgres", &format!("CREATE DATABASE {TEMPLATE}"))?;
        process::capture(
            Command::new(recall)
                .arg("migrate")
                .current_dir(env::temp_dir())
                .env("DATABASE_URL", self.url(TEMPLATE))
                .env("RECALL_DATA_DIR", self.scratch()),
        )
        .context("the template database could not be migrated")?;
        let seal = format!("ALTER DATABASE {TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false");
        self.query("postgres", &seal).map(drop)
    }

    fn scratch(&self) -> PathBuf {
        self.folder.with_extension("scratch")
    }

    /// The port opens a moment before the first connection is accepted.
    fn wait_until_ready(&self) -> Result<()> {
        let port = self.server.port().to_string();
        for _ in 0..READY_TRIES {
            let mut asked = Command::new(self.programs.join("pg_isready"));
            if process::capture(asked.args(["--host", "127.0.0.1", "--port", &port])).is_ok() {
                return Ok(());
            }
            thread::sleep(READY_PAUSE);
        }
        bail!("PostgreSQL started but accepts no connection");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // An immediate shutdown: nothing here is worth a checkpoint.
        self.server.stop_with("QUIT");
        let _ = fs::remove_dir_all(&self.folder);
        let _ = fs::remove_dir_all(self.scratch());
    }
}

/// `initdb` and `postgres` refuse root: there they run as the user that the package made.
fn as_owner(program: &Path, owner: Option<&str>) -> Command {
    let Some(owner) = owner else {
        return server::command(program);
    };
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT", "--reuid", owner, "--regid", owner, "--init-groups", "--"]).arg(program);
    command
}

fn make_folder(folder: &Path, owner: Option<&str>) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    if let Some(owner) = owner {
        process::capture(Command::new("chown").arg(owner).arg(folder))?;
    }
    Ok(())
}

fn settings(port: u16, folder: &Path, durability: Durability) -> Vec<(&'static str, String)> {
    let mut settings = vec![
        ("listen_addresses", "127.0.0.1".to_owned()),
        ("port", port.to_string()),
        ("unix_socket_directories", folder.display().to_string()),
        ("max_connections", "200".to_owned()),
        ("shared_buffers", "256MB".to_owned()),
    ];
    if durability == Durability::Off {
        settings.push(("fsync", "off".to_owned()));
        settings.push(("synchronous_commit", "off".to_owned()));
        settings.push(("full_page_writes", "off".to_owned()));
    }
    settings
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        if databases::programs().is_err() {
            eprintln!("skipped: PostgreSQL's server is not installed");
            return;
        }
        let logs = env::temp_dir().join(format!("recall-xtask-logs-{}", this_process::id()));
        let cluster = Cluster::start(&logs, Durability::Off).unwrap();
        assert_eq!(cluster.query("postgres", "SELECT 6 * 7").unwrap(), "42");
        let folder = cluster.folder.clone();
        drop(cluster);
        assert!(!folder.exists());
        fs::remove_dir_all(&logs).unwrap();
    }
}
