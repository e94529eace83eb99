//! `recall bench dispatch`, as it is run beside its peers, and the scripts that play some of them.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;
use crate::setup::node;

use super::super::Bench;

/// What `recall bench dispatch --json` prints, and the scripts in `xtask/peers`.
#[derive(Deserialize)]
pub struct Printed {
    pub messages: u64,
    seconds: f64,
    /// Recall's own.
    #[serde(default)]
    pub peak_memory_bytes: Option<u64>,
    /// Of one mail, as nodemailer says.
    #[serde(default)]
    pub bytes: Option<u64>,
}

impl Printed {
    pub fn took(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }
}

/// What Recall is to send.
pub struct Sending<'a> {
    pub messages: u64,
    pub on_postgres: bool,
    /// `email` or `sms`; half of each without.
    pub channel: Option<&'a str>,
    /// Variables that name the provider; without any the provider does nothing.
    pub provider: &'a [(&'a str, String)],
}

impl Sending<'_> {
    /// In a process and a database of its own.
    pub fn run(&self, bench: &Bench<'_>) -> Result<Printed> {
        let data = bench.fresh_folder("data")?;
        let mut recall = bench.recall(&data, None);
        recall.args(["bench", "dispatch", "--messages", &self.messages.to_string(), "--json"]);
        if let Some(channel) = self.channel {
            recall.args(["--channel", channel]);
        }
        if !self.provider.is_empty() {
            recall.arg("--configured").envs(self.provider.iter().map(|(name, value)| (name, value)));
        }
        if self.on_postgres {
            recall.args(["--database-url", &bench.fresh_database("bench_dispatch")?]);
        }
        read(&mut recall)
    }
}

/// A script of `xtask/peers`, with the installed packages in reach.
pub fn script(bench: &Bench<'_>, name: &str, arguments: &[&str]) -> Result<Printed> {
    let mut node = Command::new("node");
    node.env("NODE_PATH", node::modules(bench.paths));
    node.arg(bench.paths.root.join("xtask/peers").join(name)).args(arguments);
    read(&mut node)
}

fn read(command: &mut Command) -> Result<Printed> {
    let printed = process::capture(command)?;
    serde_json::from_str(&printed).with_context(|| format!("`{}` printed {printed}", process::described(command)))
}
